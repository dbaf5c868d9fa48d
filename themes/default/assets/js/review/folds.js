// What stands on top of the criteria is folded while nothing is written there, so that the criteria come first.

import { need } from "../parts.js";

/** @import { Page } from "./view.js" */
/** @typedef {"talk" | "needed" | "work"} Fold */

// What a reader has opened or closed is so until another sheet is shown, or other levels.
export class Folds {
  #of = "";
  /** @type {Map<Fold, boolean>} */
  #chosen = new Map();

  /** @param {string} of */
  chosen(of) {
    if (this.#of !== of) this.#chosen = new Map();
    this.#of = of;
    return this.#chosen;
  }
}

/**
 * A fold is as the reader has left it, or else open where something is written.
 *
 * @param {Pick<Page, "folds">} page
 * @param {HTMLElement} made
 * @param {Fold} name
 * @param {boolean} isWritten
 */
export const foldOf = ({ folds }, made, name, isWritten) => {
  const fold = need(made, "details", HTMLDetailsElement);
  fold.open = folds.get(name) ?? isWritten;
  need(fold, "summary").addEventListener("click", () => folds.set(name, !fold.open));
  return fold;
};
