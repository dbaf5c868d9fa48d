// What the terms mean that criteria and examples speak of, beside them.

import { part } from "../parts.js";
import { start } from "../terms.js";

/** @import { Term } from "handbook-json" */

let isDriven = false;

/**
 * @param {HTMLElement} sheet
 * @param {Term[]} glossary
 */
export const showTerms = (sheet, glossary) => {
  /** @type {Map<string, HTMLElement>} */
  const notes = new Map();
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = sheet.querySelectorAll("a.term");
  for (const link of links) {
    const anchor = decodeURIComponent(link.hash.slice(1));
    const term = glossary.find((it) => it.anchor === anchor);
    if (!term?.text) continue;
    const id = `lb-${anchor}`;
    if (!notes.has(id)) notes.set(id, Object.assign(part("review-term", { text: term.text }), { id }));
    link.setAttribute("aria-describedby", id);
  }
  sheet.append(...notes.values());
  if (!notes.size || isDriven) return;
  isDriven = true;
  start();
};
