// A comparison as Markdown, as `ladderbook compare --format markdown` writes it: src/exchange/comparison.rs. A browser
// test holds both to the same bytes.

import { word } from "../parts.js";
import { wordingOf } from "./wording.js";

/** @import { Expectation, Handbook, Level } from "handbook-json" */
/** @import { CompetencyPair, CriterionPair } from "./diff.js" */
/** @import { Criterion } from "./pairing.js" */
/** @import { Comparison } from "./wording.js" */

/**
 * Words as Markdown that shows them as they are.
 *
 * @param {string} words
 */
const escaped = (words) => words.replace(/[\\`*_[\]<>~|#]/g, "\\$&");

/** @param {CriterionPair} pair */
const isShared = ({ from, to }) => Boolean(from && to);

/** @param {string} line */
const alone = (line) => `\n${escaped(line)}\n\n`;

/** @param {Criterion} criterion */
const groupOf = ({ groups = [] }) => groups.join(" › ");

/**
 * @param {Handbook} handbook
 * @param {Comparison} comparison
 * @param {ParentNode} root Where the words are.
 */
export const markdown = (handbook, comparison, root) => {
  const { from, to, facts, competencies, isOneTrack } = comparison;
  const wording = wordingOf(handbook, comparison, root);
  const between = isOneTrack ? " → " : " · ";

  const heading = (/** @type {CompetencyPair} */ pair) => {
    const { competency, step, fromStep, toStep } = pair;
    if (step !== "raised" && step !== "lowered") return competency.title;
    const title = (/** @type {Expectation | null} */ it) => it?.first.title ?? word("no-step", {}, root);
    const steps = [fromStep, toStep].map(title).join(between);
    if (isOneTrack) return `${competency.title}: ${steps}`;
    const higher = word("step-higher", { title: step === "raised" ? wording.names.to : wording.names.from }, root);
    return `${competency.title}: ${steps} (${higher})`;
  };

  const item = (/** @type {CriterionPair} */ it) => `- **${escaped(wording.shown(it))}**: `;

  const criterion = (/** @type {CriterionPair} */ it) => {
    const { kind, from, to, movedFrom } = it;
    if (kind === "same" || kind === "expected") return "";
    const text = `${item(it)}${escaped((to ?? from)?.text ?? "")}\n`;
    if (!from || !to) return text;
    const side = isOneTrack ? word("other-side", {}, root) : wording.names.from;
    const place = [movedFrom?.title ?? "", groupOf(from)].filter(Boolean);
    let said = escaped(from.text);
    if (kind === "regrouped") said = escaped(place[0] ?? word("no-group", {}, root));
    else if (movedFrom) said += ` (${escaped(place.join(", "))})`;
    return `${text}  - ${escaped(side)}: ${said}\n`;
  };

  // Where a criterion stands on the other side that stood here.
  const movedAway = (/** @type {CompetencyPair} */ { movedAway }) =>
    movedAway.map(({ pair, to }) => {
      const place = word("see", { title: to.title }, root);
      return `${item(pair)}${escaped(pair.from?.text ?? "")} (${escaped(place)})\n`;
    });

  const columns = (/** @type {CompetencyPair} */ { criteria }) => {
    const isPlain = !criteria.some(isShared);
    const sides = [criteria.filter((it) => !it.to), criteria.filter((it) => !it.from)];
    return sides.flatMap((own, i) => {
      if (!own.length) return [];
      const name = i ? wording.names.to : wording.names.from;
      const label = isPlain ? name : wording.shown(own[0]);
      return [alone(`${label}:`), ...own.map((it) => `- ${escaped((it.to ?? it.from)?.text ?? "")}\n`)];
    });
  };

  const unchanged = (/** @type {CompetencyPair} */ { criteria }) => {
    const count = (/** @type {string} */ kind) => criteria.filter((it) => it.kind === kind).length;
    const [expected, same] = [count("expected"), count("same")];
    const parts = [
      ...(expected ? [word("sum-expected", { count: expected }, root)] : []),
      ...(same ? [word(isOneTrack ? "sum-same" : "sum-both", { count: same }, root)] : []),
    ];
    return parts.length ? [alone(wording.sentence(wording.listed(parts)))] : [];
  };

  const competency = (/** @type {CompetencyPair} */ pair) => {
    const text = [
      `\n### ${escaped(heading(pair))}\n\n`,
      ...(pair.missing ? [alone(word("missing", { title: pair.missing.title }, root))] : []),
      ...pair.criteria.filter((it) => isOneTrack || isShared(it)).map(criterion),
      ...movedAway(pair),
      ...(isOneTrack ? [] : columns(pair)),
      ...unchanged(pair),
    ].join("");
    return `${text.replaceAll("\n\n\n", "\n\n").trimEnd()}\n`;
  };

  const named = (/** @type {Level} */ { title, id }) => escaped(`${title} (${id})`);
  const title = `## ${named(from)}${between}${named(to)}\n`;
  const differing = facts.filter(({ same }) => !same);
  const pairs = competencies.filter(({ same }) => !same);
  if (!differing.length && !pairs.length) return `${title}\n${word("nothing", {}, root)}\n`;
  const sum = wording.sum();
  const values = (/** @type {string[]} */ values) =>
    values.map((it) => it || word("not-stated", {}, root)).join(between);
  return [
    title,
    sum && `\n${escaped(sum)}\n`,
    differing.length ? "\n" : "",
    ...differing.map((it) => `- ${escaped(`${it.name}: ${values([it.from, it.to])}`)}\n`),
    ...pairs.map(competency),
  ].join("");
};
