// The filter above the matrix, and above the grades of a competency. What is chosen stands in the address;
// everything is, if nothing stands there.

import { query, replace } from "./address.js";

const NAMES = /** @type {const} */ (["track", "category", "grade"]);

/** @param {HTMLElement} filter */
export const start = (filter) => {
  const boxes = () => [...filter.querySelectorAll("input")];
  const named = (/** @type {string} */ name) => boxes().filter((box) => box.dataset.filter === name);

  const show = () => {
    for (const name of NAMES) {
      const hidden = new Set(named(name).flatMap((box) => (box.checked ? [] : box.value)));
      /** @type {NodeListOf<HTMLElement>} */
      const parts = document.querySelectorAll(`[data-${name}]`);
      for (const part of parts) part.hidden = hidden.has(part.dataset[name] ?? "");
    }
    const isNothing = NAMES.some((name) => named(name).length && named(name).every((box) => !box.checked));
    const empty = filter.querySelector(".empty");
    if (empty instanceof HTMLElement) empty.hidden = !isNothing;
  };
  const read = () => {
    const chosen = query();
    for (const box of boxes()) {
      const name = box.dataset.filter ?? "";
      box.checked = !chosen.has(name) || chosen.getAll(name).includes(box.value);
    }
    show();
  };
  const write = () => {
    replace((query) => {
      for (const name of NAMES) {
        query.delete(name);
        const chosen = named(name).filter((box) => box.checked);
        if (chosen.length === named(name).length) continue;
        for (const { value } of chosen) query.append(name, value);
        if (!chosen.length) query.append(name, "");
      }
    });
    show();
  };
  filter.addEventListener("change", write);
  addEventListener("popstate", read);
  read();
  return show;
};
