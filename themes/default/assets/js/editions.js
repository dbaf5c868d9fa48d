// Whether an edition is in force is a matter of the day on which it is read. Without this the page says from when on it
// is, which stays true.

import { need } from "./parts.js";

// The reader's own day, written like those of editions.
const today = () => {
  const now = new Date();
  const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
};

/** @param {HTMLElement} part */
export const start = (part) => {
  const { from = "", until } = part.dataset;
  const day = today();
  need(part, ".in-force-ahead").hidden = from <= day;
  need(part, ".in-force-now").hidden = from > day || (until !== undefined && until <= day);
  return () => start(part);
};
