// Puts a long sheet into the page piece by piece, so that the page answers in between. All of it is there as soon as a
// reader acts.

const ACTIONS = ["pointerdown", "keydown", "beforeprint"];

export class Pieces {
  /** @type {HTMLElement | null} */
  #place = null;
  /** @type {Iterator<HTMLElement[]>} */
  #left = [].values();
  #timer = 0;

  constructor() {
    for (const action of ACTIONS) addEventListener(action, () => this.finish(), { capture: true });
  }

  /**
   * What was begun before is left as it is: it is shown no more.
   *
   * @param {HTMLElement} place
   * @param {Iterator<HTMLElement[]>} pieces
   */
  begin(place, pieces) {
    clearTimeout(this.#timer);
    this.#place = place;
    this.#left = pieces;
    place.setAttribute("aria-busy", "true");
    this.#next();
  }

  #next() {
    if (this.#put()) this.#timer = setTimeout(() => this.#next());
  }

  finish() {
    clearTimeout(this.#timer);
    while (this.#put());
  }

  // Whether there was one more.
  #put() {
    if (!this.#place) return false;
    const { done, value } = this.#left.next();
    if (!done) {
      this.#place.append(...value);
      return true;
    }
    this.#place.removeAttribute("aria-busy");
    this.#place = null;
    return false;
  }
}
