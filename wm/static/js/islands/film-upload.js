/** The upload form, awake: films are dropped or chosen, each gets a row of its own and is sent at once. */
import * as memory from "../upload/memory.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const AS_FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };

customElements.define(
  "film-upload",
  class extends HTMLElement {
    connectedCallback() {
      this.rows = this.querySelector("[data-rows]");
      this.leaving = (event) => this.guard(event);
      for (const type of ["change", "dragenter", "dragover", "dragleave", "drop"]) this.addEventListener(type, this);
      addEventListener("beforeunload", this.leaving);
      document.addEventListener("htmx:before:request", this.leaving);
    }

    disconnectedCallback() {
      removeEventListener("beforeunload", this.leaving);
      document.removeEventListener("htmx:before:request", this.leaving);
    }

    handleEvent(event) {
      if (event.type === "change") return this.choose(event.target);
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.toggleAttribute("data-over", ["dragenter", "dragover"].includes(event.type));
      if (event.type === "drop") this.add([...event.dataTransfer.files]);
    }

    choose(input) {
      if (input.name !== "films") return;
      this.add([...input.files]);
      input.value = "";
    }

    async add(files) {
      for (const file of files) await this.open(file, files.length === 1);
    }

    /** Find the row that `file` was part of, or ask for a new one, and let it send. */
    async open(file, isAlone) {
      const known = memory.recall(file);
      const row = (known && (await this.find(known))) || (await this.ask(file));
      await customElements.whenDefined("upload-row");
      row?.querySelector("details")?.toggleAttribute("open", isAlone);
      row?.take(file);
    }

    async find(id) {
      const here = document.getElementById(`upload-${id}`);
      if (here) return here;
      const answer = await fetch(`${this.dataset.url}/${id}`, { headers: AS_FRAGMENT });
      return answer.ok ? this.show(await answer.text()) : memory.forget(id);
    }

    async ask(file) {
      const body = new URLSearchParams({ name: file.name, size: file.size });
      if (this.dataset.film) body.set("film", this.dataset.film);
      const headers = { ...AS_FRAGMENT, "X-CSRFToken": token() };
      const answer = await fetch(this.dataset.url, { method: "POST", headers, body }).catch(() => null);
      return this.show(answer ? await answer.text() : this.querySelector("template").innerHTML);
    }

    show(html) {
      this.rows.insertAdjacentHTML("afterbegin", html);
      const shown = this.rows.firstElementChild;
      htmx.process(shown);
      return shown.matches("upload-row") ? shown : null;
    }

    guard(event) {
      const leaves = event.type === "beforeunload" || event.detail.ctx?.target === document.body;
      if (!leaves || !this.querySelector("upload-row:is([data-state=sending], [data-state=queued], [data-state=waiting])")) return;
      if (event.type === "beforeunload" || !confirm(this.dataset.leave)) event.preventDefault();
    }
  },
);
