/** Where the film's files are: signed addresses that expire, how to get fresh ones, and the way round a CDN that fails. */
import { remember, remembered } from "./memory.js";

const EARLY = 20;
const DETOUR = 10 * 60_000;
const KEY = /\/media\/\d+\/[^/]+\/([^/]+)\//;

export class Source {
  #left = false;

  constructor({ master, mp4, seconds, source, growing, version, carried }) {
    this.address = source;
    this.#keep({ master, mp4, seconds: Number(seconds) || 0, growing: growing !== undefined, version: Number(version),
      carried: carried !== undefined });
    if (this.carried && this.#isAround) this.spoil();
  }

  /** `version` counts the changes to what is published, `growing` says that there will be more of them; `carried`: by a CDN. */
  #keep({ master, mp4, seconds, growing, version, carried }) {
    Object.assign(this, { master, mp4, growing, carried, version: version ?? this.version });
    // A span, not a moment: the visitor's clock may be wrong. 0 means that the addresses do not expire.
    this.deadline = seconds ? Date.now() + (seconds - Math.min(EARLY, seconds / 4)) * 1000 : Infinity;
  }

  /** The name of the film's folder. */
  get key() { return KEY.exec(this.master || this.mp4)?.[1]; }
  get stale() { return Date.now() > this.deadline; }
  spoil() { this.deadline = 0; }

  /** Renews the addresses when they are about to expire; the old ones stay if the server can't be reached. */
  async fresh() {
    if (this.stale) await this.renew();
  }

  renew() {
    return (this.renewing ??= this.#ask().finally(() => { this.renewing = null; }));
  }

  async #ask() {
    const said = new URLSearchParams({ of: this.key ?? "", ...(this.#isAround && { around: "cdn" }) });
    const answer = await fetch(`${this.address}?${said}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) this.#keep(await answer.json());
    this.lost = [403, 404, 410].includes(answer?.status);
    return Boolean(answer?.ok);
  }

  /** The CDN fails here: for ten minutes the addresses lead round it, from the next one on. Whether that is a way to try. */
  detour() {
    if (this.carried) {
      this.#left = true;
      remember("around", Date.now() + DETOUR);
      this.spoil();
    }
    return this.#left; // what had been asked of it before may fail later
  }
  get #isAround() { return remembered("around") > Date.now(); }

  /** The same file under the newest signature: a film's files lie side by side in one folder. */
  signed(url) {
    const beside = this.master || this.mp4;
    return beside.slice(0, beside.lastIndexOf("/") + 1) + url.slice(url.lastIndexOf("/") + 1);
  }
}
