// The list of all criteria: what leads to an id goes on to where the criterion is now. Without this its words stand
// there, with a link.

import { fragment } from "./address.js";

/** @param {HTMLElement} list */
export const start = (list) => {
  const target = document.getElementById(fragment());
  const entry = list.contains(target) && target?.closest("li");
  const link = entry && entry.querySelector("a");
  if (link) {
    const to = new URL(link.href);
    // A long list is divided: the part has the same ids.
    if (entry.closest(".listed-ranges")) to.hash = location.hash;
    location.replace(to);
  }
  return () => {};
};
