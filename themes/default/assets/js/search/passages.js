// What was found inside of a record. Its words belong to the criterion or heading that they follow.

import { wordsIn } from "./words.js";

/** @import { Found } from "./index.js" */
/** @typedef {Found["anchors"][number]} Anchor */
/**
 * A range of the record's words, and how many of them were found.
 *
 * @typedef {{ anchor: Anchor | null, from: number, to: number, count: number }} Passage
 */

/**
 * A word without what stands around it. The signs of `C++` and the point of `.NET` are part of it.
 *
 * @param {string} word
 */
export const bare = (word) => word.match(/\.?[\p{L}\p{N}](?:.*[\p{L}\p{N}\p{M}])?[+#]*/su)?.[0] ?? "";

/** @param {Found} found */
export const wordsOf = ({ content }) => wordsIn(content);

/**
 * The passages in their order. The first one has no anchor: it is what stands before all others.
 *
 * @param {Found} found
 * @param {number} length how many words the record has
 * @returns {Passage[]}
 */
export const passages = ({ anchors, locations }, length) => {
  const places = anchors.filter(({ element }) => /^(li|h[1-6]|dt)$/.test(element));
  places.sort((a, b) => a.location - b.location);
  return [null, ...places].map((anchor, i) => {
    const from = anchor?.location ?? 0;
    const to = places[i]?.location ?? length;
    return { anchor, from, to, count: locations.filter((it) => it >= from && it < to).length };
  });
};

/**
 * A criterion is followed by its examples, a heading by its text: where the title of a passage ends. The words of a
 * criterion stand behind its anchor, and what follows them but is no criterion behind one more with the same id.
 *
 * @param {{ anchor: Anchor, from: number, to: number }} passage
 * @param {Anchor[]} anchors
 */
export const titleEnd = ({ anchor, from, to }, anchors) => {
  if (anchor.text) return Math.min(from + wordsIn(anchor.text.trim()).length, to);
  const isEnd = (/** @type {Anchor} */ { element, id, location }) =>
    element === "ul" && id === anchor.id && location > from;
  // A criterion without words is called by its examples.
  return anchors.find(isEnd)?.location ?? to;
};
