/** A playlist beside its film: at the end of one, the next one plays. */
let goesOn = false; // outlives the page that is swapped away

class FilmQueue extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    document.addEventListener("ended", ({ target }) => this.#follow(target), { capture: true, signal: this.#life.signal });
    if (goesOn) this.#begin();
    goesOn = false;
  }

  disconnectedCallback() { this.#life.abort(); }

  #follow(video) {
    const next = this.querySelector("a[data-next]");
    const player = video.closest?.("film-player");
    if (!next || !player || player.hasAttribute("mini") || document.querySelector("details.menu[open]")) return;
    goesOn = !next.hasAttribute("data-read"); // what is read plays nothing
    next.click();
  }

  /** Plays the film of this page once its player is awake. */
  async #begin() {
    await customElements.whenDefined("film-player");
    setTimeout(() => document.querySelector("[data-stage] film-player")?.play());
  }
}

customElements.define("film-queue", FilmQueue);
