// What another person has written, in a box with her name.

import { element, part } from "../parts.js";
import { newestFirst } from "./entries.js";
import { entryWords } from "./fields.js";

/** @import { Entry } from "./file.js" */
/** @import { Page } from "./view.js" */

/**
 * @param {Pick<Page, "other">} page
 * @param {...HTMLElement} content
 */
export const otherBox = ({ other }, ...content) => {
  const made = part("review-other-box", { name: other?.name });
  made.append(...content);
  return made;
};

/** @param {Entry[]} entries */
export const entriesOf = (entries) => {
  const items = newestFirst(entries).map((it) => element("li", {}, ...entryWords(it)));
  return element("ul", { class: "other-entries" }, ...items);
};
