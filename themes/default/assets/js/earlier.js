// The switch that unfolds, in all competencies of a level, what stays expected of the levels before. It stands in the
// address, so that the page can be sent and printed as it is shown.

import { query, replace } from "./address.js";

const NAME = "before";

/** @param {Element} button */
export const start = (button) => {
  const show = () => {
    const isShown = query().has(NAME);
    button.setAttribute("aria-pressed", String(isShown));
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const folds = document.querySelectorAll("details.earlier");
    for (const fold of folds) fold.open = isShown;
  };
  button.addEventListener("click", () => {
    replace((query) => (query.has(NAME) ? query.delete(NAME) : query.set(NAME, "")));
    show();
  });
  if (query().has(NAME)) show();
  // A preview keeps what is open, but for what is new.
  return () => query().has(NAME) && show();
};
