// Puts a long sheet into the page piece by piece, so that the page answers in between. All of it is there as soon as a
// reader acts.

const ACTIONS = ["pointerdown", "keydown", "scroll", "beforeprint"];

// Comes when what has been put into the page is painted, and the page has answered what waited for it. A tab in the
// background is not painted.
export const painted = () =>
  new Promise((done) => (document.hidden ? setTimeout(done) : requestAnimationFrame(() => setTimeout(done))));

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
    this.#go();
  }

  // A piece waits until what is before it is painted: to lay out two at a time takes twice as long.
  async #go() {
    const place = this.#place;
    do await painted();
    while (this.#place === place && this.#put());
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
