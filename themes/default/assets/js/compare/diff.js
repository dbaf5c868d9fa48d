// Two levels of handbook.json laid side by side, as src/handbook/compare.rs does it for the pages that are
// ready; a browser test holds both to the same answers. This module knows nothing of the page.

import { byId } from "../handbook.js";
import { REWORDED, likeness, plainWords } from "./words.js";

/** @import { Competency, Criterion as CriterionJson, Expectation, Handbook, Level } from "handbook-json" */
/** @typedef {CriterionJson & { level: Level }} Criterion */
/** @typedef {"new" | "reworded" | "regrouped" | "gone" | "expected" | "same"} Kind */
/** @typedef {{ kind: Kind, from: Criterion | null, to: Criterion | null }} CriterionPair */
/** @typedef {{ name: string, from: string, to: string, same: boolean }} FactPair */
/**
 * @typedef {object} CompetencyPair
 * @property {Competency} competency
 * @property {boolean} internal Whether a site for the public leaves out what it says of one of the levels.
 * @property {boolean} same
 * @property {Level | null} missing The level that has not been described yet.
 * @property {Expectation | null} fromStep
 * @property {Expectation | null} toStep
 * @property {"" | "same" | "raised" | "lowered"} step
 * @property {CriterionPair[]} criteria
 * @property {Record<Kind, number>} totals
 */

/**
 * `null` if a level has no such name.
 *
 * @param {Handbook} handbook
 * @param {string} fromName
 * @param {string} toName
 */
export const compare = (handbook, fromName, toName) => {
  const [from, to] = [byId(handbook.levels, fromName), byId(handbook.levels, toName)];
  if (!from || !to) return null;
  const known = handbook.competencies.filter((it) => knows(from, it) && knows(to, it));
  const competencies = known.flatMap((it) => competencyPair(handbook, it, from, to) ?? []);
  const totals = count(competencies.flatMap(({ criteria }) => criteria));
  return { from, to, facts: factPairs(from.facts, to.facts), competencies, totals };
};

/** @param {CriterionPair[]} criteria */
const count = (criteria) => {
  const totals = { new: 0, reworded: 0, regrouped: 0, gone: 0, expected: 0, same: 0 };
  for (const { kind } of criteria) totals[kind]++;
  return totals;
};

/**
 * @param {Record<string, string>} before
 * @param {Record<string, string>} after
 * @returns {FactPair[]}
 */
const factPairs = (before, after) => {
  const names = [...Object.keys(after), ...Object.keys(before).filter((name) => !(name in after))];
  return names.map((name) => {
    const [from, to] = [before[name] ?? "", after[name] ?? ""];
    return { name, from, to, same: before[name] === after[name] };
  });
};

/**
 * Whether this site knows what a level says of a competency, be it nothing.
 *
 * @param {Level} level
 * @param {Competency} competency
 */
const knows = (level, { id }) => !level.without || level.without.includes(id) || Boolean(cellOf(level, id));

/**
 * `null` if neither level says anything of the competency.
 *
 * @param {Handbook} handbook
 * @param {Competency} competency
 * @param {Level} from
 * @param {Level} to
 * @returns {CompetencyPair | null}
 */
const competencyPair = (handbook, competency, from, to) => {
  const track = byId(handbook.tracks, from.track);
  const cumulative = from.track === to.track && Boolean(track?.cumulative.includes(competency.id));
  // In a cumulative track both sides say what the levels before them say, so the earlier level is where they part.
  const own = (track?.levels ?? []).flatMap((name) => byId(handbook.levels, name) ?? []);
  const rungs = own.filter((level) => level.track === from.track);
  const first = Math.min(rungs.indexOf(from), rungs.indexOf(to));
  const expected = (/** @type {Level} */ level) =>
    criteriaOf(cumulative ? rungs.slice(first, rungs.indexOf(level) + 1) : [level], competency.id);
  const missing = [to, from].find((level) => cellOf(level, competency.id)?.state === "missing") ?? null;
  const criteria = missing ? [] : matched(expected(from), expected(to), cumulative);
  const [fromStep, toStep] = [from, to].map((level) => cellOf(level, competency.id)?.expect ?? null);
  if (!criteria.length && !fromStep && !toStep && !missing) return null;
  const step = stepChange(fromStep, toStep);
  const same =
    !missing && ["", "same"].includes(step) && criteria.every(({ kind }) => ["same", "expected"].includes(kind));
  const internal = Boolean(competency.internal) || [from, to].some((level) => cellOf(level, competency.id)?.internal);
  return { competency, internal, same, missing, fromStep, toStep, step, criteria, totals: count(criteria) };
};

