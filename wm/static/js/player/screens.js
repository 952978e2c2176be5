/** Where the film is seen: theatre, the whole screen, a window of its own. */
import { face } from "./buttons.js";
import { remember, remembered } from "./memory.js";

export function attachScreens(player) {
  fullscreen(player);
  pictureInPicture(player);
  theatre(player);
}

function fullscreen(player) {
  const { video } = player;
  const button = player.part("fullscreen");
  const isFull = () => document.fullscreenElement === player;

  button.hidden = !document.fullscreenEnabled && !video.webkitEnterFullscreen;
  player.on(button, "click", () => {
    if (isFull()) return document.exitFullscreen();
    // An iPhone gives the whole screen to the video alone.
    return player.requestFullscreen ? player.requestFullscreen().catch(() => {}) : video.webkitEnterFullscreen();
  });
  player.on(document, "fullscreenchange", () => face(button, isFull()));
  face(button, false);
}

function pictureInPicture(player) {
  const { video } = player;
  const button = player.part("pip");
  const isOut = () => document.pictureInPictureElement === video;

  button.hidden = !document.pictureInPictureEnabled;
  player.on(button, "click", async () => {
    if (isOut()) return document.exitPictureInPicture();
    if (!player.engine) await player.play();
    return video.requestPictureInPicture().catch(() => player.tell("say", button.dataset.fails));
  });
  player.on(video, "enterpictureinpicture leavepictureinpicture", () => face(button, isOut()));
  face(button, false);
}

function theatre(player) {
  const button = player.part("theatre");
  const page = () => player.closest("[data-stage]");

  const set = (isWide) => {
    page()?.toggleAttribute("data-theatre", isWide);
    face(button, isWide);
  };
  player.on(button, "click", () => {
    const isWide = !page()?.hasAttribute("data-theatre");
    remember("theatre", isWide);
    set(isWide);
  });
  player.on(player, "film:placed", () => {
    button.hidden = !page();
    set(Boolean(remembered("theatre")));
  });
}
