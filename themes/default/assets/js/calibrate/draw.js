// Which sentences are asked, and at which levels they stand. The same number draws the same sentences of the same
// handbook, so that several people can place the same ones.

import { byId } from "../handbook.js";
import { hashOf } from "../hash.js";

/** @import { Handbook, Level } from "handbook-json" */
/**
 * A criterion, or one of its examples, with the level that it stands at.
 *
 * @typedef {object} Sentence
 * @property {string} id Of the criterion.
 * @property {number} example From 1; 0 is the criterion itself.
 * @property {string} text
 * @property {string} of The criterion's words, where it is an example.
 * @property {string} wording Changes with the words.
 * @property {Level} level
 * @property {string} competency Its title.
 * @property {string} anchor
 */
/** @typedef {{ track: string, competency: string, examples: boolean, set: number }} Choice */

export const COUNT = 20;

/**
 * What sentences are known by in a file.
 *
 * @param {{ id: string, example: number }} sentence
 */
export const keyOf = ({ id, example }) => JSON.stringify([id, example]);

/**
 * A short name for a wording, so that a file need not have the words in it.
 *
 * @param {string} text
 */
export const wordingOf = (text) => hashOf(text).toString(16).padStart(8, "0");

/**
 * The levels of a track between which a sentence is placed: its own, and in use.
 *
 * @param {Handbook} handbook
 * @param {string} track
 */
export const levelsOf = ({ tracks, levels }, track) => {
  const of = (byId(tracks, track)?.levels ?? []).map((id) => byId(levels, id));
  return of.filter((it) => it !== undefined).filter((it) => it.track === track && it.status !== "retired");
};

/**
 * All sentences of a track. Each is asked where it is stated: not at later levels that still expect it, nor at
 * levels that take it over from elsewhere or from a step.
 *
 * @param {Handbook} handbook
 * @param {string} track
 * @returns {Sentence[]}
 */
export const sentencesOf = (handbook, track) =>
  levelsOf(handbook, track).flatMap((level) =>
    level.cells.flatMap((cell) =>
      cell.criteria
        .filter(({ origin }) => !origin || (origin.kind === "track" && byId(handbook.tracks, origin.id)?.abstract))
        .flatMap(({ id, text, anchor = id, examples = [] }) => {
          const competency = byId(handbook.competencies, cell.competency)?.title ?? "";
          const sentence = (/** @type {string} */ words, /** @type {number} */ example) => ({
            ...{ id, example, text: words, of: example ? text : "", wording: wordingOf(words) },
            ...{ level, competency, anchor },
          });
          return [sentence(text, 0), ...examples.map((it, i) => sentence(it.text, i + 1))];
        }),
    ),
  );

/**
 * Random numbers from 0 to 1 that follow from the first one (mulberry32).
 *
 * @param {number} seed
 */
const randomFrom = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let it = Math.imul(state ^ (state >>> 15), 1 | state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
  };
};

/**
 * @param {Handbook} handbook
 * @param {Choice} choice
 */
export const draw = (handbook, { track, competency, examples, set }) => {
  const title = byId(handbook.competencies, competency)?.title;
  const meant = sentencesOf(handbook, track).filter(
    (it) => (examples || !it.example) && (!competency || it.competency === title),
  );
  // The order in the handbook may change, ids do not.
  meant.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const random = randomFrom(set);
  for (let at = meant.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [meant[at], meant[other]] = [meant[other], meant[at]];
  }
  return meant.slice(0, COUNT);
};
