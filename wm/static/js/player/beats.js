/** Says every ten seconds how far the film was watched, and remembers it here for those who are not signed in. */
import { keepPlace, placeIn } from "./memory.js";

const EVERY = 10_000;
const DONE = 0.95;

/** The second to start at: what the page says (an address with ?t=, or the place the server knows), else what this browser knows. */
export function rememberedStart({ dataset }) {
  return "start" in dataset ? Number(dataset.start) : placeIn(dataset.film);
}

export function attachBeats(player) {
  const { video, dataset } = player;
  let timer = 0;
  let last;

  const heard = ({ headers }) => player.tell("edition", headers.get("X-Film-Edition"));
  const send = (state) => {
    if (!last && state !== "playing") return;
    const at = video.currentTime;
    const line = `${state} ${at.toFixed(1)}`;
    if (line === last) return;
    last = line;
    keepPlace(dataset.film, at < player.duration * DONE ? Math.floor(at) : 0);
    if (!dataset.beat) return;
    const body = new URLSearchParams({ position: Math.round(at * 1000), state });
    const headers = { "X-CSRFToken": dataset.token ?? "" };
    fetch(dataset.beat, { method: "POST", body, headers, keepalive: true }).then(heard).catch(() => {});
  };

  const start = () => {
    clearInterval(timer);
    timer = setInterval(send, EVERY, "playing");
    send("playing");
  };
  const stop = () => {
    clearInterval(timer);
    send(video.ended ? "ended" : "paused");
  };

  player.on(video, "playing", () => requestAnimationFrame(start));
  player.on(video, "pause ended", stop);
  player.on(player, "film:close", stop);
  player.on(window, "pagehide", () => send("left"));
  player.on(document, "visibilitychange", () => document.hidden && send("left"));
}
