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
    for (const [from, to] of byAuthor) {
      if (!this.#pairs.some((it) => it.from === from && it.to === to)) this.#take(from, to, true, "author");
    }
    for (const reach of REACHES) this.#takeSame(reach);
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

  /** @param {Reach} reach */
  #takeSame(reach) {
    this.#before.forEach((one, from) => {
      if (!this.#freeBefore[from]) return;
      const to = this.#after.findIndex(
        (other, to) => this.#freeAfter[to] && one.saying === other.saying && reachOf(one, other) === reach,
      );
      if (to >= 0) this.#take(from, to, true);
    });
  }

  // All pairs of free criteria that are alike enough to be likely.
  #alike() {
    const likelyAt = this.#likelyByPlace();
    /** @type {Alike[]} */
    const alike = [];
    this.#before.forEach((one, from) => {
      if (!this.#freeBefore[from]) return;
      this.#after.forEach((other, to) => {
        if (!this.#freeAfter[to]) return;
        const reach = reachOf(one, other);
        const likely = reach === "elsewhere" ? LIKELY_ELSEWHERE : likelyAt(one.place);
        const value = likeness(one.stems, other.stems, this.#weights);
        if (value >= likely) alike.push({ from, to, reach, value, likely });
      });
    });
    return alike;
  }

  // The likeness for a likely pair, by the number of free criteria on the side that has more of them.
  #likelyByPlace() {
    const count = (/** @type {Criterion[]} */ list, /** @type {boolean[]} */ free, /** @type {number} */ place) =>
      list.filter((it, at) => free[at] && it.place === place).length;
    /** @type {Map<number, number>} */
    const known = new Map();
    const free = [[...this.#freeBefore], [...this.#freeAfter]];
    return (/** @type {number} */ place) => {
      const sizes = [count(this.#before, free[0], place), count(this.#after, free[1], place)];
      const likely = known.get(place) ?? this.#likely + Math.round(EACH_DOUBLING * Math.log2(Math.max(1, ...sizes)));
      known.set(place, likely);
      return likely;
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
