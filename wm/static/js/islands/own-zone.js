/** Says in a hidden field in which time zone the reader's clock is. */
customElements.define(
  "own-zone",
  class extends HTMLElement {
    connectedCallback() {
      this.querySelector("input").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    }
  },
);
