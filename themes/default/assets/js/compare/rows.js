// The rows of a comparison: its pairs as a reader counts them. `Row` in src/handbook/compare.rs does the same.

/** @import { CompetencyPair, CriterionPair, Kind, Word } from "./diff.js" */
/** @import { Criterion } from "./pairing.js" */
/**
 * A criterion of the right side with what it belongs to on the left, of which there may be several, or one of the left
 * side alone. `shown` is the one that is shown of it.
 *
 * @typedef {object} Row
 * @property {Kind} kind
 * @property {Word} word
 * @property {Criterion} shown
 * @property {Criterion[]} from
 * @property {Criterion | null} to
 * @property {CriterionPair[]} pairs
 */

/**
 * The criteria as a reader counts them: those of the right side, then those that are gone.
 *
 * @param {CompetencyPair} pair
 */
export const rowsOf = ({ criteria }) => {
  /** @type {CriterionPair[][]} */
  const rows = [];
  for (const it of criteria) {
    // Pairs with one criterion of the right side follow each other.
    const last = rows.at(-1);
    if (it.to && it.to === last?.[0].to) last.push(it);
    else rows.push([it]);
  }
  return rows.map(rowOf);
};

// What has grown from several has changed if it has from any of them.
const CHANGED = ["reworded", "moved", "likely", "regrouped"];

/**
 * The row of pairs with one criterion of the right side.
 *
 * @param {CriterionPair[]} pairs
 * @returns {Row}
 */
export const rowOf = (pairs) => {
  const changed = CHANGED.flatMap((kind) => pairs.filter((it) => it.kind === kind));
  const { kind, word } = changed[0] ?? pairs[0];
  const from = pairs.flatMap((it) => it.from ?? []);
  const { to } = pairs[0];
  return { kind, word, from, to, pairs, shown: /** @type {Criterion} */ (to ?? from[0]) };
};

/**
 * Whether both sides have it.
 *
 * @param {Row} row
 */
export const isShared = ({ from, to }) => Boolean(from.length && to);
