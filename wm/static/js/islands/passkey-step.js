/** Lets a passkey answer the form inside it: asks the site for a challenge, the device for its answer, and sends that. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

function readable(options) {
  const own = { ...options, challenge: bytes(options.challenge) };
  if (options.user) own.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) own.excludeCredentials = described(options.excludeCredentials);
  if (options.allowCredentials) own.allowCredentials = described(options.allowCredentials);
  return own;
}

function sendable({ id, rawId, type, response }) {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: said });
}

customElements.define(
  "passkey-step",
  class extends HTMLElement {
    connectedCallback() {
      this.hidden = !window.PublicKeyCredential;
      this.form = this.querySelector("form");
      this.form.addEventListener("submit", (event) => this.answer(event));
    }

    async answer(event) {
      event.preventDefault();
      if (this.busy) return;
      this.busy = true;
      this.say("");
      try {
        this.form.elements.credential.value = sendable(await this.ask());
        this.form.submit();
      } catch (error) {
        this.say(error.name === "InvalidStateError" ? this.dataset.known : this.dataset.failed);
      }
      this.busy = false;
    }

    async ask() {
      const headers = { "X-CSRFToken": this.form.elements.csrf_token.value, Accept: "application/json" };
      const answer = await fetch(this.dataset.challenge, { method: "POST", headers });
      if (!answer.ok) throw new Error(answer.status);
      const publicKey = readable(await answer.json());
      return this.dataset.deed === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
    }

    say(words) {
      this.querySelector("[role=status]").textContent = words ?? "";
    }
  },
);
