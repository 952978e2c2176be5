/** A date and time in the reader's own zone: the server keeps UTC, so it is shown and sent converted. */
const two = (number) => String(number).padStart(2, "0");

const local = (moment) =>
  `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;

customElements.define(
  "local-moment",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.form = this.input.form;
      if (this.input.value) this.input.value = local(new Date(`${this.input.value}Z`));
      this.rename();
      this.form.addEventListener("formdata", this);
    }

    disconnectedCallback() {
      this.form.removeEventListener("formdata", this);
    }

    /** Say the zone in the label, in place of UTC. */
    rename() {
      const label = this.querySelector("label");
      const zone = new Intl.DateTimeFormat(document.documentElement.lang, { timeZoneName: "short" })
        .formatToParts(new Date())
        .find(({ type }) => type === "timeZoneName")?.value;
      if (zone) label.textContent = label.textContent.replace("UTC", zone);
    }

    handleEvent({ formData }) {
      const chosen = this.input.value && new Date(this.input.value);
      if (chosen) formData.set(this.input.name, chosen.toISOString().slice(0, 16));
    }
  },
);
