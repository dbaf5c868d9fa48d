// What was probably meant by words with a slip in them, out of the names that readers search for.

const SHORT = 4; // letters, below which almost every word is near another one
const LONG = 8; // letters, from which two slips are forgiven

/**
 * The number of letters that were left out, put in, exchanged, or turned round beside each other.
 *
 * @param {string} one
 * @param {string} other
 */
export const slips = (one, other) => {
  const [from, to] = [[...one], [...other]];
  let last = /** @type {number[]} */ ([]);
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isOther = from[i - 1] !== to[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(isOther));
      const isTurned = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isTurned) next[j] = Math.min(next[j], last[j - 2] + 1);
    }
    [last, row] = [row, next];
  }
  return row[to.length];
};

/** @param {string} text */
export const wordsIn = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** @import { Language } from "./sentence.js" */
/**
 * The words as they were probably meant; empty if nothing speaks for a slip. A word that some name begins with, that is
 * in any sentence, or that was found as it was typed, has none.
 *
 * @param {string} typed
 * @param {Language} language
 * @param {string[]} found What the first results say.
 */
export const suggestion = (typed, { functionWords, names }, found) => {
  const known = [...new Set(names.flatMap(wordsIn))];
  const said = found.join(" ").toLowerCase();
  const meant = (/** @type {string} */ word) => {
    const isRight = said.includes(word) || known.some((it) => it.startsWith(word));
    if (word.length < SHORT || functionWords.has(word) || isRight) return word;
    const most = word.length < LONG ? 1 : 2;
    const near = known.map((it) => ({ it, far: slips(word, it) })).filter(({ far }) => far <= most);
    return near.toSorted((one, other) => one.far - other.far)[0]?.it ?? word;
  };
  const words = wordsIn(typed);
  const corrected = words.map(meant);
  return corrected.some((it, i) => it !== words[i]) ? corrected.join(" ") : "";
};
