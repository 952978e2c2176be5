/** Small pictures of the film: a WebVTT list of places (#xywh=) on one sheet, fetched when first looked at. */
const CUE = /([\d:.]+) --> ([\d:.]+).*\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

const seconds = (stamp) => stamp.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

export class Storyboard {
  constructor(source, address) {
    Object.assign(this, { source, address });
  }

  async #read() {
    if (!this.address) return [];
    await this.source.fresh();
    const answer = await fetch(this.source.signed(this.address)).catch(() => null);
    if (!answer?.ok) {
      this.cells = undefined; // asked again at the next look
      return [];
    }
    return [...(await answer.text()).matchAll(CUE)].map(([, from, to, file, ...box]) => {
      const [x, y, width, height] = box.map(Number);
      return { from: seconds(from), to: seconds(to), file, x, y, width, height };
    });
  }

  /** The cell for a second of the film, or undefined when there is no storyboard. */
  async at(second) {
    const cells = await (this.cells ??= this.#read());
    return cells.find(({ to }) => second < to) ?? cells.at(-1);
  }

  paint({ style }, { file, x, y, width, height }) {
    // Kept under its first address, so that renewed signatures don't fetch the sheet again.
    const sheet = (this.sheets ??= {})[file] ??= this.source.signed(file);
    style.setProperty("inline-size", `${width}px`);
    style.setProperty("block-size", `${height}px`);
    style.setProperty("background", `url("${sheet}") -${x}px -${y}px`);
  }
}
