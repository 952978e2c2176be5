/** One file on its way by tus 1.0.0: it goes on where the server says, waits while the line is gone, and says how it stands. */
import { turn } from "./turns.js";

const PIECE = 32 * 1024 * 1024;
const FIRST = 256 * 1024; // the server looks at the first bytes: a small piece hears early that this is no film
const WAITS = [1, 2, 4, 8, 15, 30]; // seconds
const PASSING = [0, 408, 409, 423, 425, 429];

export const BUSY = ["queued", "sending", "waiting"];

const passes = (status) => PASSING.includes(status) || (status >= 500 && status !== 507);
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

class Refusal extends Error {}

export class Sender extends EventTarget {
  /** `url` is where the upload lives; events: "state" when `state` changes, "progress" when `sent` does. */
  constructor(file, url) {
    super();
    Object.assign(this, { file, url, sent: 0, state: "paused", words: "", failures: 0 });
  }

  get isBusy() {
    return BUSY.includes(this.state);
  }

  start() {
    if (this.isBusy) return;
    this.be("queued");
    this.run ??= this.#run().finally(() => (this.run = null));
  }

  pause() {
    if (this.isBusy) this.be("paused");
    this.request?.abort();
    this.wake?.();
  }

  async cancel() {
    this.pause();
    await this.#ask("DELETE").catch(() => null);
    this.be("cancelled");
  }

  be(state, words = "") {
    if (this.state === "cancelled") return;
    Object.assign(this, { state, words });
    this.dispatchEvent(new Event("state"));
  }

  async #run() {
    const done = await turn();
    while (this.isBusy) await this.#attempt();
    done();
  }

  async #attempt() {
    try {
      const offset = Number((await this.#ask("HEAD")).getResponseHeader("Upload-Offset"));
      this.#reach(offset);
      this.be("sending");
      while (this.state === "sending" && this.sent < this.file.size) await this.#piece(this.sent);
      if (this.state === "sending") this.be("done");
    } catch (trouble) {
      if (trouble instanceof Refusal) this.be("refused", trouble.message);
      else if (this.isBusy) await this.#wait();
    }
  }

  async #piece(offset) {
    const body = this.file.slice(offset, offset + (offset ? PIECE : FIRST));
    const answer = await this.#ask("PATCH", { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, body);
    this.failures = 0;
    this.#reach(Number(answer.getResponseHeader("Upload-Offset")));
  }

  #reach(bytes) {
    this.sent = bytes;
    this.dispatchEvent(new Event("progress"));
  }

  async #wait() {
    this.be("waiting");
    const seconds = WAITS[Math.min(this.failures++, WAITS.length - 1)] * (0.75 + Math.random() / 2);
    await new Promise((wake) => {
      this.wake = wake;
      addEventListener("online", wake, { once: true });
      setTimeout(wake, seconds * 1000);
    });
  }

  /** Asks by XMLHttpRequest, the one way in a browser that tells how many bytes have left. */
  #ask(method, headers = {}, body = null) {
    const request = (this.request = new XMLHttpRequest());
    const start = this.sent;
    request.open(method, this.url);
    for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), ...headers })) {
      request.setRequestHeader(name, value);
    }
    if (body) request.upload.onprogress = ({ loaded }) => this.#reach(start + loaded);
    return new Promise((resolve, reject) => {
      request.onload = () => {
        if (request.status < 300) resolve(request);
        else reject(passes(request.status) ? new Error("for now") : new Refusal(sentence(request)));
      };
      request.onerror = request.onabort = request.ontimeout = () => reject(new Error("no line"));
      request.send(body);
    });
  }
}

function sentence(request) {
  try {
    return JSON.parse(request.responseText).message;
  } catch {
    return "";
  }
}
