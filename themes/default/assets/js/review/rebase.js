// What two windows have written into one sheet, put together. `base` is the sheet that both began with, `mine`
// what this window has made of it, `theirs` the other. Nothing that somebody wrote is lost: an edit is worth more
// than a removal, and where both edited the same words, those of this window stand. Which level is shown is a
// window's own affair. This module knows nothing of the page.

import { blankRecord } from "./file.js";

export const rebase = (base, mine, theirs) => ({
  ...mine,
  name: pick(base.name, mine.name, theirs.name),
  criteria: maps(base.criteria, mine.criteria, theirs.criteria, record),
  needed: maps(base.needed, mine.needed, theirs.needed, answer),
  work: lists(base.work, mine.work, theirs.work),
});

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const pick = (base, mine, theirs) => (same(mine, base) ? theirs : mine);

const maps = (base, mine, theirs, one) => {
  const both = new Map();
  for (const id of new Set([...theirs.keys(), ...mine.keys()])) {
    const it = one(base.get(id), mine.get(id), theirs.get(id));
    if (it) both.set(id, it);
  }
  return both;
};

const record = (base = blankRecord(), mine, theirs) => {
  if (!mine) return same(theirs, base) ? undefined : theirs;
  if (!theirs) return same(mine, base) ? undefined : mine;
  return {
    text: pick(base.text, mine.text, theirs.text),
    competency: pick(base.competency, mine.competency, theirs.competency),
    rating: pick(base.rating, mine.rating, theirs.rating),
    evidence: lists(base.evidence, mine.evidence, theirs.evidence),
    note: pick(base.note, mine.note, theirs.note),
  };
};

// An answer without words is none.
const answer = (base, mine, theirs) => ((mine?.text ?? "") === (base?.text ?? "") ? theirs : mine);

// Entries have no names: one that was edited is one that went and one that came.
const lists = (base, mine, theirs) => {
  const [had, has] = [base, mine].map((list) => new Set(list.map((it) => JSON.stringify(it))));
  const isMine = (it) => !had.has(JSON.stringify(it));
  const wentHere = (it) => had.has(JSON.stringify(it)) && !has.has(JSON.stringify(it));
  const theirOwn = theirs.filter((it) => !wentHere(it) && !(isMine(it) && has.has(JSON.stringify(it))));
  return [...mine.filter(isMine), ...theirOwn];
};
