// What the terms mean that criteria and examples speak of, beside them.

import { part } from "../parts.js";
import { start } from "../terms.js";

/** @import { Term } from "handbook-json" */

let isDriven = false;

/**
 * Returns what looks for terms in a part of the sheet, and puts what they mean there, once for the whole sheet.
 *
 * @param {Term[]} glossary
 */
export const termNotes = (glossary) => {
  const known = new Set();
  return (/** @type {HTMLElement} */ place) => {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = place.querySelectorAll("a.term");
    for (const link of links) {
      const anchor = decodeURIComponent(link.hash.slice(1));
      const term = glossary.find((it) => it.anchor === anchor);
      if (!term?.text) continue;
      const id = `lb-${anchor}`;
      link.setAttribute("aria-describedby", id);
      if (known.has(id)) continue;
      known.add(id);
      place.append(Object.assign(part("review-term", { text: term.text }), { id }));
    }
    if (!known.size || isDriven) return;
    isDriven = true;
    start();
  };
};
