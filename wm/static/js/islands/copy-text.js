/** Copies what stands in its field, and says so; without it the field can be copied by hand. */
customElements.define(
  "copy-text",
  class extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("input");
      const button = this.querySelector("button");
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", () => this.copy());
      this.field.addEventListener("focus", () => this.field.select());
    }

    async copy() {
      await navigator.clipboard.writeText(this.field.value);
      const line = this.parentElement.querySelector("[data-copied]");
      if (line) line.textContent = this.dataset.done;
    }
  },
);
