// What two windows have written into one sheet, put together. `base` is the sheet that both began with, `mine`
// what this window has made of it, `theirs` the other. Nothing that was written is lost: an edit is worth more
// than a removal, and where both edited the same words, those of this window stand. Which level is shown is a
// window's own affair. This module knows nothing of the page.

import { blankRecord } from "./file.js";

/** @import { Answer, Notes, Sheet } from "./file.js" */
/**
 * @template T
 * @typedef {(base: T | undefined, mine: T | undefined, theirs: T | undefined) => T | undefined} RebaseValue
 */

/**
 * @param {Sheet} base
 * @param {Sheet} mine
 * @param {Sheet} theirs
 * @returns {Sheet}
 */
export const rebase = (base, mine, theirs) => ({
  ...mine,
  name: pick(base.name, mine.name, theirs.name),
  criteria: maps(base.criteria, mine.criteria, theirs.criteria, record),
  needed: maps(base.needed, mine.needed, theirs.needed, answer),
  work: lists(base.work, mine.work, theirs.work),
  talk: lists(base.talk, mine.talk, theirs.talk),
});

/**
 * @param {unknown} a
 * @param {unknown} b
 */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * @param {string} base
 * @param {string} mine
 * @param {string} theirs
 */
const pick = (base, mine, theirs) => (mine === base ? theirs : mine);

/**
 * @template T
 * @param {Map<string, T>} base
 * @param {Map<string, T>} mine
 * @param {Map<string, T>} theirs
 * @param {RebaseValue<T>} rebaseOne
 */
const maps = (base, mine, theirs, rebaseOne) => {
  /** @type {Map<string, T>} */
  const both = new Map();
  for (const id of new Set([...theirs.keys(), ...mine.keys()])) {
    const it = rebaseOne(base.get(id), mine.get(id), theirs.get(id));
    if (it) both.set(id, it);
  }
  return both;
};

/** @type {RebaseValue<Notes>} */
const record = (base = blankRecord(), mine, theirs) => {
  if (!mine) return same(theirs, base) ? undefined : theirs;
  if (!theirs) return same(mine, base) ? undefined : mine;
  return {
    text: pick(base.text, mine.text, theirs.text),
    edition: pick(base.edition, mine.edition, theirs.edition),
    competency: pick(base.competency, mine.competency, theirs.competency),
    rating: pick(base.rating, mine.rating, theirs.rating),
    evidence: lists(base.evidence, mine.evidence, theirs.evidence),
    note: pick(base.note, mine.note, theirs.note),
  };
};

/**
 * An answer without words is none.
 *
 * @type {RebaseValue<Answer>}
 */
const answer = (base, mine, theirs) => ((mine?.text ?? "") === (base?.text ?? "") ? theirs : mine);

/**
 * Entries have no names: one that was edited is one that went and one that came.
 *
 * @template {object} T
 * @param {T[]} base
 * @param {T[]} mine
 * @param {T[]} theirs
 */
const lists = (base, mine, theirs) => {
  const key = (/** @type {T} */ it) => JSON.stringify(it);
  const [had, has] = [base, mine].map((list) => new Set(list.map(key)));
  const isMine = (/** @type {T} */ it) => !had.has(key(it));
  const isRemovedHere = (/** @type {T} */ it) => had.has(key(it)) && !has.has(key(it));
  const isInBoth = (/** @type {T} */ it) => isMine(it) && has.has(key(it));
  return [...mine.filter(isMine), ...theirs.filter((it) => !isRemovedHere(it) && !isInBoth(it))];
};
