// The day on the cover of what is printed: that on which it is.

import { dateText, today } from "./dates.js";

/** @param {HTMLElement} line */
export const start = (line) => {
  const show = () => {
    line.textContent = (line.dataset.text ?? "").replace("{date}", dateText(today()));
    line.hidden = false;
  };
  addEventListener("beforeprint", show);
  show();
  return show;
};
