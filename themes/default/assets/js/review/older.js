// Notes that stand under another title of the handbook.

import { need, part } from "../parts.js";
import { focusBar } from "./bar.js";

/** @import { Opened, Review } from "../review.js" */

/**
 * @param {Review} review
 * @param {HTMLElement} root
 * @param {Opened} opened
 */
export const offerOlder = (review, root, { sheets, store }) => {
  const older = sheets.older();
  if (!older) return;
  const line = part("review-older", { title: older.title });
  need(line, "button").addEventListener("click", () => {
    const { level, next } = store.sheet;
    sheets.takeOver(older);
    if (older.own) review.replace(level ? { ...older.own, level, next } : older.own);
    else review.show();
    review.say();
    focusBar(root);
  });
  review.say(line);
};
