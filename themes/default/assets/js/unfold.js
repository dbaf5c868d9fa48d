// Switches that unfold something in all competencies of a level: what stays expected of the levels before, examples.
// Each stands in the address, so that the page can be sent and printed as it is shown.

import { query, replace } from "./address.js";

/** @type {Record<string, () => NodeListOf<HTMLDetailsElement>>} */
const FOLDS = {
  before: () => document.querySelectorAll("details.earlier"),
  examples: () => document.querySelectorAll(".kind-level details.examples"),
};

/** @param {HTMLElement} button */
export const start = (button) => {
  const { unfold: name = "" } = button.dataset;
  const show = () => {
    const isShown = query().has(name);
    button.setAttribute("aria-pressed", String(isShown));
    for (const fold of FOLDS[name]?.() ?? []) fold.open = isShown;
  };
  button.addEventListener("click", () => {
    replace((query) => (query.has(name) ? query.delete(name) : query.set(name, "")));
    show();
  });
  if (query().has(name)) show();
  // A preview keeps what is open, but for what is new.
  return () => query().has(name) && show();
};
