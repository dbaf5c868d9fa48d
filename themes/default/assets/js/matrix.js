// The filter above the matrix, and above the grades of a competency. What is chosen stands in the address;
// everything is, if nothing stands there.

import { query, replace } from "./address.js";

const NAMES = /** @type {const} */ (["track", "category", "grade"]);
// Columns are known by their places.
const ALL = /** @type {const} */ ([...NAMES, "level"]);
const BRIEF = "brief";

/** @param {HTMLElement} filter */
export const start = (filter) => {
  const boxes = () => [...filter.querySelectorAll("input")];
  const named = (/** @type {string} */ name) => boxes().filter((box) => box.dataset.filter === name);
  const brief = () => boxes().find((box) => "brief" in box.dataset);

  const show = () => {
    for (const name of NAMES) {
      const hidden = new Set(named(name).flatMap((box) => (box.checked ? [] : box.value)));
      /** @type {NodeListOf<HTMLElement>} */
      const parts = document.querySelectorAll(`[data-${name}]`);
      for (const part of parts) part.hidden = hidden.has(part.dataset[name] ?? "");
    }
    showColumns(named("level"));
    filter.parentElement?.classList.toggle("is-brief", brief()?.checked ?? false);
    const isNothing = ALL.some((name) => named(name).length && named(name).every((box) => !box.checked));
    const empty = filter.querySelector(".empty");
    if (empty instanceof HTMLElement) empty.hidden = !isNothing;
  };
  const read = () => {
    const chosen = query();
    for (const box of boxes()) {
      const name = box.dataset.filter ?? "";
      box.checked = !chosen.has(name) || chosen.getAll(name).includes(box.value);
    }
    const box = brief();
    if (box) box.checked = chosen.has(BRIEF);
    // Who comes for some of the levels sees which, where there is room beside the table.
    const levels = filter.querySelector(".filter-levels");
    const isWide = matchMedia("(width >= 48rem)").matches;
    if (levels instanceof HTMLDetailsElement && chosen.has("level")) levels.open = isWide;
    show();
  };
  const write = () => {
    replace((query) => {
      for (const name of ALL) {
        query.delete(name);
        const chosen = named(name).filter((box) => box.checked);
        if (chosen.length === named(name).length) continue;
        for (const { value } of chosen) query.append(name, value);
        if (!chosen.length) query.append(name, "");
      }
      if (brief()?.checked) query.set(BRIEF, "");
      else query.delete(BRIEF);
    });
    show();
  };
  filter.addEventListener("change", write);
  addEventListener("popstate", read);
  read();
  return show;
};

/**
 * Shows the columns of levels that are chosen. The boxes of a track are in the order of the columns of its table; a
 * table without any goes as a whole.
 *
 * @param {HTMLInputElement[]} levels
 */
const showColumns = (levels) => {
  /** @type {NodeListOf<HTMLElement>} */
  const sections = document.querySelectorAll(".matrix-section");
  for (const section of sections) {
    const own = levels.filter(({ dataset }) => dataset.column === section.dataset.track);
    for (const row of section.querySelectorAll(".matrix > * > tr")) {
      // The first cell is the head of the row; that of a category is alone.
      for (const [at, { checked }] of own.entries()) {
        const cell = row.children[at + 1];
        if (cell instanceof HTMLElement) cell.hidden = !checked;
      }
    }
    if (own.length && own.every(({ checked }) => !checked)) section.hidden = true;
  }
};
