// What differs, in words, above a comparison: src/view/changes.rs says it for the pages that are ready.

import { anchorOf } from "../handbook.js";
import { formOf, link, need, part, tint, word } from "../parts.js";
import { rowsOf } from "./rows.js";

/** @import { Expectation } from "handbook-json" */
/** @import { CompetencyPair } from "./diff.js" */
/** @import { Row } from "./rows.js" */
/** @import { Criterion } from "./pairing.js" */
/** @import { Context } from "./view.js" */
/**
 * A criterion that differs. `before` are the words that it has on the other side.
 *
 * @typedef {object} Changed
 * @property {Criterion} shown
 * @property {string} competency
 * @property {string[]} before
 * @property {boolean} isSure
 */

// Longer lists are folded after the first few.
const SHOWN = 3;

/**
 * Nothing if neither a step nor a criterion differs.
 *
 * @param {CompetencyPair[]} competencies
 * @param {Context} context
 * @param {(expect: Expectation | null) => string} stepText
 */
export const changes = (competencies, context, stepText) => {
  const groups = [...steps(competencies, context, stepText), ...criteria(competencies, context)];
  if (!groups.length) return [];
  const made = part("changes");
  if (context.comparison.isOneTrack) tint(made, context.hues.to);
  else made.classList.replace("hue-0", "hue-none");
  need(made, "dl").replaceChildren(...groups);
  return [made];
};

/**
 * A list under a word; nothing without items.
 *
 * @param {string} title
 * @param {Node[]} items
 */
const group = (title, items) => {
  if (!items.length) return [];
  const made = part("change-group", { title });
  const shown = items.length > SHOWN + 1 ? SHOWN : items.length;
  need(made, ".change-list").append(...items.slice(0, shown));
  const count = items.length - shown;
  if (count) {
    const rest = part(`change-rest-${formOf(count)}`, { count });
    need(rest, ".change-list").append(...items.slice(shown));
    need(made, "dd").append(rest);
  }
  return [made];
};

/**
 * @param {CompetencyPair[]} competencies
 * @param {Context} context
 * @param {(expect: Expectation | null) => string} stepText
 */
const steps = (competencies, { comparison: { isOneTrack }, wording: { names }, address }, stepText) => {
  const said = new Set([""]);
  const items = competencies.flatMap(({ competency, step, fromStep, toStep }) => {
    if (step !== "raised" && step !== "lowered") return [];
    const [from, to] = [fromStep, toStep].map((it) => stepText(it) || word("no-step"));
    const meaning = competency.steps[(toStep?.first.number ?? 0) - 1]?.text ?? "";
    const made = part(isOneTrack ? "change-step-one-track" : "change-step-two-tracks", {
      ...{ title: competency.title, from, to, meaning },
    });
    link(made, ".change-name", address(competency));
    if (said.has(meaning)) {
      const text = need(made, ".change-meaning");
      text.previousSibling?.remove();
      text.remove();
    }
    said.add(meaning);
    return [{ step, made }];
  });
  return /** @type {const} */ (["raised", "lowered"]).flatMap((direction) => {
    const title = isOneTrack
      ? word(`steps-${direction}`)
      : word("steps-higher-at", { title: direction === "raised" ? names.to : names.from });
    return group(
      title,
      items.filter(({ step }) => step === direction).map(({ made }) => made),
    );
  });
};

/**
 * @param {CompetencyPair[]} competencies
 * @param {Context} context
 */
const criteria = (competencies, context) => {
  const { isOneTrack } = context.comparison;
  const { names } = context.wording;
  const item = (/** @type {Changed} */ it) => changedPart(it, context);
  const list = (/** @type {(row: Row) => boolean} */ belongs) => changed(competencies, belongs).map(item);
  const [grown, fresh, gone] = isOneTrack
    ? [word("changes-grown"), word("changes-new"), word("changes-gone")]
    : [word("changes-both"), ...[names.to, names.from].map((title) => word("only-at", { title }))];
  return [
    ...group(grown, list(isGrown)),
    ...group(
      fresh,
      list(({ kind }) => kind === "new"),
    ),
    ...group(
      gone,
      list(({ kind }) => kind === "gone"),
    ),
  ];
};

/** @param {Row} row */
const isGrown = ({ kind, pairs }) =>
  kind === "reworded" ||
  kind === "likely" ||
  (kind === "moved" && pairs.some(({ from, to }) => from?.saying !== to?.saying));

/**
 * The criteria of some rows.
 *
 * @param {CompetencyPair[]} competencies
 * @param {(row: Row) => boolean} belongs
 */
const changed = (competencies, belongs) =>
  competencies.flatMap((pair) =>
    rowsOf(pair)
      .filter(belongs)
      .map(({ kind, from, to, shown }) => ({
        ...{ shown, competency: pair.competency.title, isSure: kind !== "likely" },
        before: to ? from.map(({ text }) => text) : [],
      })),
  );

/**
 * @param {Changed} it
 * @param {Context} context
 */
const changedPart = ({ shown, competency, before, isSure }, { comparison: { isOneTrack }, wording, address }) => {
  const made = part("change-criterion", { text: shown.text, competency });
  link(made, ".change-of", address(shown.level, anchorOf(shown)));
  const likely = word(isOneTrack ? "kind-likely" : "kind-maybe-both");
  const sure = isOneTrack ? word("grown-from") : wording.names.from + word("colon");
  for (const text of before) made.append(" ", part("change-before", { text, word: isSure ? sure : likely }));
  return made;
};
