// Marks the words that differ between two texts, and leaves their markup as it is. src/view/word_marks.rs does so for
// the pages that are ready.

import { element } from "../parts.js";
import { changedWords } from "./words.js";

/** @typedef {{ node: Text, start: number, end: number }} Word */

/**
 * The words between white space and markup, without the sign of the permalink.
 *
 * @param {Node} root
 */
const wordsOf = (root) => {
  /** @type {Word[]} */
  const words = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    if (node.parentElement?.closest(".permalink")) continue;
    for (const { 0: word, index } of node.data.matchAll(/\P{White_Space}+/gu)) {
      words.push({ node, start: index, end: index + word.length });
    }
  }
  return words;
};

/** @param {Word} word */
const textOf = ({ node, start, end }) => node.data.slice(start, end);

/**
 * Puts an element around each run of changed words. A run ends where markup stands.
 *
 * @param {Word[]} words
 * @param {boolean[]} changed
 * @param {"ins" | "del"} name
 */
const mark = (words, changed, name) => {
  /** @type {Word[]} */
  const runs = [];
  words.forEach(({ node, start, end }, i) => {
    if (!changed[i]) return;
    const last = runs.at(-1);
    if (changed[i - 1] && last?.node === node) last.end = end;
    else runs.push({ node, start, end });
  });
  // From the end, so that the positions before stay what they are.
  for (const { node, start, end } of runs.reverse()) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(element(name, {}));
  }
};

/**
 * Marks the words that changed, unless less than half of the shorter text is kept.
 *
 * @param {Node} from
 * @param {Node} to
 */
export const markChanges = (from, to) => {
  const [before, after] = [wordsOf(from), wordsOf(to)];
  const changed = changedWords(before.map(textOf), after.map(textOf));
  const kept = changed.from.filter((it) => !it).length;
  if (2 * kept < Math.min(before.length, after.length)) return;
  mark(before, changed.from, "del");
  mark(after, changed.to, "ins");
};
