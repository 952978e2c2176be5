/** Play, sound and the clock: each button shows what it will do and says so. */
import { fetchEngine } from "./engine.js";
import { remember, remembered } from "./memory.js";
import { clock } from "./words.js";

/** A button with two faces carries both labels: data-off (what a press does now) and data-on (once it is pressed). */
export function face(button, isOn) {
  if (!button) return;
  button.toggleAttribute("data-lit", isOn);
  const label = isOn ? button.dataset.on : button.dataset.off;
  button.setAttribute("aria-label", label);
  button.title = button.dataset.key ? `${label} (${button.dataset.key})` : label;
}

export function attachButtons(player) {
  const { video } = player;
  sound(player);

  // A finger or pointer on its way to play: the engine may set out too.
  player.on(player.part("big"), "pointerenter focus", () => fetchEngine(player)?.catch(() => {}), { once: true });
  for (const name of ["play", "big"]) player.on(player.part(name), "click", () => player.toggle());
  const showPlay = () => {
    player.toggleAttribute("playing", !video.paused);
    player.toggleAttribute("ended", video.ended);
    face(player.part("play"), !video.paused);
    face(player.part("big"), video.ended);
  };
  player.on(video, "play pause ended seeking emptied", showPlay);
  player.on(player, "film:wanted", () => player.toggleAttribute("begun", true));
  player.on(player, "film:refused", () => player.toggleAttribute("begun", false));

  const showTime = () => {
    const at = player.scrubbing ?? player.time;
    const text = `${clock(at)} / ${clock(player.duration)}`;
    if (player.part("time").textContent !== text) player.part("time").textContent = text;
  };
  player.on(video, "timeupdate durationchange seeking", showTime);
  player.on(player, "film:seek film:scrub", showTime);
  showPlay();
  showTime();
}

function sound(player) {
  const { video } = player;
  const level = player.part("volume");
  video.volume = remembered("volume") ?? 1;
  video.muted = remembered("muted") ?? false;

  player.on(player.part("mute"), "click", () => { video.muted = !video.muted; });
  player.on(level, "input", () => Object.assign(video, { volume: Number(level.value), muted: level.value === "0" }));
  const show = () => {
    const heard = video.muted ? 0 : video.volume;
    level.value = heard;
    level.style.setProperty("--part", heard);
    level.setAttribute("aria-valuetext", `${Math.round(heard * 100)} %`);
    face(player.part("mute"), heard === 0);
  };
  player.on(video, "volumechange", () => {
    show();
    remember("volume", video.volume);
    remember("muted", video.muted);
  });
  show();
}
