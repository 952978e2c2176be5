/** The settings: sound and quality (from the tracks and rungs that the film really has), and speed. */
import { fill } from "./words.js";

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export function attachMenu(player) {
  const button = player.part("settings");
  const menu = player.part("menu");

  const open = (isOpen) => {
    menu.hidden = !isOpen;
    button.setAttribute("aria-expanded", isOpen);
    if (isOpen) {
      player.prepare();
      menu.querySelector("input:checked")?.focus();
    } else if (menu.contains(document.activeElement)) button.focus();
  };
  player.on(button, "click", () => open(menu.hidden));
  player.on(player, "keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
  player.on(document, "pointerdown", ({ target }) => {
    if (!menu.hidden && !menu.contains(target) && !button.contains(target)) open(false);
  });
  quality(player);
  sound(player);
  speed(player);
}

function quality(player) {
  const group = player.part("quality");
  const [auto] = group.querySelectorAll("label");
  const list = auto.parentElement;

  const offer = () => {
    list.replaceChildren(auto, ...player.engine.levels.map(({ id, height }) => chip(auto, id, `${height}p`)));
    group.hidden = player.engine.levels.length < 2;
    show();
  };
  const show = () => {
    const { engine } = player;
    for (const input of list.querySelectorAll("input")) input.checked = Number(input.value) === engine.chosen;
    const text = auto.querySelector("span");
    text.textContent = engine.chosen === -1 && engine.playing ? fill(text.dataset.now, { height: engine.playing }) : text.dataset.plain;
  };
  player.on(player, "film:levels", offer);
  player.on(player, "film:level", show);
  player.on(group, "change", ({ target }) => player.engine.pick(Number(target.value)));
}

/** Chips for the sounds of a film that has several: languages, or what is to be seen in words. */
function sound(player) {
  const group = player.part("sounds");
  const [model] = player.part("quality").querySelectorAll("label");

  player.on(player, "film:levels", () => {
    const { sounds = [], heard } = player.engine;
    const chips = sounds.map(({ id, name }) => chip(model, id, name, "film-heard"));
    group.querySelector("div").replaceChildren(...chips);
    for (const input of group.querySelectorAll("input")) input.checked = Number(input.value) === heard;
    group.hidden = sounds.length < 2;
  });
  player.on(group, "change", ({ target }) => player.engine.hear(Number(target.value)));
}

/** A choice like `model`, with another value and other words. */
export function chip(model, value, text, name = model.querySelector("input").name) {
  const label = model.cloneNode(true);
  Object.assign(label.querySelector("input"), { name, value, checked: false });
  label.querySelector("span").textContent = text;
  return label;
}

function speed(player) {
  const { video } = player;
  const group = player.part("speed");

  const set = (rate) => { video.defaultPlaybackRate = video.playbackRate = rate; };
  player.on(group, "change", ({ target }) => set(Number(target.value)));
  player.on(player, "film:faster", ({ detail }) => {
    const next = SPEEDS[SPEEDS.indexOf(video.playbackRate) + detail];
    if (next) set(next);
  });
  player.on(video, "ratechange", () => {
    const input = group.querySelector(`[value="${video.playbackRate}"]`);
    if (input) input.checked = true;
    player.tell("say", `${video.playbackRate}×`);
  });
}
