/** The upload form, awake: films are dropped or chosen, each gets a row of its own and is sent at once. */
import * as memory from "../upload/memory.js";
import { begun, known } from "../upload/rows.js";

const UNDER_WAY = "upload-row:is([data-state=sending], [data-state=queued], [data-state=waiting])";

customElements.define(
  "film-upload",
  class extends HTMLElement {
    connectedCallback() {
      this.rows = this.querySelector("[data-rows]");
      this.leaving = (event) => this.guard(event);
      for (const type of ["change", "dragenter", "dragover", "dragleave", "drop"]) this.addEventListener(type, this);
      addEventListener("beforeunload", this.leaving);
      document.addEventListener("htmx:before:request", this.leaving);
      const early = this.querySelector("input[name=films]"); // chosen before this was awake
      if (early?.files.length) this.choose(early);
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
      const row = (await this.recalled(file)) ?? this.show(await this.asked(file));
      row.querySelector("details")?.toggleAttribute("open", isAlone);
      if (row.matches("upload-row")) await customElements.whenDefined("upload-row");
      row.take?.(file);
    }

    async recalled(file) {
      const id = memory.recall(file);
      const row = id && (document.getElementById(`upload-${id}`) ?? this.show(await known(this.dataset.url, id)));
      if (id && !row) memory.forget(id);
      return row || null;
    }

    asked(file) {
      const notice = this.querySelector("template").content.firstElementChild.cloneNode(true);
      return begun(this.dataset.url, file, this.dataset.film, notice);
    }

    show(row) {
      if (!row) return null;
      this.rows.prepend(row);
      htmx.process(row);
      return row;
    }

    guard(event) {
      const leaves = event.type === "beforeunload" || event.detail.ctx?.target === document.body;
      if (!leaves || !this.querySelector(UNDER_WAY)) return;
      if (event.type === "beforeunload" || !confirm(this.dataset.leave)) event.preventDefault();
    }
  },
);
