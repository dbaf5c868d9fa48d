// How alike two criteria are, by the numbers that api/words.json has for their words; the same whole numbers as in
// src/handbook/likeness/score.rs.

/** The likeness of a text with itself. */
export const ALL = 10000;

// The first words count four thirds of the others.
const OPENING = 3;

/**
 * From 0 to `ALL`.
 *
 * @param {number[]} one Numbers of stems.
 * @param {number[]} other
 * @param {number[]} weights The weight of each stem, by its number.
 */
export const likeness = (one, other, weights) => {
  const weight = (/** @type {number} */ stem, /** @type {number} */ at) => weights[stem] * (at < OPENING ? 4 : 3);
  const total = (/** @type {number[]} */ stems) => stems.reduce((sum, stem, at) => sum + weight(stem, at), 0);
  const all = total(one) + total(other);
  if (!all) return 0;
  const shared = sharedStems(one, other).map(({ stem, at, ofOther }) => {
    return { ofOther, weight: weight(stem, at) + weight(stem, ofOther) };
  });
  const bag = shared.reduce((sum, { weight }) => sum + weight, 0);
  return Math.floor(((2 * bag + inOrder(shared)) * ALL) / (3 * all));
};

/**
 * The stems that both have, with their positions, in the order of the first. Of a stem that stands in one of them
 * more than once, the first belongs to the first.
 *
 * @param {number[]} one
 * @param {number[]} other
 */
const sharedStems = (one, other) => {
  /** @type {Map<number, number[]>} */
  const places = new Map();
  other.forEach((stem, at) => places.set(stem, [...(places.get(stem) ?? []), at]));
  return one.flatMap((stem, at) => {
    const ofOther = places.get(stem)?.shift();
    return ofOther === undefined ? [] : { stem, at, ofOther };
  });
};

/**
 * The weight of the heaviest chain of words that stand in one order in both.
 *
 * @param {{ ofOther: number, weight: number }[]} shared
 */
const inOrder = (shared) => {
  /** @type {number[]} */
  const chains = [];
  shared.forEach(({ ofOther, weight }, last) => {
    let longest = 0;
    for (let at = 0; at < last; at++) if (shared[at].ofOther < ofOther) longest = Math.max(longest, chains[at]);
    chains.push(longest + weight);
  });
  return Math.max(0, ...chains);
};
