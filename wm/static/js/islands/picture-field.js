/** Shows a picture where it will be seen, before it is sent. */
customElements.define(
  "picture-field",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("change", this);
    }

    handleEvent({ target }) {
      const file = target.files?.[0];
      if (!file?.type.startsWith("image/")) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => this.show(reader.result));
      reader.readAsDataURL(file);
    }

    show(source) {
      const frame = this.querySelector(".avatar, .settings-cover");
      const image = Object.assign(new Image(), { src: source, alt: "" });
      delete frame.dataset.initials;
      frame.replaceChildren(image);
    }
  },
);
