/** Two files travel at the same time; the others wait for their turn. */
const LANES = 2;
const queue = [];
let taken = 0;

/** Resolves when it is one's turn, with the function that gives the lane back. */
export async function turn() {
  if (taken >= LANES) await new Promise((go) => queue.push(go));
  taken += 1;
  return () => {
    taken -= 1;
    queue.shift()?.();
  };
}
