/** Plays one address as it is: the browser's own HLS, or the progressive MP4 by range requests. */
const NETWORK = 2;

export class Plain {
  levels = [];
  chosen = -1;

  /** `kind` names the address in the source ("master" or "mp4"); null keeps what is already running. */
  constructor(player, kind, at) {
    Object.assign(this, { player, kind: kind ?? "mp4", tries: 0 });
    player.on(player.video, "error", () => this.#mend());
    // A browser's own HLS may wait for ever on an address that has expired.
    player.on(player.video, "seeking waiting", () => player.source.stale && this.#mend());
    player.on(player.video, "playing", () => { this.tries = 0; });
    if (kind) this.#open(at);
  }

  #open(at) {
    this.player.at = at;
    const { video, source } = this.player;
    video.preload = "auto";
    video.src = source[this.kind];
    if (at) video.addEventListener("loadedmetadata", () => { video.currentTime = this.player.at; }, { once: true });
    if (this.player.wanted) video.play().catch(() => {});
  }

  /** The address may have expired, or the CDN may fail: once more with a fresh one, from the same second. */
  async #mend() {
    const { player } = this;
    if (player.video.error) player.source.detour();
    if (this.tries++ < 2 && await player.source.renew()) return this.#open(player.video.currentTime || player.at);
    player.tell("trouble", player.source.lost ? "gone" : player.video.error?.code === NETWORK ? "network" : "broken");
  }

  async retry() {
    this.tries = 0;
    await this.player.source.renew();
    this.#open(this.player.video.currentTime || this.player.at);
  }

  pick() {}
  close() {
    this.player.video.removeAttribute("src");
    this.player.video.load();
  }
}
