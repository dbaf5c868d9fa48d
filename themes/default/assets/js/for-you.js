// What has changed at a level since the reader last read it: a line on top, and a mark at each change. Only the browser
// knows what was read. A level that was never read before has nothing new.

import { ReadLevels, marksIn, namesOf, unmark, unread } from "./memory.js";
import { fill, need, part } from "./parts.js";

// ms for which a page is seen until its level counts as read. With changes on it, only the reader says so.
const STAY = 5000;

/** @param {HTMLElement} box */
export const start = (box) => {
  const levels = ReadLevels.of(box);
  // A browser that keeps nothing shows nothing.
  if (!levels) return () => {};
  const level = new LevelPage(box, levels);
  level.show();
  return () => level.show();
};

class LevelPage {
  #box;
  #levels;
  #timer = 0;
  #isWaiting = false;

  /**
   * @param {HTMLElement} box
   * @param {ReadLevels} levels
   */
  constructor(box, levels) {
    this.#box = box;
    this.#levels = levels;
    document.addEventListener("visibilitychange", () => this.#wait());
    addEventListener("pageshow", ({ persisted }) => persisted && this.show());
    addEventListener("storage", (event) => levels.isAbout(event) && this.show());
    document.addEventListener("click", ({ target }) => {
      if (!(target instanceof Element) || !target.closest(".for-you button")) return;
      this.#remember();
      this.show();
      // What had the focus is gone.
      const title = document.querySelector("main h1");
      if (title instanceof HTMLElement) {
        title.tabIndex = -1;
        title.focus({ preventScroll: true });
      }
    });
  }

  get #history() {
    return need(document, ".level-history");
  }

  show() {
    unmark();
    const known = this.#levels.get(namesOf(this.#box));
    const lines = known ? unread(this.#history, known.marks) : [];
    this.#box.hidden = !lines.length;
    this.#isWaiting = !lines.length;
    this.#wait();
    if (!known || !lines.length) return;
    const targets = markedOn(lines);
    const count = need(this.#box, ".for-you-count");
    count.textContent = fill(count.dataset.text ?? "", { n: thingsIn(lines), edition: known.edition });
    need(this.#box, "a").setAttribute("href", first(targets));
  }

  // It is read once it was seen for a while.
  #wait() {
    clearTimeout(this.#timer);
    if (this.#isWaiting && !document.hidden) this.#timer = window.setTimeout(() => this.#remember(), STAY);
  }

  #remember() {
    this.#isWaiting = false;
    const { edition = "" } = this.#box.dataset;
    this.#levels.set(namesOf(this.#box), { edition, marks: new Set(marksIn(this.#history)) });
  }
}

/**
 * The criterion of this page that a change is about, if it is about one.
 *
 * @param {HTMLElement} line
 */
const criterionOf = (line) => {
  const { hash } = line.querySelector("a") ?? { hash: "" };
  const found = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  return found && found.matches(".criteria > *") ? found : null;
};

/**
 * How many things have changed: a criterion that changed several times is one.
 *
 * @param {HTMLElement[]} lines
 */
const thingsIn = (lines) => new Set(lines.map((line) => line.querySelector("a")?.hash ?? line)).size;

/**
 * Marks changes in the history, and the criteria that they are about. What happened to one first says what it is to
 * the reader: what is new since stays new if it was reworded later.
 *
 * @param {HTMLElement[]} lines The last change first.
 */
const markedOn = (lines) => {
  /** @type {Map<HTMLElement, string>} */
  const labels = new Map();
  for (const line of lines) {
    need(line, ".told-label").after(" ", part("for-you-line"));
    const criterion = criterionOf(line);
    if (criterion) labels.set(criterion, need(line, ".told-label").textContent ?? "");
  }
  for (const [criterion, what] of labels) {
    (criterion.querySelector(".criterion") ?? criterion).append(" ", part("for-you-mark", { what }));
  }
  return [...labels.keys()];
};

/**
 * Where the first marked criterion is on the page; the history, if it is none.
 *
 * @param {HTMLElement[]} criteria
 */
const first = (criteria) => {
  const [top] = criteria.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  return `#${encodeURIComponent(top?.id ?? "lb-history")}`;
};
