/** Captions, drawn by us above the controls, and descriptions for screen readers: which language, remembered or none. */
import { face } from "./buttons.js";
import { remember, remembered } from "./memory.js";
import { chip } from "./menu.js";

const NATIVE = "webkitbeginfullscreen enterpictureinpicture"; // there the browser draws them
const OURS = "webkitendfullscreen leavepictureinpicture";

export function attachCaptions(player) {
  const button = player.part("captions");
  const spoken = lane(player, "track[kind=captions], track[kind=subtitles]", "languages", "cues", "captions");
  hush(player);
  lane(player, "track[kind=descriptions]", "descriptions", "told", "descriptions");
  button.hidden = !spoken.tracks.length;
  player.on(button, "click", () => spoken.pick(spoken.shown ? null : spoken.preferred()));
  player.on(player, "film:captions", () => face(button, Boolean(spoken.shown)));
  player.tell("captions");
}

/** A browser that plays HLS by itself finds the same captions in the playlist too: seen once, they are enough. */
function hush({ video }) {
  const ours = new Set([...video.querySelectorAll("track")].map(({ track }) => track));
  const others = () => [...video.textTracks].filter((each) => /s$/.test(each.kind) && !ours.has(each) && each.mode !== "disabled");
  const quiet = () => {
    if (!video.webkitDisplayingFullscreen) for (const each of others()) each.mode = "disabled";
  };
  for (const type of ["addtrack", "change"]) video.textTracks.addEventListener(type, quiet);
  video.addEventListener("webkitendfullscreen", quiet);
}

/** One choice among tracks: its chips in the menu, and the place where its words appear. */
function lane(player, kinds, group, place, key) {
  const tracks = [...player.video.querySelectorAll(kinds)];
  const choice = { tracks, shown: null, preferred, pick };
  const box = player.part(place);
  const menu = player.part(group);
  menu.hidden = !tracks.length;
  if (!tracks.length) return choice;

  function preferred() {
    const whole = remembered("language") ?? "";
    const near = ({ srclang }) => srclang.split("-")[0] === whole.split("-")[0];
    return tracks.find(({ srclang }) => srclang === whole) ?? tracks.find(near) ?? tracks[0];
  }
  async function pick(track, isAsked = true) {
    if (choice.shown) choice.shown.track.mode = "disabled";
    choice.shown = track;
    box.replaceChildren();
    if (isAsked) remember(key, Boolean(track));
    if (isAsked && track) remember("language", track.srclang);
    for (const input of menu.querySelectorAll("input")) input.checked = Number(input.value) === tracks.indexOf(track);
    player.tell("captions");
    if (!track) return;
    await renewed(player, track);
    if (choice.shown === track) track.track.mode = "hidden"; // read, and drawn by us
  }
  const draw = ({ target }) => {
    if (target !== choice.shown?.track) return;
    box.lang = choice.shown.srclang;
    box.replaceChildren(...[...target.activeCues].map(drawn));
  };
  const [off] = menu.querySelectorAll("label");
  off.parentElement.append(...tracks.map((track, place) => chip(off, place, track.label)));
  player.on(menu, "change", ({ target }) => pick(tracks[target.value] ?? null));
  for (const each of tracks) {
    player.on(each.track, "cuechange", draw);
    player.on(each, "error", () => again(player, each), { once: true });
  }
  const showing = (mode) => () => { if (choice.shown) choice.shown.track.mode = mode; };
  player.on(player.video, NATIVE, showing("showing"));
  player.on(player.video, OURS, showing("hidden"));
  if (remembered(key)) pick(preferred(), false);
  return choice;
}

async function again(player, track) {
  player.source.detour();
  if (await player.source.renew()) await renewed(player, track);
}

/** Their address may have run out, as that of the film. */
async function renewed(player, track) {
  await player.source.fresh();
  const { href } = new URL(player.source.signed(track.src), location);
  if (href !== track.src) track.src = href;
}

function drawn(cue) {
  const words = document.createElement("p");
  words.appendChild(document.createElement("span")).append(cue.getCueAsHTML());
  words.dataset.align = cue.align;
  words.toggleAttribute("data-high", typeof cue.line === "number" && (cue.snapToLines ? cue.line >= 0 : cue.line < 50));
  return words;
}
