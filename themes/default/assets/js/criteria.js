// The list of all criteria: what leads to an id goes on to where the criterion is now. Without this its words stand
// there, with a link.

import { fragment } from "./address.js";

/** @param {HTMLElement} list */
export const start = (list) => {
  // An id that starts with a digit is an anchor with a letter in front.
  const [target] = [fragment(), `c-${fragment()}`].flatMap((id) => document.getElementById(id) ?? []);
  const entry = list.contains(target) ? target?.closest("li") : null;
  const link = entry?.querySelector("a");
  if (target && entry && link) {
    const to = new URL(link.href);
    // A long list is divided: the part has the same ids.
    if (entry.closest(".listed-ranges")) to.hash = target.id;
    location.replace(to);
  }
  return () => {};
};
