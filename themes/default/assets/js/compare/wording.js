// The words of a comparison, as src/view/wording.rs chooses them: what happens to a criterion, and all of it in one
// sentence. Words lie in the page of all comparisons as templates; `root` is that page.

import { formOf, word } from "../parts.js";
import { isShared, rowsOf } from "./rows.js";

/** @import { Word, compare } from "./diff.js" */
/** @import { Row } from "./rows.js" */
/** @typedef {NonNullable<ReturnType<typeof compare>>} Comparison */

const CHANGES = /** @type {const} */ ([
  "new",
  "grown",
  "reworded",
  "regrouped",
  "moved",
  "likely",
  "gone",
  "expected",
  "same",
]);

/**
 * @param {Comparison} comparison
 * @param {ParentNode} root
 */
export const wordingOf = (comparison, root) => {
  const { from, to, competencies, isOneTrack } = comparison;
  const names = { from: from.label, to: to.label };
  const rows = competencies.flatMap(rowsOf);
  // How many criteria: one may stand in several competencies.
  const count = (/** @type {(it: Row) => boolean} */ is) => new Set(rows.filter(is).map(({ shown }) => shown.id)).size;

  const shown = (/** @type {Pick<Row, "word" | "to">} */ it) =>
    word(`kind-${it.word}`, { title: it.to ? names.to : names.from }, root);

  const counted = (/** @type {Word} */ name) => {
    const n = count((it) => it.word === name);
    return n ? [word(`sum-${name}`, { count: n }, root)] : [];
  };
  const otherWork = () => {
    const [left, right] = [count(({ to }) => !to), count(({ from }) => !from.length)];
    if (left && right && !rows.some(isShared)) {
      return [
        word(`sum-other-${formOf(left)}`, { count: left, title: names.from }, root),
        word("sum-other-to", { count: right, title: names.to }, root),
      ];
    }
    return [
      ...counted("both"),
      ...counted("maybe-both"),
      ...(left ? [word("sum-only", { count: left, title: names.from }, root)] : []),
      ...(right ? [word("sum-only", { count: right, title: names.to }, root)] : []),
    ];
  };
  const steps = () => {
    const [raised, lowered] = ["raised", "lowered"].map((step) => competencies.filter((it) => it.step === step).length);
    if (isOneTrack) {
      return [
        ...(raised ? [word(`sum-raised-${formOf(raised)}`, { count: raised }, root)] : []),
        ...(lowered ? [word(`sum-lowered-${formOf(lowered)}`, { count: lowered }, root)] : []),
      ];
    }
    return [
      ...(raised ? [word(`sum-higher-${formOf(raised)}`, { count: raised, title: names.to }, root)] : []),
      ...(lowered ? [word(`sum-higher-${formOf(lowered)}`, { count: lowered, title: names.from }, root)] : []),
    ];
  };
  const sentence = (/** @type {string} */ text) => word("sum", { text }, root);
  const listed = (/** @type {string[]} */ parts) => parts.join(`${word("comma", {}, root)} `);
  const sum = () => {
    const clauses = [isOneTrack ? CHANGES.flatMap(counted) : otherWork(), steps()].map(listed).filter(Boolean);
    return clauses.length ? sentence(clauses.join(`${word("semicolon", {}, root)} `)) : "";
  };
  return { names, shown, sum, sentence, listed };
};
