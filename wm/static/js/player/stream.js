/** Plays the HLS ladder through hls.js: adaptive, with a quality menu, and with addresses that are renewed on the way. */
import { Growth } from "./growth.js";
import { remember, remembered } from "./memory.js";

const EXPIRED = [403, 404, 410]; // a film that was closed and opened again lies in another folder
const TRIES = 3;
const STRIKES = 2; // failures in a row after which the way round the CDN is taken
const HASTE = { maxTimeToFirstByteMs: 6000, maxLoadTimeMs: 20_000 }; // of what a CDN has four seconds of film for
// Captions are tracks of the page, which hls.js must leave alone.
const WITHOUT = { timelineController: undefined, subtitleTrackController: undefined, subtitleStreamController: undefined };

export class Stream {
  #tries = 0;
  #healed = 0;
  #strikes = 0;

  constructor(Hls, player, at) {
    Object.assign(this, { Hls, player });
    this.growth = new Growth(this);
    this.adopt(this.make({ startPosition: at || -1 }));
    this.hls.loadSource(player.source.master);
    this.hls.attachMedia(player.video);
  }

  make(how) {
    const { source } = this.player;
    const { default: patience } = this.Hls.DefaultConfig.fragLoadPolicy;
    return new this.Hls({
      enableWorker: false,
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      fragLoadPolicy: { default: { ...patience, ...(source.carried && HASTE) } },
      ...this.growth.buffer,
      ...WITHOUT,
      ...how,
      xhrSetup: async (xhr, url) => {
        await source.fresh();
        xhr.open("GET", source.signed(url), true);
      },
    });
  }

  /** Takes `hls` for its own; one that knows its rungs already goes on with what plays. */
  adopt(hls) {
    const { player } = this;
    const { Events } = this.Hls;
    this.hls = hls;
    hls.on(Events.MEDIA_ATTACHED, () => player.wanted && player.video.play().catch(() => {}));
    hls.on(Events.MANIFEST_PARSED, () => this.#preferHeight());
    hls.on(Events.AUDIO_TRACKS_UPDATED, () => this.#preferSound());
    hls.on(Events.LEVEL_SWITCHED, () => player.tell("level"));
    hls.on(Events.FRAG_BUFFERED, () => { this.#tries = this.#strikes = 0; });
    hls.on(Events.ERROR, (_, error) => this.#mend(error));
    if (hls.levels.length) this.#preferHeight();
  }

  /** The rungs, best first. */
  get levels() {
    return this.hls.levels.map(({ height, width }, id) => ({ id, height: Math.min(height, width) })).reverse();
  }
  get playing() { return this.levels.find(({ id }) => id === this.hls.currentLevel)?.height; }
  get chosen() { return this.hls.autoLevelEnabled ? -1 : this.hls.loadLevel; }

  pick(id) {
    this.hls.nextLevel = id;
    remember("quality", this.levels.find((level) => level.id === id)?.height ?? null);
    this.player.tell("level");
  }

  /** What it can sound like. */
  get sounds() { return this.hls.audioTracks.map(({ name, lang }, id) => ({ id, name, lang })); }
  get heard() { return this.hls.audioTrack; }

  hear(id) {
    this.hls.audioTrack = id;
    remember("sound", this.sounds[id].lang ?? null);
  }

  #preferSound() {
    const wanted = remembered("sound");
    const found = wanted && this.sounds.find(({ lang }) => lang === wanted);
    if (found) this.hls.audioTrack = found.id;
    this.player.tell("levels");
  }

  #preferHeight() {
    const wanted = remembered("quality");
    const level = wanted && this.levels.find(({ height }) => height <= wanted);
    if (level) this.hls.loadLevel = level.id;
    this.player.tell("levels");
  }

  #mend({ response, fatal, type, details }) {
    const { source } = this.player;
    const expired = EXPIRED.includes(response?.code);
    if (expired) source.spoil();
    const around = this.#isStruckOut({ fatal, type, details }) && source.detour();
    if (!fatal) return;
    if ((expired || around) && this.#tries++ < TRIES) return this.#again(details);
    if (type === this.Hls.ErrorTypes.MEDIA_ERROR && this.#healed++ < 2) return this.hls.recoverMediaError();
    this.player.tell("trouble", source.lost ? "gone" : type === this.Hls.ErrorTypes.NETWORK_ERROR ? "network" : "broken");
  }

  /** Whether enough has failed to come, or has come as something else, to look for another way. */
  #isStruckOut({ fatal, type, details }) {
    if (type !== this.Hls.ErrorTypes.NETWORK_ERROR && details !== "fragParsingError") return false;
    this.#strikes += fatal || /TimeOut$/.test(details) ? STRIKES : 1;
    return this.#strikes >= STRIKES;
  }

  async #again(details) {
    if (!(await this.player.source.renew())) return this.player.tell("trouble", this.player.source.lost ? "gone" : "network");
    if (/^manifest/.test(details)) this.hls.loadSource(this.player.source.master);
    else this.hls.startLoad();
  }

  /** After trouble: from the same second on. */
  async retry() {
    this.#tries = this.#healed = 0;
    await this.player.source.renew();
    this.#reload();
  }

  /** Looks for rungs that were encoded since. */
  async freshen() { await this.growth.look(); }

  #reload() {
    this.hls.config.startPosition = this.player.video.currentTime || this.player.at || -1;
    this.hls.loadSource(this.player.source.master);
  }

  close() {
    this.growth.close();
    this.hls.destroy();
  }
}
