/** What this browser remembers about watching: volume, quality, width; and the place in a film. */
const KEY = "wm.player";
const FILMS = 60;

function read() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

function write(all) {
  try { localStorage.setItem(KEY, JSON.stringify(all)); } catch { /* a full or forbidden store only means forgetting */ }
}

export const remembered = (name) => read()[name];
export const remember = (name, value) => write({ ...read(), [name]: value });

/** Places are pairs of (film, second), latest last, the oldest forgotten. */
export const placeIn = (film) => (read().places ?? []).find(([id]) => id === film)?.[1] ?? 0;

export function keepPlace(film, second) {
  const others = (read().places ?? []).filter(([id]) => id !== film);
  remember("places", second ? [...others, [film, second]].slice(-FILMS) : others);
}
