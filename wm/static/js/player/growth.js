/** A film of which better editions come while it plays: looks for them, and goes on with them without a break. */
import { remembered } from "./memory.js";

const EVERY = 5000;
const NEAR = { maxBufferLength: 12, maxMaxBufferLength: 12 }; // what has been fetched ahead will not get any better
const FAR = { maxBufferLength: 30, maxMaxBufferLength: 600 };
const SHARE = 0.7; // of what the line carries
const SOON = 2000;

const names = ({ levels }) => levels.map(({ uri }) => uri.slice(uri.lastIndexOf("/") + 1)).join();
const lines = ({ width, height }) => Math.min(width, height);

export class Growth {
  #timer = 0;
  #looking = null;

  constructor(stream) {
    const { player } = stream;
    Object.assign(this, { stream, source: player.source });
    this.version = this.source.version;
    player.on(player, "film:edition", ({ detail }) => this.#hear(detail));
    if (this.source.growing) this.#begin();
  }

  get buffer() { return this.source.growing ? NEAR : FAR; }

  /** A beat was told which edition of which film is published now: one that slept grows once somebody watches it. */
  #hear(edition) {
    const [key, version] = (edition ?? "").split(".");
    if (this.#timer || key !== this.source.key || Number(version) === this.version) return;
    this.#begin();
    this.look();
  }

  #begin() {
    this.#timer = setInterval(() => this.stream.player.video.paused || this.look(), EVERY);
  }

  look() { return (this.#looking ??= this.#look().finally(() => { this.#looking = null; })); }

  async #look() {
    const { source, stream } = this;
    if (!this.#timer || !(await source.renew())) return;
    const { version } = source;
    const next = version !== this.version && (await this.#fetched());
    if (next && (await this.#goOn(next))) this.version = version;
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
  async #goOn(next) {
    const { hls, player } = this.stream;
    const isSame = names(next) === names(hls);
    if (!isSame && this.#isBetter(next)) await this.#drop();
    // Near the end nothing more is fetched of the picture, which tells the sound where it belongs.
    const canChange = hls.media && (hls.mainForwardBufferInfo?.end ?? 0) < player.duration - 1;
    if (isSame || !canChange) {
      next.destroy();
      return isSame || !this.source.growing;
    }
    const given = hls.transferMedia();
    next.bandwidthEstimate = hls.bandwidthEstimate;
    hls.destroy();
    this.stream.adopt(next);
    next.attachMedia(given);
    next.startLoad(player.video.currentTime, true);
    return true;
  }

  /** Whether `next` would show more than what plays: on a picture of this size, over this line, by what people chose. */
  #isBetter({ levels }) {
    const { hls, player } = this.stream;
    const now = hls.levels[hls.currentLevel];
    const wanted = hls.autoLevelEnabled ? player.video.clientHeight * devicePixelRatio : remembered("quality") ?? 0;
    const fits = (level) => lines(level) > lines(now) && level.bitrate < SHARE * hls.bandwidthEstimate;
    return Boolean(now) && wanted > lines(now) && levels.some(fits);
  }

  /** Lets go of what was fetched far ahead: minutes, where nobody knew that better was to come. */
  async #drop() {
    const { hls, player, Hls: { Events } } = this.stream;
    const from = player.video.currentTime + NEAR.maxBufferLength;
    if (!hls.media || (hls.mainForwardBufferInfo?.end ?? 0) <= from || from >= player.duration - 1) return;
    const types = ["video", ...(hls.audioTracks.length ? ["audio"] : [])];
    const gone = types.map((type) => new Promise((resolve) => {
      hls.on(Events.BUFFER_FLUSHED, (_, flushed) => flushed.type === type && resolve());
    }));
    for (const type of types) hls.trigger(Events.BUFFER_FLUSHING, { startOffset: from, endOffset: Infinity, type });
    await Promise.race([Promise.all(gone), new Promise((resolve) => { setTimeout(resolve, SOON); })]);
  }

  #end() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }
  close() { this.#end(); }
}
