// The index, which Pagefind reads. It is loaded with the first search, and again when it may have changed.

import { meantBy } from "./sentence.js";
import { asked } from "./words.js";

/**
 * What Pagefind says of a record: a level's expectations in one competency, the rest of a level, a page, a term.
 *
 * @typedef {object} Found
 * @property {string} url
 * @property {string} [raw_url]
 * @property {string} content
 * @property {number[]} locations Positions of the words that were found.
 * @property {{ element: string, id: string, text: string, location: number }[]} anchors
 * @property {Record<string, string | undefined>} meta
 * @property {Record<string, string[] | undefined>} filters
 */
/** @import { Language } from "./sentence.js" */
/** @typedef {{ id: string, data: () => Promise<Found> }} Result */
/** @typedef {{ filters: Record<string, string> }} Options */
/**
 * @typedef {object} Engine
 * @property {() => Promise<void>} init
 * @property {() => Promise<void>} destroy
 * @property {(words: string | null, options: Options) => Promise<{ results: Result[] }>} search
 */

// A level's name is also in the records of its cells, where it counts less than what they say.
const RANKING = {
  metaWeights: { title: 5, also: 4, code: 4, competency: 2, level: 1.5, track: 0.5, move: 1 },
};
const FRESH = 5000; // ms for which an index is not asked for again

/** @type {Promise<Engine> | null} */
let engine = null;
let loadedAt = 0;
let attempt = 0;

/**
 * Pagefind asks the page for its language as it is made, and nothing else can tell it. In some languages it takes
 * what is typed apart by itself, and in another way than words stand in the index.
 *
 * @param {() => Engine} make
 */
const asOfNoLanguage = (make) => {
  const page = document.documentElement;
  const { lang } = page;
  try {
    page.lang = "und";
    return make();
  } finally {
    page.lang = lang;
  }
};

/** @param {string} index */
const load = async (index) => {
  loadedAt = Date.now();
  // A browser may remember that a module could not be loaded.
  const pagefind = await import(`${index}pagefind.js${attempt ? `?${attempt}` : ""}`);
  const made = asOfNoLanguage(() => pagefind.createInstance({ basePath: index, ranking: RANKING }));
  await made.init();
  return made;
};

// The next search loads the index anew.
export const forget = () => {
  engine?.then((it) => it.destroy()).catch(() => {});
  engine = null;
  attempt += 1;
};

export const forgetIfOld = () => {
  if (engine && Date.now() - loadedAt > FRESH) forget();
};

// In a preview the index changes while pages stay open.
document.addEventListener("ladderbook:update", () => engine && forget());

/**
 * What has those of the words that are meant, which the answer names.
 *
 * @param {string} index
 * @param {string} words
 * @param {Record<string, string>} filters
 * @param {number} shown
 * @param {Language} language
 */
const search = async (index, words, filters, shown, language) => {
  engine ??= load(index);
  const made = await engine;
  const count = async (/** @type {string} */ some) =>
    (await made.search(asked(some).words, { filters })).results.length;
  const meant = await meantBy(words, language, count);
  const results = await resultsOf(made, meant.words, words, filters);
  return { results, meant, first: await details(results.slice(0, shown)) };
};

/**
 * @param {Engine} made
 * @param {string} words
 * @param {string} typed What may be a name as a whole.
 * @param {Record<string, string>} filters
 */
const resultsOf = async (made, words, typed, filters) => {
  const answer = async (/** @type {string} */ words, /** @type {Record<string, string>} */ filters) =>
    (await made.search(words || null, { filters })).results;
  const { words: terms, names } = asked(words);
  const called = (/** @type {string} */ filter, /** @type {string} */ name) =>
    name ? answer("", { ...filters, [filter]: name.toLowerCase() }) : [];
  const [found, whole, short, partly, retired, ...exact] = await Promise.all([
    answer(terms, filters),
    called("name", typed),
    called("name", words === typed ? "" : words),
    called("word", words),
    answer(terms, { ...filters, status: "retired" }),
    ...names.map((name) => answer(name, filters)),
  ]);
  return inOrder(found, { named: [...whole, ...short], partly, retired, exact });
};

/** @param {Result[]} results */
const idsOf = (results) => new Set(results.map(({ id }) => id));

/**
 * What is called exactly as was asked stands first, then levels of whose title it is a word, then what has the words as
 * they were typed. What is out of use stands last.
 *
 * @param {Result[]} found
 * @param {{ named: Result[], partly: Result[], retired: Result[], exact: Result[][] }} others
 */
const inOrder = (found, { named, partly, retired, exact }) => {
  const [known, called, word, late] = [found, named, partly, retired].map(idsOf);
  const whole = exact.map(idsOf);
  // The first answer knows where the words stand.
  const all = [...found, ...named.filter(({ id }) => !known.has(id))];
  const rank = (/** @type {Result} */ { id }) =>
    Number(late.has(id)) * 8 +
    Number(!called.has(id)) * 4 +
    Number(!word.has(id)) * 2 +
    Number(!whole.every((it) => it.has(id)));
  return all.toSorted((one, other) => rank(one) - rank(other));
};

/**
 * All results, and what the first of them say.
 *
 * @param {Parameters<typeof search>} question
 */
export const find = (...question) =>
  search(...question).catch(() => {
    // The index may be another one by now, or be there at last.
    forget();
    return search(...question);
  });

/** @param {Result[]} results */
export const details = (results) => Promise.all(results.map((result) => result.data()));
