/** The keys that film people have in their fingers: space k j l arrows f m c < > 0-9 t i. */
const TYPING = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const PRESSES = "button, a, summary, label, [type=radio], [type=checkbox]";

const ANYWHERE = {
  k: (player) => player.toggle(),
  j: (player) => player.seekBy(-10),
  l: (player) => player.seekBy(10),
  ArrowLeft: (player) => player.seekBy(-5),
  ArrowRight: (player) => player.seekBy(5),
  f: (player) => press(player, "fullscreen"),
  m: (player) => press(player, "mute"),
  c: (player) => press(player, "captions"),
  t: (player) => press(player, "theatre"),
  i: (player) => press(player, "pip"),
  "<": (player) => player.tell("faster", -1),
  ">": (player) => player.tell("faster", 1),
};
const INSIDE = {
  ArrowUp: (player) => louder(player, 0.05),
  ArrowDown: (player) => louder(player, -0.05),
  Home: (player) => player.seekTo(0),
  End: (player) => player.seekTo(player.duration),
  PageUp: (player) => player.seekBy(player.duration / 10),
  PageDown: (player) => player.seekBy(-player.duration / 10),
};

function press(player, name) {
  const button = player.part(name);
  if (!button.hidden) button.click();
}

function louder({ video }, step) {
  video.volume = Math.max(0, Math.min(1, Math.round((video.volume + step) * 20) / 20));
  video.muted = video.volume === 0;
}

function deed(player, { key, target }) {
  const inside = player.contains(target);
  if (!inside && (player.hasAttribute("mini") || document.querySelector("dialog[open], :popover-open"))) return null;
  if (target.closest(TYPING)) return null;
  if (target.closest("[role=menu], [role=listbox], [role=tablist], [type=radio]") && key.startsWith("Arrow")) return null;
  if (key === " ") return target.closest(PRESSES) ? null : () => player.toggle();
  if (/^[0-9]$/.test(key)) return () => player.seekTo((player.duration * key) / 10);
  if (inside && key in INSIDE && !target.matches("[data-part=volume]")) return INSIDE[key];
  return ANYWHERE[key.length === 1 ? key.toLowerCase() : key];
}

export function attachKeyboard(player) {
  player.on(document, "keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = deed(player, event);
    if (!act) return;
    event.preventDefault();
    player.tell("key");
    act(player);
  });
}
