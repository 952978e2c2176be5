/** Comments that arrive while one reads: each stands once, and a pill counts those above what one sees. */
customElements.define(
  "live-talk",
  class extends HTMLElement {
    connectedCallback() {
      this.fresh = this.querySelector("#comments-new");
      this.pill = this.querySelector(".talk-pill");
      this.unseen = 0;
      this.pill.addEventListener("click", () => this.show());
      this.addEventListener("click", (event) => this.close(event));
      this.watch = new MutationObserver((changes) => this.arrive(changes));
      this.watch.observe(this, { childList: true, subtree: true });
      this.sight = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.seen());
      this.sight.observe(this.querySelector("#comment-form"));
    }

    disconnectedCallback() {
      this.watch.disconnect();
      this.sight.disconnect();
    }

    arrive(changes) {
      for (const { addedNodes } of changes) for (const node of addedNodes) this.take(node);
    }

    /* What one has said oneself comes twice: in the answer and over the stream. */
    take(node) {
      if (node.id === "comment-form") return this.sight.observe(node);
      const said = node.matches?.("li") && node.querySelector(".said");
      if (!said) return;
      if (this.querySelectorAll(`#${CSS.escape(said.id)}`).length > 1) return node.remove();
      if (node.parentElement !== this.fresh || this.fresh.getBoundingClientRect().top > 0) return;
      this.unseen += 1;
      const { one, many } = this.pill.dataset;
      this.pill.textContent = this.unseen === 1 ? one : many.replace("#", this.unseen);
      this.pill.hidden = false;
    }

    show() {
      const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.scrollIntoView({ block: "start", behavior: isCalm ? "instant" : "smooth" });
      this.seen();
    }

    seen() {
      this.unseen = 0;
      this.pill.hidden = true;
    }

    close(event) {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      event.target.closest(".talk-slot").replaceChildren();
    }
  },
);
