// The list of all criteria: what leads to an id goes on to where the criterion is now. Without this its words stand
// there, with a link.

import { fragment } from "./address.js";

/**
 * Compares two ids as the list is ordered: by code points.
 *
 * @param {string} one
 * @param {string} other
 */
const order = (one, other) => {
  const [a, b] = [one, other].map((id) => Array.from(id, (character) => character.codePointAt(0) ?? 0));
  const at = a.findIndex((code, i) => code !== b[i]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
};

/**
 * The stretch of ids that an id belongs to, where the page has no anchor of it since they are too many.
 *
 * @param {HTMLElement} list
 * @param {string} id
 */
const stretchOf = (list, id) => {
  /** @type {NodeListOf<HTMLElement>} */
  const stretches = list.querySelectorAll(".listed-ranges > li");
  const begun = [...stretches].findLast(({ dataset }) => order(dataset.first ?? "", id) <= 0);
  return begun && order(id, begun.dataset.last ?? "") <= 0 ? begun : null;
};

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
  } else if (fragment() && !target) {
    // There are too many for anchors.
    const id = fragment();
    // Where an id cannot be an anchor, that has a letter in front.
    const stretch = stretchOf(list, id.replace(/^c-(?=\d|lb-)/, ""));
    const part = stretch?.querySelector("a")?.href;
    if (part) location.replace(new URL(`#${encodeURIComponent(id)}`, part));
  }
  return () => {};
};
