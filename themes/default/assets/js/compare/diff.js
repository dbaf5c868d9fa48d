// Two levels of handbook.json laid side by side, as src/handbook/compare.rs does it for the pages that are
// ready; a browser test holds both to the same answers. This module knows nothing of the page.

import { byId } from "../handbook.js";
import { pairs } from "./pairing.js";
import { predecessors } from "./succession.js";

/** @import { Competency, Expectation, Handbook, Level } from "handbook-json" */
/** @import { Words } from "words-json" */
/** @import { By, Criterion, Pair } from "./pairing.js" */
/** @typedef {"new" | "reworded" | "regrouped" | "moved" | "likely" | "gone" | "expected" | "same"} Kind */
/**
 * The word for a kind. Within a track it may have grown; two tracks have it both, or one of them only.
 *
 * @typedef {Kind | "grown" | "both" | "maybe-both" | "only"} Word
 */
/**
 * `movedFrom` is the competency in which it stands on the left, if that is another one.
 *
 * @typedef {object} CriterionPair
 * @property {Kind} kind
 * @property {Word} word
 * @property {Criterion | null} from
 * @property {Criterion | null} to
 * @property {Competency | null} movedFrom
 */
/** @typedef {{ pair: CriterionPair, to: Competency }} Away */
/** @typedef {{ name: string, from: string, to: string, same: boolean }} FactPair */
/**
 * @typedef {object} CompetencyPair
 * @property {Competency} competency
 * @property {boolean} cumulative
 * @property {boolean} internal Whether a site for the public leaves out what it says of one of the levels.
 * @property {boolean} same
 * @property {Level | null} missing The level that has not been described yet.
 * @property {Expectation | null} fromStep
 * @property {Expectation | null} toStep
 * @property {"" | "same" | "raised" | "lowered"} step
 * @property {CriterionPair[]} criteria
 * @property {Away[]} movedAway Criteria that stand here on the left, and elsewhere on the right.
 */

/**
 * `null` if a level has no such name.
 *
 * @param {Handbook} handbook
 * @param {Words} words
 * @param {string} fromName
 * @param {string} toName
 */
