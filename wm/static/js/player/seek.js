/** The bar: where we are, what has arrived, and a look at the second under the pointer. */
import { Storyboard } from "./storyboard.js";
import { clock, fill } from "./words.js";

export function attachSeek(player) {
  const { video } = player;
  const bar = player.part("seek");

  const draw = () => {
    const all = player.duration || 1;
    const at = player.scrubbing ?? player.time;
    bar.max = all;
    if (player.scrubbing === undefined) bar.value = at;
    bar.style.setProperty("--part", at / all);
    bar.style.setProperty("--arrived", arrived(video) / all);
  };
  const speak = () => {
    const words = { at: clock(player.scrubbing ?? player.time), all: clock(player.duration) };
    const name = player.chapterAt?.(player.scrubbing ?? player.time);
    bar.setAttribute("aria-valuetext", fill(bar.dataset.says, words) + (name ? `, ${name}` : ""));
  };
  const scrub = (to) => {
    player.scrubbing = to;
    draw();
    player.tell("scrub");
  };

  player.on(bar, "input", () => scrub(Number(bar.value)));
  player.on(bar, "change", () => {
    player.scrubbing = undefined;
    player.seekTo(Number(bar.value));
  });
  player.on(bar, "focus", speak);
  player.on(player, "film:seek film:scrub", () => { draw(); speak(); });
  player.on(video, "progress durationchange seeked timeupdate emptied", draw);
  player.on(video, "play", () => glide(player, draw));
  preview(player, bar);
  draw();
  speak();
}

/** timeupdate comes four times a second; a short film needs a smoother bar, as long as it is seen. */
function glide(player, draw) {
  const step = () => {
    if (player.video.paused || !player.isConnected) return;
    if (!player.hasAttribute("idle")) draw();
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function arrived({ buffered, currentTime }) {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime + 0.1 && currentTime <= buffered.end(i)) return buffered.end(i);
  }
  return 0;
}

function preview(player, bar) {
  const look = player.part("look");
  const picture = player.part("look-picture");
  const storyboard = new Storyboard(player.source, player.dataset.storyboard);

  const show = async (part) => {
    const second = part * player.duration;
    look.hidden = false;
    look.style.setProperty("--at", part);
    player.part("look-time").textContent = clock(second);
    player.tell("look", second);
    const cell = await storyboard.at(second);
    picture.hidden = !cell;
    if (cell) storyboard.paint(picture, cell);
  };
  const hide = () => { look.hidden = true; };

  player.on(bar, "pointermove pointerdown", (event) => {
    const { left, width } = bar.getBoundingClientRect();
    show(Math.max(0, Math.min(1, (event.clientX - left) / width)));
  });
  player.on(player, "film:scrub", () => show(player.scrubbing / (player.duration || 1)));
  player.on(bar, "pointerleave pointerup pointercancel blur", hide);
  player.on(player, "film:seek", hide);
}
