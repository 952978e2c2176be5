/** Chapters: marks on the bar, their names under the pointer and beside the time, and the list below the film. */
const ROUNDING = 0.05;

export function attachChapters(player) {
  const { video } = player;
  const marks = [...player.querySelectorAll("[data-at]")].map(({ dataset: { at, name } }) => ({ at: Number(at), name }));
  const at = (second) => marks.findLast((mark) => mark.at <= second + ROUNDING);
  const beside = player.part("chapter");
  const links = () => document.querySelectorAll(`[data-chapters="${player.dataset.film}"] a`);
  player.chapterAt = (second) => at(second)?.name ?? "";

  const show = () => {
    const now = at(player.scrubbing ?? player.time);
    if (beside.textContent === (now?.name ?? "")) return;
    beside.textContent = now?.name ?? "";
    for (const link of links()) {
      if (Number(link.dataset.seek) === now?.at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  if (!marks.length) return;
  player.on(video, "timeupdate seeked", show);
  player.on(player, "film:seek film:scrub film:wanted", show);
  player.on(player, "film:look", ({ detail }) => { player.part("look-name").textContent = player.chapterAt(detail); });
}