export const compare = (handbook, words, fromName, toName) => {
  const [from, to] = [byId(handbook.levels, fromName), byId(handbook.levels, toName)];
  if (!from || !to) return null;
  const known = handbook.competencies.filter((it) => knows(from, it) && knows(to, it));
  const competencies = known.map((it) => competencyPair(handbook, it, from, to));
  const isOneTrack = from.track === to.track;
  const isForth = handbook.levels.indexOf(from) < handbook.levels.indexOf(to);
  fill(competencies, new Sides(handbook, words, from, to, competencies), (kind, by) => {
    if (isOneTrack) {
      return isForth && by === "author" && (kind === "reworded" || kind === "moved") ? "grown" : kind;
    }
    if (kind === "new" || kind === "gone") return "only";
    return kind === "likely" ? "maybe-both" : "both";
  });
  return { from, to, isOneTrack, facts: factPairs(from.facts, to.facts), competencies };
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
const knows = (level, { id }) => level.without.includes(id) || Boolean(cellOf(level, id));

/**
 * A competency of both levels, without criteria.
 *
 * @param {Handbook} handbook
 * @param {Competency} competency
 * @param {Level} from
 * @param {Level} to
 * @returns {CompetencyPair}
 */
const competencyPair = (handbook, competency, from, to) => {
  const track = byId(handbook.tracks, from.track);
  const cumulative = from.track === to.track && Boolean(track?.cumulative.includes(competency.id));
  const missing = [to, from].find((level) => cellOf(level, competency.id)?.state === "missing") ?? null;
  const [fromStep, toStep] = [from, to].map((level) => cellOf(level, competency.id)?.expect ?? null);
  const step = stepChange(fromStep, toStep);
  const internal = Boolean(competency.internal) || [from, to].some((level) => cellOf(level, competency.id)?.internal);
  return {
    ...{ competency, internal, cumulative, missing, fromStep, toStep, step },
    ...{ criteria: [], movedAway: [], same: false },
  };
};

/**
 * Puts the rows into the competencies: in the order of the right side, then those that are gone.
 *
 * @param {CompetencyPair[]} competencies
 * @param {Sides} sides
 * @param {(kind: Kind, by: By | null) => Word} wordOf
 */
const fill = (competencies, sides, wordOf) => {
  const { before, after } = sides;
  const pairs = sides.pairs();
  const alone = (/** @type {"new" | "gone"} */ kind, /** @type {Criterion} */ it) =>
    competencies[it.place].criteria.push({
      ...{ kind, word: wordOf(kind, null), movedFrom: null },
      ...(kind === "gone" ? { from: it, to: null } : { from: null, to: it }),
    });
  after.forEach((to, at) => {
    const own = pairs.filter((pair) => pair.to === at);
    if (!own.length) alone("new", to);
    for (const pair of own) {
      const from = before[pair.from];
      const isMoved = from.place !== to.place;
      const kind = kindOf(pair, from, to, competencies[to.place].cumulative);
      const movedFrom = isMoved ? competencies[from.place].competency : null;
      const row = { kind, word: wordOf(kind, pair.by), from, to, movedFrom };
      competencies[to.place].criteria.push(row);
      if (isMoved) competencies[from.place].movedAway.push({ pair: row, to: competencies[to.place].competency });
    }
  });
  before.forEach((from, at) => {
    if (!pairs.some((pair) => pair.from === at)) alone("gone", from);
  });
  for (const it of competencies) {
    it.same =
      !it.missing &&
      !it.movedAway.length &&
      ["", "same"].includes(it.step) &&
      it.criteria.every(({ kind }) => ["same", "expected"].includes(kind));
  }
};

/** What both levels expect in all competencies that are compared. */
class Sides {
  #handbook;
  #words;
  #from;
  #to;
  #competencies;
  #predecessors;

  /**
   * @param {Handbook} handbook
   * @param {Words} words
   * @param {Level} from
   * @param {Level} to
   * @param {CompetencyPair[]} competencies
   */
  constructor(handbook, words, from, to, competencies) {
    this.#handbook = handbook;
    this.#words = words;
    this.#from = from;
    this.#to = to;
    this.#competencies = competencies;
    this.#predecessors = predecessors(handbook);
    const isCumulative = (/** @type {CompetencyPair} */ { cumulative }) => cumulative;
    // In a cumulative track both sides say what the levels before them say, so the earlier level is where they part.
    const first = Math.min(...[from, to].map((level) => this.#rungs(level).indexOf(level)));
    this.before = this.#side(from, isCumulative, first);
    this.after = this.#side(to, isCumulative, first);
    if (from.track === to.track) {
      const isForth = handbook.levels.indexOf(from) < handbook.levels.indexOf(to);
      if (isForth) this.before.push(...this.#outgrown(from, this.before, this.after));
      else this.after.push(...this.#outgrown(to, this.after, this.before));
      return;
    }
    const ofLeft = this.#stillExpected(from, this.before, this.after);
    const ofRight = this.#stillExpected(to, this.after, this.before);
    this.before.push(...ofLeft);
    this.after.push(...ofRight);
  }

  /**
   * The levels of its track.
   *
   * @param {Level} level
   */
  #rungs(level) {
    const track = byId(this.#handbook.tracks, level.track);
    const own = (track?.levels ?? []).flatMap((name) => byId(this.#handbook.levels, name) ?? []);
    return own.filter((it) => it.track === level.track);
  }

  /**
   * What stays expected of a level from those before it, as far as the other level expects it as well. Two tracks are
   * compared by what their levels say themselves, and nothing that both expect may seem to be of one alone.
   *
   * @param {Level} level
   * @param {Criterion[]} own
   * @param {Criterion[]} other
   */
  #stillExpected(level, own, other) {
    const cumulative = byId(this.#handbook.tracks, level.track)?.cumulative ?? [];
    const all = this.#side(level, ({ competency }) => cumulative.includes(competency.id), 0);
    const isOfBoth = (/** @type {Criterion} */ it) =>
      other.some(({ place, id, saying }) => place === it.place && (id === it.id || saying === it.saying));
    return all.filter((it) => !own.some(({ id }) => id === it.id) && isOfBoth(it));
  }

  /**
   * What stays expected of the earlier of two levels from those before it, as far as the later one replaces it: what
   * the later one says has grown from that, and is not new.
   *
   * @param {Level} level
   * @param {Criterion[]} own
   * @param {Criterion[]} later
   */
  #outgrown(level, own, later) {
    const replaced = new Set(later.flatMap((it) => [...this.#predecessors(it)]));
    for (const { id } of own) replaced.delete(id);
    if (!replaced.size) return [];
    const known = new Set(own.map(({ id }) => id));
    return this.#side(level, ({ cumulative }) => cumulative, 0).filter(({ id }) => !known.has(id) && replaced.has(id));
  }

  /**
   * @param {Level} level
   * @param {(pair: CompetencyPair) => boolean} isCumulative Where the levels of the track from number `first` on count.
   * @param {number} first
   */
  #side(level, isCumulative, first) {
    const rungs = this.#rungs(level);
    const lists = this.#competencies.map((pair, place) => {
      if (pair.missing) return [];
      const levels = isCumulative(pair) ? rungs.slice(first, rungs.indexOf(level) + 1) : [level];
      return this.#criteriaOf(levels, pair.competency.id, place);
    });
    const replaced = new Set(lists.flat().flatMap((it) => [...this.#predecessors(it)]));
    return lists.flatMap((list, place) => {
      const kept = isCumulative(this.#competencies[place]) ? list.filter(({ id }) => !replaced.has(id)) : list;
      return kept.map((it, position) => ({ ...it, position }));
    });
  }

  /**
   * Criteria of some levels, each with its level and the numbers of its words. A later one takes the place of an
   * earlier one with its id.
   *
   * @param {Level[]} levels
   * @param {string} competency
   * @param {number} place
   */
  #criteriaOf(levels, competency, place) {
    /** @type {Map<string, Criterion>} */
    const criteria = new Map();
    for (const level of levels) {
      const numbers = this.#words.levels[this.#handbook.levels.indexOf(level)];
      let at = 0;
      for (const cell of level.cells) {
        if (cell.competency === competency) {
          cell.criteria.forEach((it, i) => {
            const [saying, ...stems] = numbers[at + i];
            criteria.set(it.id, { ...it, level, place, position: 0, saying, stems });
          });
        }
        at += cell.criteria.length;
      }
    }
    return [...criteria.values()];
  }

  // They are found in the order of the handbook, and then turned round if asked for the other way, so that a
  // comparison mirrors its opposite whatever is equally good.
  pairs() {
    const [from, to] = [this.#from, this.#to].map((level) => this.#handbook.levels.indexOf(level));
    if (from <= to) return this.#paired(this.before, this.after);
    return this.#paired(this.after, this.before).map((it) => ({ ...it, from: it.to, to: it.from }));
  }

  /**
   * @param {Criterion[]} before
   * @param {Criterion[]} after
   */
  #paired(before, after) {
    /** @type {[number, number][]} */
    const byAuthor = [];
    before.forEach((one, from) => {
      after.forEach((other, to) => {
        const isSuccessor = this.#predecessors(other).has(one.id) || this.#predecessors(one).has(other.id);
        if (isSuccessor) byAuthor.push([from, to]);
      });
    });
    return pairs(before, after, byAuthor, this.#words.weights, this.#from.track === this.#to.track);
  }
}

/**
 * @param {Level} level
 * @param {string} competency
 */
const cellOf = (level, competency) => level.cells.find((cell) => cell.competency === competency);

/**
 * @param {Expectation | null} before
 * @param {Expectation | null} after
 */
const stepChange = (before, after) => {
  if (!before && !after) return "";
  if (!before || !after) return after ? "raised" : "lowered";
  const rank = (/** @type {Expectation} */ it) => [it.first.number, it.last.number, Number(it["or-above"] ?? false)];
  const [was, is] = [rank(before), rank(after)];
  const at = was.findIndex((value, i) => value !== is[i]);
  if (at < 0) return "same";
  return was[at] < is[at] ? "raised" : "lowered";
};

/**
 * @param {Pair} pair
 * @param {Criterion} from
 * @param {Criterion} to
 * @param {boolean} cumulative
 * @returns {Kind}
 */
const kindOf = ({ isSure }, from, to, cumulative) => {
  if (!isSure) return "likely";
  if (from.place !== to.place) return "moved";
  if (from.saying !== to.saying) return "reworded";
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
  if ([from, to].some(({ origin }) => origin?.kind === "step")) return true;
  const leadIn = (/** @type {Criterion} */ it) => it["lead-in"]?.text.toLowerCase();
  return from.groups?.join("\n") === to.groups?.join("\n") && leadIn(from) === leadIn(to);
};
