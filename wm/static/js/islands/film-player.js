/** The film: a skin, a keyboard and an engine around a <video> that plays without any of them. */
import { attachBeats, rememberedStart } from "../player/beats.js";
import { attachButtons } from "../player/buttons.js";
import { attachCaptions } from "../player/captions.js";
import { attachChapters } from "../player/chapters.js";
import { FilmElement } from "../player/element.js";
import { attachKeyboard } from "../player/keyboard.js";
import { attachMenu } from "../player/menu.js";
import { place } from "../player/mini.js";
import { attachPresence } from "../player/presence.js";
import { attachScreens } from "../player/screens.js";
import { attachSeek } from "../player/seek.js";
import { attachSession } from "../player/session.js";
import { attachTouch } from "../player/touch.js";
import { attachTrouble } from "../player/trouble.js";

const PARTS = [attachTrouble, attachButtons, attachChapters, attachSeek, attachMenu, attachCaptions, attachScreens,
  attachKeyboard, attachTouch, attachPresence, attachSession, attachBeats];

class FilmPlayer extends FilmElement {
  // A place that htmx is about to fill with the running player must stay asleep, hence the microtask.
  connectedCallback() { queueMicrotask(() => this.isConnected && (this.video ? place(this) : this.#wake())); }
  connectedMoveCallback() { place(this); }
  disconnectedCallback() { queueMicrotask(() => this.isConnected || this.close()); }

  #wake() {
    this.takeOver(rememberedStart(this));
    for (const attach of PARTS) attach(this);
    this.part("skin").hidden = false;
    place(this);
    this.toggleAttribute("awake", true);
    if ("play" in this.dataset) this.play(); // it has just been paid for
  }
}

customElements.define("film-player", FilmPlayer);
