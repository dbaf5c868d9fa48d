// What is asked for: the words in the field, and the filters. On the search page it stands in the address as well.

import { query, replace } from "../address.js";
import { need } from "../parts.js";

const FILTERS = ["track", "level", "competency"];

export class Query {
  #box;
  #isPage;
  field;

  /**
   * @param {HTMLElement} box
   * @param {boolean} isPage
   */
  constructor(box, isPage) {
    this.#box = box;
    this.#isPage = isPage;
    this.field = need(box, "[name=q]", HTMLInputElement);
  }

  get #filters() {
    return [...this.#box.querySelectorAll("select")];
  }

  get words() {
    return this.field.value.trim();
  }

  // The chosen filters by name.
  get chosen() {
    const chosen = this.#filters.filter(({ value }) => value);
    return Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
  }

  get isEmpty() {
    return !this.words && !Object.keys(this.chosen).length;
  }

  /** @param {EventTarget | null} target */
  isFilter(target) {
    return target instanceof HTMLSelectElement && FILTERS.includes(target.name);
  }

  // Before this script ran a reader may have typed and chosen already, over what the address asks for.
  keepTyped() {
    const typed = [this.field, ...this.#filters].filter(({ value }) => value);
    if (typed.length) replace((query) => typed.forEach(({ name, value }) => query.set(name, value)));
  }

  // Takes over what the address asks for.
  read() {
    const asked = query();
    this.field.value = asked.get("q") ?? "";
    for (const filter of this.#filters) {
      filter.value = asked.get(filter.name) ?? "";
      // An address may name what the handbook does not have.
      if (filter.selectedIndex < 0) filter.value = "";
    }
  }

  write() {
    if (!this.#isPage) return;
    replace((query) => {
      for (const { name, value } of [this.field, ...this.#filters]) {
        if (value.trim()) query.set(name, value);
        else query.delete(name);
      }
    });
  }

  // Levels of other tracks than the chosen one cannot be chosen.
  narrow() {
    const { track } = this.chosen;
    for (const group of this.#box.querySelectorAll("optgroup")) {
      group.hidden = group.disabled = Boolean(track) && group.dataset.track !== track;
    }
    const level = this.#filters.find(({ name }) => name === "level");
    const group = level?.selectedOptions[0]?.parentElement;
    if (level && group instanceof HTMLOptGroupElement && group.disabled) level.value = "";
  }
}
