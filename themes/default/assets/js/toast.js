// A message in passing.

import { need } from "./parts.js";

let timer = 0;

/** @param {string} text */
export const showToast = (text) => {
  const toast = need(document, ".toast");
  toast.textContent = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => toast.replaceChildren(), 2500);
};
