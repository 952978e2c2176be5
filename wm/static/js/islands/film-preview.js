/** Three seconds of a film, mute and over and over, laid on the poster of the card that one rests on. */
const REST = 400;
const still = matchMedia("(prefers-reduced-motion: reduce)");

customElements.define(
  "film-preview",
  class extends HTMLElement {
    connectedCallback() {
      this.replaceChildren(); // a list that was brought back may hold what played in it
      this.life = new AbortController();
      const on = (type, act) => this.closest(".card")?.addEventListener(type, act, { signal: this.life.signal });
      on("pointerenter", ({ pointerType }) => pointerType === "mouse" && this.rest());
      on("focusin", ({ target }) => target.matches(":focus-visible") && this.rest());
      for (const type of ["pointerleave", "focusout", "click"]) on(type, () => this.end());
    }

    disconnectedCallback() { this.life.abort(this.end()); }

    rest() {
      clearTimeout(this.timer);
      if (!still.matches && !navigator.connection?.saveData) this.timer = setTimeout(() => this.show(), REST);
    }

    show() {
      if (this.firstChild) return;
      const video = Object.assign(document.createElement("video"), { muted: true, loop: true, playsInline: true });
      video.addEventListener("playing", () => video.toggleAttribute("data-plays", true));
      video.src = this.dataset.src;
      this.append(video);
      video.play().catch(() => this.end());
    }

    end() {
      clearTimeout(this.timer);
      this.firstChild?.removeAttribute("src");
      this.replaceChildren();
    }
  },
);
