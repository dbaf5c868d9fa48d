// Several files laid together: where people place the same sentence differently. Nobody is told apart in it.

import { keyOf, levelsOf, sentencesOf } from "./draw.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Placed } from "./file.js" */
/** @import { Sentence } from "./draw.js" */
/**
 * A sentence, and how many placed it where.
 *
 * @typedef {object} Row
 * @property {Sentence} sentence
 * @property {{ level: Level, count: number }[]} places In the order of the levels.
 * @property {number} skipped
 * @property {number} apart How many levels lie between the lowest and the highest place.
 * @property {number} spread The mean distance of any two places.
 */
/** @typedef {{ track: string, rows: Row[] }} Table */

/**
 * The sentences by track, those on which people differ most first, and how many placements there was no sentence or
 * level for: it is gone, or reads differently now.
 *
 * @param {Handbook} handbook
 * @param {Placed[]} files
 * @returns {{ tables: Table[], left: number }}
 */
export const together = (handbook, files) => {
  let left = 0;
  const tables = handbook.tracks.map(({ id, title }) => {
    const sentences = new Map(sentencesOf(handbook, id).map((it) => [keyOf(it), it]));
    const levels = levelsOf(handbook, id);
    /** @type {Map<Sentence, { at: number[], skipped: number }>} */
    const known = new Map();
    for (const placement of files.filter((it) => it.track === id).flatMap((it) => it.placements)) {
      const sentence = sentences.get(keyOf(placement));
      const at = levels.findIndex((it) => it.id === placement.placed);
      if (!sentence || sentence.wording !== placement.wording || (placement.placed && at < 0)) {
        left += 1;
        continue;
      }
      const row = known.get(sentence) ?? { at: [], skipped: 0 };
      if (placement.placed) row.at.push(at);
      else row.skipped += 1;
      known.set(sentence, row);
    }
    return { track: title, rows: [...known].map(([sentence, row]) => rowOf(sentence, row, levels)).sort(byDifference) };
  });
  const tracks = new Set(handbook.tracks.map(({ id }) => id));
  for (const file of files.filter((it) => !tracks.has(it.track))) left += file.placements.length;
  return { tables: tables.filter(({ rows }) => rows.length), left };
};

/**
 * @param {Sentence} sentence
 * @param {{ at: number[], skipped: number }} row
 * @param {Level[]} levels
 * @returns {Row}
 */
const rowOf = (sentence, { at, skipped }, levels) => ({
  sentence,
  places: levels.map((level, i) => ({ level, count: at.filter((it) => it === i).length })).filter(({ count }) => count),
  skipped,
  apart: at.length ? Math.max(...at) - Math.min(...at) : 0,
  spread: meanDistance(at),
});

/** @param {number[]} at */
const meanDistance = (at) => {
  const pairs = (at.length * (at.length - 1)) / 2;
  const all = at.flatMap((one, i) => at.slice(i + 1).map((other) => Math.abs(one - other)));
  return pairs ? all.reduce((sum, it) => sum + it, 0) / pairs : 0;
};

/**
 * Whether anybody placed a sentence elsewhere than where it stands.
 *
 * @param {Row} row
 */
const fromHandbook = ({ places, sentence }) => (places.some(({ level }) => level.id !== sentence.level.id) ? 1 : 0);

/**
 * @param {Row} a
 * @param {Row} b
 */
const byDifference = (a, b) =>
  b.spread - a.spread ||
  b.apart - a.apart ||
  fromHandbook(b) - fromHandbook(a) ||
  b.skipped - a.skipped ||
  (keyOf(a.sentence) < keyOf(b.sentence) ? -1 : 1);
