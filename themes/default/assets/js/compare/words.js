// Which words of two texts changed.

/**
 * The longest common subsequence, as pairs of positions.
 *
 * @param {string[]} a
 * @param {string[]} b
 */
const common = (a, b) => {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return pairs;
};

/**
 * For each word of two texts whether it stands in that one alone.
 *
 * @param {string[]} from
 * @param {string[]} to
 */
export const changedWords = (from, to) => {
  const pairs = common(from, to);
  const keptBefore = new Set(pairs.map(([position]) => position));
  const keptAfter = new Set(pairs.map(([, position]) => position));
  return { from: from.map((_, i) => !keptBefore.has(i)), to: to.map((_, i) => !keptAfter.has(i)) };
};
