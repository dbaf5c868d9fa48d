// Words as the index has them, and as a reader types them. An index is taken apart at spaces alone: scripts without
// spaces stand in it as pairs of letters that overlap, and `CI/CD` as two words. src/search/words.rs writes them.

// Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han.
const LETTERS = [
  "\\u{e01}-\\u{e30}\\u{e32}-\\u{e33}\\u{e40}-\\u{e46}\\u{e81}-\\u{eb0}\\u{eb2}-\\u{eb3}\\u{ebd}-\\u{ec6}",
  "\\u{1000}-\\u{102a}\\u{1050}-\\u{1055}\\u{1780}-\\u{17b3}\\u{3005}-\\u{3007}\\u{3041}-\\u{3096}",
  "\\u{309d}-\\u{30fa}\\u{30fc}-\\u{31ff}\\u{3400}-\\u{9fff}\\u{f900}-\\u{faff}\\u{20000}-\\u{323af}",
].join("");
const LETTER = `[${LETTERS}]\\p{M}*`;
const RUN = new RegExp(`(?:${LETTER})+`, "gu");
const PAIR = new RegExp(`^(${LETTER})${LETTER}$`, "u");
const JOINED = "\u2060"; // after a word: there was no space behind it
const POINT = "\u2024"; // before a point that is part of a name

/**
 * A word, and whether a space follows it.
 *
 * @typedef {{ text: string, isJoined: boolean }} Shown
 */

/**
 * What a word of the index is in the text.
 *
 * @param {string} word
 * @returns {Shown}
 */
export const shown = (word) => {
  const first = PAIR.exec(word)?.[1];
  if (first) return { text: first, isJoined: true };
  return { text: word.replace(`${POINT}.`, ".").replace(JOINED, ""), isJoined: word.endsWith(JOINED) };
};

// Whether a word of the index shows its first letter alone.
/** @param {string} word */
export const isPair = (word) => PAIR.test(word);

/** @param {string} text */
export const wordsIn = (text) => text.split(/[^\S\uFEFF]+/);

/**
 * A text of the index as its author wrote it.
 *
 * @param {string} text
 */
export const written = (text) =>
  wordsIn(text)
    .map(shown)
    .map(({ text, isJoined }) => (isJoined ? text : `${text} `))
    .join("")
    .trim();

/** @param {string} typed */
export const runsIn = (typed) => typed.match(RUN) ?? [];

/**
 * The pairs of a run; a lone letter is the beginning of those that it stands in.
 *
 * @param {string} run
 */
const pairs = (run) => {
  const letters = run.match(new RegExp(LETTER, "gu")) ?? [];
  return letters.length > 1 ? letters.slice(1).map((it, i) => letters[i] + it) : letters;
};

/**
 * What is typed between two spaces, as words of the index.
 *
 * @param {string} typed
 */
const parts = (typed) =>
  typed
    .replace(RUN, (run) => ` ${pairs(run).join(" ")} `)
    .split(/\s+|(?<=[\p{L}\p{N}+#])\/(?=[\p{L}\p{N}.])/u)
    .map((it) => it.replace(/^\.(?=[\p{L}\p{N}])/u, POINT))
    .filter(Boolean);

/**
 * Whether a name is asked for rather than the beginning of many words.
 *
 * @param {string} typed
 */
export const isShort = (typed) => typed.trim().length < 3 && !runsIn(typed).length;

/**
 * The words to look for, and those of them that stand first where they are exactly as typed: names in two words or
 * with signs, and what is so short that it is a name rather than the beginning of many words.
 *
 * @param {string} typed
 */
export const asked = (typed) => {
  const words = typed.split(/\s+/).filter(Boolean).map(parts);
  const isName = (/** @type {string[]} */ it) => isShort(typed) || it.length > 1 || /[+#\u2024]/.test(it[0]);
  const names = words.filter((it) => isName(it) && !runsIn(it.join("")).length);
  return { words: words.flat().join(" "), names: names.map((it) => `"${it.join(" ")}"`) };
};
