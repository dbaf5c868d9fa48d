// What of a whole sentence is looked for: not what any sentence may have. If nothing has all of the rest, less of it.

import { wordsIn } from "./suggestion.js";

/**
 * `functionWords` are those of the language, in lower case; `names` is what levels, tracks and competencies are called.
 *
 * @typedef {{ functionWords: Set<string>, names: string[] }} Language
 */

/**
 * What is looked for, and whether that is less than what the sentence is about.
 *
 * @typedef {{ words: string, isLess: boolean }} Meant
 */

/**
 * The words that say what a sentence is about; those of a sentence that has no others are all of them. What is written
 * in capitals is a name.
 *
 * @param {string[]} all
 * @param {Set<string>} functionWords
 */
const contentWords = (all, functionWords) => {
  const isName = (/** @type {string} */ it) => it.length > 1 && it === it.toUpperCase();
  const some = all.filter((it) => isName(it) || !functionWords.has(it.toLowerCase()));
  return [...new Set(some.length ? some : all)];
};

/**
 * As many of the words as one record has: of those that are no part of a name, the most frequent ones are given up
 * first. Words in quotes are meant as they stand, and a single word is no sentence.
 *
 * @param {string} typed
 * @param {Language} language
 * @param {(words: string) => Promise<number>} count How many records have all of the words.
 * @returns {Promise<Meant>}
 */
export const meantBy = async (typed, { functionWords, names }, count) => {
  const all = typed
    .split(/\s+/)
    .map((it) => it.replace(/^[^\p{L}\p{N}.]+|[^\p{L}\p{M}\p{N}+#]+$/gu, ""))
    .filter(Boolean);
  if (all.length < 2 || typed.includes('"')) return { words: typed, isLess: false };
  const words = contentWords(all, functionWords);
  const parts = new Set(names.flatMap(wordsIn));
  const isName = (/** @type {string} */ it) => Number(wordsIn(it).some((word) => parts.has(word)));
  const counted = await Promise.all(words.map(async (it) => ({ it, records: await count(it) })));
  const kept = counted
    .filter(({ records }) => records)
    .sort((one, other) => isName(other.it) - isName(one.it) || one.records - other.records)
    .map(({ it }) => it);
  while (kept.length > 1 && !(await count(kept.join(" ")))) kept.pop();
  // Nothing has any of them.
  if (!kept.length) return { words: typed, isLess: false };
  const isLess = kept.length < words.length;
  return {
    words: isLess || words.length < all.length ? words.filter((it) => kept.includes(it)).join(" ") : typed,
    isLess,
  };
};
