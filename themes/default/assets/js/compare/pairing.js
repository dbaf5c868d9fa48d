// Which criterion of one list belongs to which of another, as src/handbook/pairing.rs decides it, round by round and
// with the same numbers; a browser test holds both to the same answers.

import { best } from "./assignment.js";
import { ALL, likeness } from "./likeness.js";

/** @import { Criterion as CriterionJson, Level } from "handbook-json" */
/**
 * A criterion of a list. `place` is the number of its competency, `position` its own there, `saying` the number that
 * texts share which say the same, `stems` those of its words.
 *
 * @typedef {CriterionJson & Listed} Criterion
 */
/** @typedef {{ level: Level, place: number, position: number, saying: number, stems: number[] }} Listed */
/** @typedef {"id" | "author" | "words"} By What says that two criteria belong together. */
/** @typedef {{ from: number, to: number, isSure: boolean, by: By }} Pair */
/** @typedef {"group" | "competency" | "elsewhere"} Reach */
/** @typedef {{ from: number, to: number, reach: Reach, value: number, likely: number }} Alike */

const SURE = ALL / 2;
const LIKELY = ALL / 10;
const EACH_DOUBLING = ALL / 20;
const BETWEEN_TRACKS = 2 * EACH_DOUBLING;
const LIKELY_ELSEWHERE = LIKELY + 7 * EACH_DOUBLING;
const ELSEWHERE = 3 * EACH_DOUBLING;
const HEIGHTS = 1024;
const MANY = 1000;
const NEAR = 200;

/** @type {Reach[]} */
const REACHES = ["group", "competency", "elsewhere"];

/**
 * @param {Criterion[]} before
 * @param {Criterion[]} after
 * @param {[number, number][]} byAuthor Those that their author paired.
 * @param {number[]} weights
 * @param {boolean} isOneTrack
 */
export const pairs = (before, after, byAuthor, weights, isOneTrack) =>
  new Pairing(before, after, weights, isOneTrack).all(byAuthor);

/**
 * How far apart two criteria stand.
 *
 * @param {Criterion} from
 * @param {Criterion} to
 * @returns {Reach}
 */
const reachOf = (from, to) => {
  if (from.place !== to.place) return "elsewhere";
  return from.groups?.join("\n") === to.groups?.join("\n") ? "group" : "competency";
};

/**
 * Things by what a function says of them.
 *
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => number} key
 * @returns {Map<number, T[]>}
 */
const gathered = (things, key) => {
  /** @type {Map<number, T[]>} */
  const all = new Map();
  for (const it of things) {
    const known = all.get(key(it));
    if (known) known.push(it);
    else all.set(key(it), [it]);
  }
  return all;
};

class Pairing {
  #before;
  #after;
  #weights;
  #likely;
  #freeBefore;
  #freeAfter;
  /** @type {Pair[]} */
  #pairs = [];

  /**
   * @param {Criterion[]} before
   * @param {Criterion[]} after
   * @param {number[]} weights
   * @param {boolean} isOneTrack
   */
  constructor(before, after, weights, isOneTrack) {
    this.#likely = isOneTrack ? LIKELY : LIKELY + BETWEEN_TRACKS;
    this.#before = before;
    this.#after = after;
    this.#weights = weights;
    this.#freeBefore = before.map(() => true);
    this.#freeAfter = after.map(() => true);
  }

  /** @param {[number, number][]} byAuthor */
  all(byAuthor) {
    this.#takeIds();
    const taken = new Set(this.#pairs.map(({ from, to }) => `${from} ${to}`));
    for (const [from, to] of byAuthor) {
      if (!taken.has(`${from} ${to}`)) this.#take(from, to, true, "author");
      taken.add(`${from} ${to}`);
    }
    this.#takeSame();
    const alike = this.#alike();
    for (const isSure of [true, false]) for (const reach of REACHES) this.#takeAlike(alike, reach, isSure);
    return this.#pairs;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {boolean} isSure
   * @param {By} by
   */
  #take(from, to, isSure, by = "words") {
    this.#freeBefore[from] = false;
    this.#freeAfter[to] = false;
    this.#pairs.push({ from, to, isSure, by });
  }

  #takeIds() {
    const byId = new Map(this.#after.map(({ id }, to) => [id, to]));
    this.#before.forEach(({ id }, from) => {
      const to = byId.get(id);
      if (to !== undefined) this.#take(from, to, true, "id");
    });
  }

  #takeSame() {
    const sayings = gathered(this.#free(this.#freeAfter), (to) => this.#after[to].saying);
    for (const reach of REACHES) {
      for (const from of this.#free(this.#freeBefore)) {
        const one = this.#before[from];
        const same = sayings.get(one.saying) ?? [];
        // Thousands may say the same: those that are taken are passed over once.
        while (same.length > 0 && !this.#freeAfter[same[0]]) same.shift();
        const to = same.find((it) => this.#freeAfter[it] && reachOf(one, this.#after[it]) === reach);
        if (to !== undefined) this.#take(from, to, true);
      }
    }
  }

  /** @param {boolean[]} isFree */
  #free(isFree) {
    return [...isFree.keys()].filter((at) => isFree[at]);
  }

  // All pairs of free criteria that are alike enough to be likely.
  #alike() {
    const likely = this.#likelyByPlace();
    const [before, after] = [this.#freeBefore, this.#freeAfter].map((it) => this.#free(it));
    const isMany = Math.max(before.length, after.length) > MANY;
    const beside = gathered(after, (to) => this.#after[to].place);
    /** @type {Alike[]} */
    const alike = [];
    for (const from of before) {
      const one = this.#before[from];
      const near = (/** @type {number} */ to) => Math.abs(this.#after[to].position - one.position) <= NEAR;
      for (const to of isMany ? (beside.get(one.place) ?? []).filter(near) : after) {
        const reach = reachOf(one, this.#after[to]);
        const least = reach === "elsewhere" ? LIKELY_ELSEWHERE : likely(one.place);
        const value = likeness(one.stems, this.#after[to].stems, this.#weights);
        if (value >= least) alike.push({ from, to, reach, value, likely: least });
      }
    }
    return alike;
  }

  // The likeness for a likely pair, by the number of free criteria on the side that has more of them.
  #likelyByPlace() {
    const counts = [
      gathered(this.#free(this.#freeBefore), (from) => this.#before[from].place),
      gathered(this.#free(this.#freeAfter), (to) => this.#after[to].place),
    ];
    return (/** @type {number} */ place) => {
      const sizes = counts.map((it) => it.get(place)?.length ?? 0);
      return this.#likely + Math.round(EACH_DOUBLING * Math.log2(Math.max(1, ...sizes)));
    };
  }

  /**
   * @param {Alike[]} alike
   * @param {Reach} reach
   * @param {boolean} isSure
   */
  #takeAlike(alike, reach, isSure) {
    const sure = reach === "elsewhere" ? SURE + ELSEWHERE : SURE;
    const candidates = alike
      .filter((it) => it.reach === reach && this.#freeBefore[it.from] && this.#freeAfter[it.to])
      .map((it) => ({ ...it, least: isSure ? sure : it.likely }))
      .filter(({ value, least }) => value >= least)
      .map(({ from, to, value, least }) => {
        const distance = Math.abs(this.#before[from].position - this.#after[to].position);
        const gain = (value - least + 1) * HEIGHTS - Math.min(distance, HEIGHTS - 1);
        return { row: from, column: to, gain };
      });
    for (const [from, to] of best(candidates)) this.#take(from, to, isSure);
  }
}
