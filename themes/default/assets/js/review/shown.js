// Which criteria of a sheet are shown. This module knows nothing of the page.

import { isBlankRecord } from "./file.js";

/** @import { Sheet } from "./file.js" */
/** @import { Item, SheetCompetency } from "./sheet.js" */
/** @typedef {"all" | "next" | "written" | "differ"} Choice */
/** @type {Choice[]} */
export const CHOICES = ["all", "next", "written", "differ"];

/**
 * What two people have rated: differently, or only one of them.
 *
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
const ratingsOf =
  (mine, other) =>
  (/** @type {{ id: string }} */ { id }) =>
    [mine.criteria.get(id), other?.criteria.get(id)].flatMap((notes) => notes?.rating || []);

/**
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
const differing = (mine, other) => {
  const ratings = ratingsOf(mine, other);
  return (/** @type {{ id: string }} */ it) => new Set(ratings(it)).size > 1;
};

/**
 * @param {Sheet} mine
 */
const writtenIn = ({ criteria, work, talk }) => {
  const named = new Set([...work.flatMap((it) => it.criteria ?? []), ...talk.map(({ id }) => id)]);
  return (/** @type {{ id: string }} */ { id }) => {
    const notes = criteria.get(id);
    return named.has(id) || (notes !== undefined && !isBlankRecord(notes));
  };
};

/**
 * Those criteria of the competencies that a reader wants to see. What both levels expect is part of the next one.
 *
 * @param {SheetCompetency[]} competencies
 * @param {Choice} choice
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
export const chosenOf = (competencies, choice, mine, other) => {
  if (choice === "all") return competencies;
  /** @type {Record<string, (it: Item, isNext: boolean) => boolean>} */
  const wants = {
    next: ({ also }, isNext) => isNext || Boolean(also),
    written: writtenIn(mine),
    differ: differing(mine, other),
  };
  const isWanted = wants[choice];
  return competencies
    .map((it) => ({
      ...it,
      now: it.now.filter((item) => isWanted(item, false)),
      next: it.next.filter((item) => isWanted(item, true)),
    }))
    .filter(({ now, next }) => now.length || next.length);
};

/**
 * What is gone from the handbook belongs to no level, and is shown where it was written about, or differently.
 *
 * @template {{ id: string }} T
 * @param {T[]} kept
 * @param {Choice} choice
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
export const keptOf = (kept, choice, mine, other) => {
  if (choice === "all") return kept;
  const isWanted = { next: () => false, written: writtenIn(mine), differ: differing(mine, other) }[choice];
  return kept.filter(isWanted);
};

/**
 * How many criteria two people have rated differently, and how many only one of them has.
 *
 * @param {SheetCompetency[]} competencies
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
export const differencesOf = (competencies, mine, other) => {
  const ratings = competencies.flatMap(({ now, next }) => [...now, ...next]).map(ratingsOf(mine, other));
  return {
    differ: ratings.filter((it) => new Set(it).size > 1).length,
    alone: ratings.filter(({ length }) => length === 1).length,
  };
};