/**
 * @param {Level} level
 * @param {string} competency
 */
const cellOf = (level, competency) => level.cells.find((cell) => cell.competency === competency);

/**
 * Criteria of some levels, each with its level. A later one takes the place of an earlier one with its id.
 *
 * @param {Level[]} levels
 * @param {string} competency
 */
const criteriaOf = (levels, competency) => {
  /** @type {Map<string, Criterion>} */
  const criteria = new Map();
  for (const level of levels) {
    for (const it of cellOf(level, competency)?.criteria ?? []) criteria.set(it.id, { ...it, level });
  }
  return [...criteria.values()];
};

/**
 * @param {Expectation | null} before
 * @param {Expectation | null} after
 */
const stepChange = (before, after) => {
  if (!before && !after) return "";
  if (!before || !after) return after ? "raised" : "lowered";
  const rank = (/** @type {Expectation} */ it) => [it.first.number, it.last.number, Number(it["or-above"])];
  const [was, is] = [rank(before), rank(after)];
  const at = was.findIndex((value, i) => value !== is[i]);
  if (at < 0) return "same";
  return was[at] < is[at] ? "raised" : "lowered";
};

/**
 * Pairs by id, then by likeness. What is left of `before` is gone, and stands last.
 *
 * @param {Criterion[]} before
 * @param {Criterion[]} after
 * @param {boolean} cumulative
 * @returns {CriterionPair[]}
 */
const matched = (before, after, cumulative) => {
  const partner = partners(before, after);
  /** @type {CriterionPair[]} */
  const pairs = after.map((to, i) => {
    const from = before[partner[i]] ?? null;
    return { kind: kindOf(from, to, cumulative), from, to };
  });
  before.forEach((from, i) => {
    if (!partner.includes(i)) pairs.push({ kind: "gone", from, to: null });
  });
  return pairs;
};

/**
 * @param {Criterion | null} from
 * @param {Criterion} to
 * @param {boolean} cumulative
 * @returns {Kind}
 */
const kindOf = (from, to, cumulative) => {
  if (!from) return "new";
  if (from.text !== to.text) return "reworded";
  if (!standAlike(from, to)) return "regrouped";
  return cumulative ? "expected" : "same";
};

/**
 * Whether two criteria stand under the same headings and lead-in. A step has neither, and says nothing of those that
 * it does not have.
 *
 * @param {Criterion} from
 * @param {Criterion} to
 */
const standAlike = (from, to) => {
  if ([from, to].some(({ origin }) => origin.kind === "step")) return true;
  const leadIn = (/** @type {Criterion} */ it) => it["lead-in"]?.text.toLowerCase();
  return from.groups?.join("\n") === to.groups?.join("\n") && leadIn(from) === leadIn(to);
};

/**
 * For each of `after` its position in `before`, or -1. Of those without a common id the likest come first, and of
 * equally like ones those nearest to the top.
 *
 * @param {Criterion[]} before
 * @param {Criterion[]} after
 */
const partners = (before, after) => {
  const partner = after.map(({ id }) => before.findIndex((other) => other.id === id));
  const taken = before.map((_, i) => partner.includes(i));
  const [left, right] = [before, after].map((criteria) => criteria.map(({ text }) => plainWords(text)));
  const likely = [];
  for (const from of before.keys()) {
    for (const to of after.keys()) {
      if (taken[from] || partner[to] >= 0) continue;
      const value = likeness(left[from], right[to]);
      if (value >= REWORDED) likely.push({ from, to, value });
    }
  }
  likely.sort((a, b) => b.value - a.value || a.from + a.to - (b.from + b.to));
  for (const { from, to } of likely) {
    if (taken[from] || partner[to] >= 0) continue;
    taken[from] = true;
    partner[to] = from;
  }
  return partner;
};
