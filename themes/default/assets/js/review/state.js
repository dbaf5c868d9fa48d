// What a reader is told of what becomes of her notes.

import { need, part, word } from "../parts.js";

/** @import { State } from "./store.js" */

export class Saved {
  #root;
  /** @type {State} */
  #state = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {State} state */
  tell(state) {
    need(this.#root, ".review-state").classList.toggle("is-waiting", state === "waiting");
    if (state === "waiting" || state === this.#state) return;
    this.#state = state;
    this.show();
  }

  show() {
    const isTrouble = !["", "saved"].includes(this.#state);
    need(this.#root, ".review-trouble").replaceChildren(...(isTrouble ? [part(`review-${this.#state}`)] : []));
    const saved = this.#state === "saved" ? word("review-text-saved") : "";
    need(this.#root, ".review-state").textContent = saved;
  }
}
