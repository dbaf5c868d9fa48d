// Puts a long sheet into the page piece by piece, so that the page answers in between. All of it is there as soon as a
// reader acts.

const ACTIONS = ["pointerdown", "keydown", "scroll", "beforeprint"];

export class Pieces {
  /** @type {HTMLElement | null} */
  #place = null;
  /** @type {Iterator<void>} */
  #left = [].values();

  constructor() {
    for (const action of ACTIONS) addEventListener(action, () => this.finish(), { capture: true });
  }

  /**
   * What was begun before is left as it is: it is shown no more.
   *
   * @param {HTMLElement} place
   * @param {Iterator<void>} pieces Puts one there at each step.
   */
  begin(place, pieces) {
    this.#place = place;
    this.#left = pieces;
    place.setAttribute("aria-busy", "true");
    this.#next();
  }

  // The next piece waits until this one is painted: to lay out two at a time takes twice as long.
  #next() {
    if (!this.#put()) return;
    const place = this.#place;
    requestAnimationFrame(() => setTimeout(() => this.#place === place && this.#next()));
  }

  finish() {
    while (this.#put());
  }

  // Whether there was one more.
  #put() {
    if (!this.#place) return false;
    if (!this.#left.next().done) return true;
    this.#place.removeAttribute("aria-busy");
    this.#place = null;
    return false;
  }
}
