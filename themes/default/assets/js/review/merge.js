// Two sheets in one: a file that is added to the sheet that is open. This module knows nothing of the page.

import { LONGEST } from "./file.js";

/** @import { Entry, Notes, Sheet, Topic } from "./file.js" */

/**
 * Where only one can stand, it is that of `mine`.
 *
 * @param {Sheet} mine
 * @param {Sheet} theirs
 * @returns {Sheet}
 */
export const merge = (mine, theirs) => {
  const criteria = new Map(mine.criteria);
  for (const [id, it] of theirs.criteria) {
    const own = criteria.get(id);
    criteria.set(id, own ? mergeRecords(own, it) : it);
  }
  const needed = new Map(mine.needed);
  for (const [id, it] of theirs.needed) {
    needed.set(id, { title: it.title, text: paragraphs(needed.get(id)?.text ?? "", it.text) });
  }
  const talked = new Set(mine.talk.map(topicKey));
  const talk = [...mine.talk, ...theirs.talk.filter((it) => !talked.has(topicKey(it)))];
  return { ...mine, criteria, needed, work: union(mine.work, theirs.work), talk };
};

/** @param {Topic} topic */
const topicKey = ({ id, text }) => id || `: ${text}`;

/**
 * @param {Notes} mine
 * @param {Notes} theirs
 * @returns {Notes}
 */
export const mergeRecords = (mine, theirs) => ({
  ...mine,
  rating: mine.rating || theirs.rating,
  evidence: union(mine.evidence, theirs.evidence),
  note: paragraphs(mine.note, theirs.note),
});

/** @param {Entry} entry */
const entryKey = ({ date, text, link }) => JSON.stringify([date, text, link]);

/**
 * What is in both stands once, with the criteria that it shows in either.
 *
 * @param {Entry[]} mine
 * @param {Entry[]} theirs
 */
export const union = (mine, theirs) => {
  const all = new Map(mine.map((it) => [entryKey(it), it]));
  for (const it of theirs) {
    const criteria = [...new Set([...(all.get(entryKey(it))?.criteria ?? []), ...(it.criteria ?? [])])];
    all.set(entryKey(it), criteria.length ? { ...it, criteria } : it);
  }
  return [...all.values()];
};

/**
 * @param {string} a
 * @param {string} b
 */
const paragraphs = (a, b) => {
  if (!b || a.includes(b)) return a;
  return b.includes(a) ? b : `${a}\n\n${b}`.slice(0, LONGEST.text);
};
