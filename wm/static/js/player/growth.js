/** A film that is still being made: looks for rungs that have come since, and goes on with them without a break. */
const EVERY = 5000;
const NEAR = { maxBufferLength: 12, maxMaxBufferLength: 12 }; // what has been fetched ahead will not get any better
const FAR = { maxBufferLength: 30, maxMaxBufferLength: 600 };

const names = ({ levels }) => levels.map(({ uri }) => uri.slice(uri.lastIndexOf("/") + 1)).join();

export class Growth {
  #timer = 0;
  #looking = null;

  constructor(stream) {
    Object.assign(this, { stream, source: stream.player.source });
    this.version = this.source.version;
    if (!this.source.growing) return;
    this.#timer = setInterval(() => stream.player.video.paused || this.look(), EVERY);
  }

  get buffer() { return this.source.growing ? NEAR : FAR; }

  look() { return (this.#looking ??= this.#look().finally(() => { this.#looking = null; })); }

  async #look() {
    const { source, stream } = this;
    if (!this.#timer || !(await source.renew())) return;
    const { version } = source;
    const next = version !== this.version && (await this.#fetched());
    if (next && this.#goOn(next)) this.version = version;
    if (!source.growing && this.version === version) this.#end();
    Object.assign(stream.hls.config, this.buffer);
  }

  /** An engine that has read the newest master playlist, and nothing else; null when that can't be had now. */
  #fetched() {
    const { Hls } = this.stream;
    const next = this.stream.make({ autoStartLoad: false });
    return new Promise((resolve) => {
      const fail = (_, { fatal }) => {
        if (!fatal) return;
        next.destroy();
        resolve(null);
      };
      next.on(Hls.Events.ERROR, fail);
      next.once(Hls.Events.MANIFEST_PARSED, () => {
        next.off(Hls.Events.ERROR, fail);
        resolve(next);
      });
      next.loadSource(this.source.master);
    });
  }

  /** Hands what has arrived and what plays over to `next`; whether there is nothing left to be looked for. */
  #goOn(next) {
    const { hls, player } = this.stream;
    const isSame = names(next) === names(hls);
    // Near the end nothing more is fetched of the picture, which tells the sound where it belongs.
    const canChange = hls.media && (hls.mainForwardBufferInfo?.end ?? 0) < player.duration - 1;
    if (isSame || !canChange) {
      next.destroy();
      return isSame;
    }
    const given = hls.transferMedia();
    next.bandwidthEstimate = hls.bandwidthEstimate;
    hls.destroy();
    this.stream.adopt(next);
    next.attachMedia(given);
    next.startLoad(player.video.currentTime, true);
    return true;
  }

  #end() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }
  close() { this.#end(); }
}
