// The index, which Pagefind reads. It is loaded with the first search, and again when it may have changed.

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

/** @param {string} index */
const load = async (index) => {
  loadedAt = Date.now();
  // A browser may remember that a module could not be loaded.
  const pagefind = await import(`${index}pagefind.js${attempt ? `?${attempt}` : ""}`);
  /** @type {Engine} */
  const made = pagefind.createInstance({ basePath: index, ranking: RANKING });
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
 * @param {string} index
 * @param {string} words
 * @param {Record<string, string>} filters
 * @param {number} shown
 */
const search = async (index, words, filters, shown) => {
  engine ??= load(index);
  const made = await engine;
  const answer = async (/** @type {string} */ words, /** @type {Record<string, string>} */ filters) =>
    (await made.search(words || null, { filters })).results;
  const [found, named, retired] = await Promise.all([
    answer(words, filters),
    words ? answer("", { ...filters, name: words.toLowerCase() }) : [],
    answer(words, { ...filters, status: "retired" }),
  ]);
  const results = inOrder(found, named, retired);
  return { results, first: await details(results.slice(0, shown)) };
};

/**
 * What is called exactly as was asked stands first, what is out of use last.
 *
 * @param {Result[]} found
 * @param {Result[]} named
 * @param {Result[]} retired
 */
const inOrder = (found, named, retired) => {
  const idsOf = (/** @type {Result[]} */ results) => new Set(results.map(({ id }) => id));
  const [known, called, late] = [found, named, retired].map(idsOf);
  // The first answer knows where the words stand.
  const all = [...found, ...named.filter(({ id }) => !known.has(id))];
  const rank = (/** @type {Result} */ { id }) => Number(late.has(id)) * 2 + Number(!called.has(id));
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
