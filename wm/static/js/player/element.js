/** What every part of the player leans on: play, pause, seek, and one life for all listeners. */
import { openEngine } from "./engine.js";
import { Source } from "./source.js";

export class FilmElement extends HTMLElement {
  #life = new AbortController();
  #opening = null;
  #isStarting = false;
  engine = null;
  at = 0;
  wanted = false; // a new source pauses the video; whoever pressed play still wants it to run

  get duration() { return Number.isFinite(this.video.duration) ? this.video.duration : Number(this.dataset.duration) || 0; }
  get time() { return this.engine ? this.video.currentTime : this.at; }
  part(name) { return this.querySelector(`[data-part="${name}"]`); }
  on(target, types, act, options = {}) {
    for (const type of types.split(" ")) target?.addEventListener(type, act, { signal: this.#life.signal, ...options });
  }
  tell(name, detail) { this.dispatchEvent(new CustomEvent(`film:${name}`, { detail })); }

  /** Takes the picture over from the browser's own controls; what plays already plays on. */
  takeOver(at) {
    this.video = this.querySelector("video");
    this.source = new Source(this.dataset);
    this.at = at;
    this.video.controls = false;
    this.on(this.video, "play", () => { this.wanted = true; });
    this.on(this.video, "pause ended", () => { this.wanted = this.wanted && (this.#isLate() || Boolean(this.video.error)); });
    if (!this.video.paused || this.video.currentTime) return this.prepare();
    for (const source of this.video.querySelectorAll("source")) source.remove();
    return this.video.load();
  }

  /** Fetches the engine and the first seconds, without playing. */
  prepare() {
    return (this.#opening ??= openEngine(this, this.at).then((engine) => {
      this.engine = engine;
      this.tell("open");
    }));
  }

  async play() {
    // Asked for inside the click, so that the browser remembers the permission when the engine comes later.
    if (!this.engine) this.video.play().catch(() => {});
    this.wanted = true;
    this.tell("wanted");
    await this.prepare();
    this.#isStarting = true;
    await this.engine.freshen?.();
    this.#isStarting = false;
    if (!this.wanted) return null; // paused again before anything arrived
    return this.video.play().catch((error) => error.name === "NotAllowedError" && this.tell("refused"));
  }

  /** News of a pause comes in a task of its own: perhaps after the next play was asked for, which then counts. */
  #isLate() { return this.#isStarting || !this.video.paused; }

  pause() {
    this.wanted = false;
    this.video.pause();
  }
  toggle() { return this.video.paused ? this.play() : this.pause(); }

  seekTo(seconds) {
    const to = Math.max(0, Math.min(seconds, this.duration));
    this.at = to;
    if (this.engine) this.video.currentTime = to;
    this.tell("seek", to);
  }
  seekBy(seconds) { this.seekTo(this.time + seconds); }

  /** Stops for good: last beat, engine gone, listeners gone. */
  close() {
    this.tell("close");
    this.#life.abort();
    this.video?.pause();
    this.engine?.close();
  }
}
