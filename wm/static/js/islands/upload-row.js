/** One film on its way: progress, speed, time left; pause, go on, cancel, and choose the file again. */
import * as memory from "../upload/memory.js";
import { Meter } from "../upload/meter.js";
import { BUSY, Sender } from "../upload/sender.js";

customElements.define(
  "upload-row",
  class extends HTMLElement {
    meter = new Meter();

    connectedCallback() {
      this.addEventListener("click", this);
      this.addEventListener("change", this);
    }

    disconnectedCallback() {
      this.sender?.pause();
    }

    get isBusy() {
      return BUSY.includes(this.dataset.state);
    }

    handleEvent({ type, target }) {
      const deed = target.closest("[data-deed]")?.dataset.deed;
      if (type === "change" && deed === "choose") this.take(target.files[0]);
      if (type === "click" && deed && deed !== "choose") this[deed]();
    }

    /** Send `file`, from where the server says that it stopped. */
    take(file) {
      if (!file || this.isBusy) return;
      if (file.size !== Number(this.dataset.size)) return this.show("mistaken");
      memory.remember(file, this.dataset.upload);
      this.sender = new Sender(file, this.dataset.url);
      this.sender.addEventListener("state", () => this.follow());
      this.sender.addEventListener("progress", () => this.measure());
      this.sender.start();
    }

    pause = () => this.sender?.pause();
    resume = () => this.sender?.start();
    retry = () => this.sender?.wake?.();

    async cancel() {
      memory.forget(this.dataset.upload);
      this.sender ??= new Sender(new File([], ""), this.dataset.url);
      await this.sender.cancel();
      this.show("cancelled");
    }

    follow() {
      const { state, words } = this.sender;
      if (state !== "sending") this.meter.rest();
      if (["done", "refused"].includes(state)) memory.forget(this.dataset.upload);
      this.show(state, words);
      this.measure();
      if (state === "done") this.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
    }

    measure() {
      const { sent, file, state } = this.sender;
      const numbers = this.querySelector("[data-numbers]");
      if (state === "sending") this.meter.note(sent);
      this.querySelector("progress").value = (sent / file.size) * 100;
      numbers.textContent = this.meter.tell(numbers.dataset[state === "sending" ? "numbers" : "rest"], sent, file.size);
    }

    show(state, words = "") {
      this.dataset.state = state;
      if (words) this.querySelector("[data-sentence]").textContent = words;
    }
  },
);
