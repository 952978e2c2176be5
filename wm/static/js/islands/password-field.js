/** A password that can be looked at while one types, and a word on its length; without it the field works all the same. */
const LONG = 16;

customElements.define(
  "password-field",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      if (!this.input || this.querySelector(".password-eye")) return;
      this.input.after(this.querySelector("template").content.cloneNode(true));
      this.eye = this.querySelector(".password-eye");
      this.eye.addEventListener("click", () => this.reveal(this.input.type === "password"));
      this.input.form?.addEventListener("submit", () => this.reveal(false));
      if (this.dataset.least) this.measure();
    }

    reveal(open) {
      this.input.type = open ? "text" : "password";
      this.eye.setAttribute("aria-pressed", String(open));
    }

    measure() {
      const word = Object.assign(document.createElement("p"), { className: "password-length", hidden: true });
      word.setAttribute("role", "status");
      this.eye.after(word);
      const words = this.dataset.words.split("|");
      const judge = () => {
        const length = [...this.input.value.normalize("NFKC")].length;
        const level = length < Number(this.dataset.least) ? 0 : length < LONG ? 1 : 2;
        word.hidden = !length;
        word.dataset.level = level;
        if (word.textContent !== words[level]) word.textContent = words[level];
      };
      this.input.addEventListener("input", judge);
      judge(); // what was typed, or filled in, before this woke
    }
  },
);
