/** The skin leaves the picture alone after two and a half quiet seconds. */
const QUIET = 2500;

export function attachPresence(player) {
  const { video } = player;
  let timer = 0;

  const isBusy = () => video.paused || !player.part("menu").hidden || player.part("skin").querySelector(":focus-visible");
  const rest = () => {
    clearTimeout(timer);
    if (!isBusy()) player.toggleAttribute("idle", true);
  };
  const stir = () => {
    clearTimeout(timer);
    player.toggleAttribute("idle", false);
    timer = setTimeout(rest, QUIET);
  };

  player.on(player, "pointermove pointerdown focusin film:stir film:key", (event) => {
    // A tap on the picture decides for itself (see touch.js).
    if (event.pointerType !== "touch" || event.target !== video) stir();
  });
  player.on(video, "play pause seeking", stir);
  player.on(player, "film:rest", rest);
  player.on(player, "pointerleave", ({ pointerType }) => pointerType === "mouse" && rest());
  player.on(player, "film:close", () => clearTimeout(timer));
}
