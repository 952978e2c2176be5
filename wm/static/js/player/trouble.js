/** Says what goes on: waiting, gone wrong with a way out, and short words on what a key just did. */
const SOON = 200;
const SAID = 900;

export function attachTrouble(player) {
  busy(player);
  trouble(player);
  words(player);
}

function busy(player) {
  const { video } = player;
  const ENOUGH = 3; // HAVE_FUTURE_DATA
  let timer = 0;
  const isBusy = () => video.seeking || (player.wanted && !video.ended && video.readyState < ENOUGH);
  const look = () => {
    clearTimeout(timer);
    if (isBusy()) timer = setTimeout(() => player.toggleAttribute("busy", isBusy()), SOON);
    else player.toggleAttribute("busy", false);
  };
  player.on(video, "waiting playing canplay seeking seeked play pause ended emptied", look);
  player.on(player, "film:wanted film:refused film:trouble", look);
  player.on(player, "film:close", () => clearTimeout(timer));
}

/** The sentences are in the page, translated; `film:trouble` names one of them. */
function trouble(player) {
  const box = player.part("trouble");
  const show = (name) => {
    box.hidden = !name;
    player.toggleAttribute("broken", Boolean(name));
    for (const sentence of box.querySelectorAll("[data-trouble]")) sentence.hidden = sentence.dataset.trouble !== name;
    player.part("again").hidden = name === "gone";
  };
  player.on(player, "film:trouble", ({ detail }) => show(detail));
  player.on(player.part("again"), "click", async () => {
    show(null);
    await player.engine?.retry();
    player.play();
  });
  player.on(player.video, "playing", () => show(null));
}

function words(player) {
  const line = player.part("said");
  let timer = 0;
  player.on(player, "film:say", ({ detail }) => {
    clearTimeout(timer);
    line.textContent = detail;
    timer = setTimeout(() => { line.textContent = ""; }, SAID);
  });
}
