/** Browsing on while the film plays: htmx keeps the element (hx-preserve); here it is told where to put it. */
const DOCK = ".dock";
const SLOT = "#mini-player";
const playerNow = () => document.querySelector("film-player[id]");

/** Tells the player where it has come to stand: on its own page or in the corner. */
export function place(player) {
  const isMini = Boolean(player.closest(DOCK));
  player.toggleAttribute("mini", isMini);
  player.role = isMini ? "region" : null; // in the corner it stands outside every landmark
  player.ariaLabel = isMini ? player.dataset.title : null;
  player.tell("placed");
}

/** Before a page is swapped in: keep the player if it plays or waits in the corner, unless the new page has another film. */
function makeRoom(fragment, target) {
  const player = playerNow();
  if (!player) return;
  const room = fragment.querySelector(`#${player.id}`);
  if (!target?.contains?.(player)) {
    // A film that was just paid for comes to its own place; what plays in the corner makes way.
    if (room && room.dataset.film !== player.dataset.film) player.remove();
    return;
  }
  const slot = fragment.querySelector(SLOT);
  const stays = player.hasAttribute("mini") || (player.engine && !player.video.paused);
  if (!stays || (room && room.dataset.film !== player.dataset.film)) player.removeAttribute("id");
  // An element is preserved where its id stands in the new page: lend the empty slot that id.
  else if (!room && slot) Object.assign(slot, { id: player.id });
}

document.addEventListener("htmx:before:swap", ({ detail }) => {
  for (const { fragment, target } of detail.tasks ?? []) {
    makeRoom(fragment, typeof target === "string" ? document.querySelector(target) : target);
  }
});

document.addEventListener("click", ({ target }) => {
  if (target.closest?.(`${DOCK} [data-part="close"]`)) target.closest("film-player").remove();
});
