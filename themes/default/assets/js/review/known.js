// What is known of the handbook that a sheet is about. Of a large one only the tracks of the two levels are read; where
// something was written about criteria that these do not have, or have in other words, it is looked up.

import { competenciesOf, indexOf } from "./sheet.js";

/** @import { Level } from "handbook-json" */
/** @import { Data } from "../data.js" */
/** @import { Sheet } from "./file.js" */
/** @import { Index } from "./sheet.js" */
/** @typedef {{ from: Level | null, to: Level | null, store: { sheet: Sheet, other: Sheet | null } }} Shown */

export class Known {
  #data;
  /** @type {Index} */
  index;

  /** @param {Data} data */
  constructor(data) {
    this.#data = data;
    this.index = this.#indexed();
  }

  get handbook() {
    return this.#data.handbook;
  }

  get files() {
    return this.#data.files;
  }

  #indexed() {
    return indexOf(this.#data.handbook, this.#data.lookedUp);
  }

  /**
   * Whether all is there that a level expects.
   *
   * @param {Level | null} level
   */
  has(level) {
    return !level || this.#data.has(level.track);
  }

  /**
   * Whether all is known that is to be shown.
   *
   * @param {Shown} shown
   */
  isComplete(shown) {
    return this.has(shown.from) && this.has(shown.to) && !this.#unknown(shown).length;
  }

  /**
   * Reads what is missing of what is to be shown, which may be something else by then.
   *
   * @param {Shown} shown
   */
  async complete(shown) {
    while (!this.isComplete(shown)) {
      const levels = [shown.from, shown.to].filter((it) => it !== null);
      await this.#data.need(levels.map(({ track }) => track));
      this.index = this.#indexed();
      await this.learn(this.#unknown(shown));
    }
  }

  /**
   * Looks up what is not known yet. Gives all that is known then.
   *
   * @param {string[]} ids
   */
  async learn(ids) {
    await this.#data.lookUp(ids);
    this.index = this.#indexed();
    return this.index;
  }

  /**
   * Ids on sheets of which more is to be known than the levels say that have been read: those that these do not have,
   * or have in other words only, and those that are not shown, since other levels may have them as well.
   *
   * @param {Shown} shown
   */
  #unknown({ from, to, store }) {
    const { lookedUp } = this.#data;
    if (!lookedUp) return [];
    const { criteria } = this.index;
    const competencies = from ? competenciesOf(this.handbook, from, to) : [];
    const onSheet = new Set(competencies.flatMap(({ now, next }) => [...now, ...next].map(({ id }) => id)));
    const isSaid = (/** @type {string} */ id, /** @type {string} */ text) =>
      onSheet.has(id) && (!text || criteria.get(id)?.wordings.has(text));
    const ids = [store.sheet, store.other].flatMap((sheet) => {
      if (!sheet) return [];
      const notes = [...sheet.criteria].filter(([id, { text }]) => !isSaid(id, text)).map(([id]) => id);
      const topics = sheet.talk.filter(({ id, text }) => id && !isSaid(id, text)).map(({ id }) => id);
      const work = sheet.work.flatMap(({ criteria = [] }) => criteria).filter((id) => !onSheet.has(id));
      return [...notes, ...topics, ...work];
    });
    return [...new Set(ids)].filter((id) => !lookedUp.has(id));
  }
}
