/** A pointer on the picture: a click plays and pauses, a tap shows the controls, two taps at a side skip ten seconds. */
const TWICE = 300;
const SKIP = 10;

export function attachTouch(player) {
  const { video } = player;
  let lastTap = 0;
  let pointer = "mouse"; // a dblclick does not say what made it

  const side = ({ clientX }) => {
    const { left, width } = video.getBoundingClientRect();
    const part = (clientX - left) / width;
    return part < 0.35 ? -SKIP : part > 0.65 ? SKIP : 0;
  };
  const tap = (event) => {
    const isSecond = event.timeStamp - lastTap < TWICE;
    lastTap = event.timeStamp;
    if (!player.hasAttribute("begun")) return player.play();
    if (!isSecond || !side(event)) return player.tell(player.hasAttribute("idle") ? "stir" : "rest");
    player.tell("stir");
    player.seekBy(side(event));
    return player.tell("say", side(event) < 0 ? `−${SKIP} s` : `+${SKIP} s`);
  };

  player.on(video, "click", (event) => {
    pointer = event.pointerType;
    if (pointer === "touch") tap(event);
    else player.toggle();
  });
  player.on(video, "dblclick", () => pointer !== "touch" && player.part("fullscreen").click());
}
