// Which words of two texts changed, as `changed_words` in src/handbook/compare.rs says it.

// How many pairs of words are looked at. Of longer texts it is what both begin and end with that did not change.
const MOST_PAIRS = 1_000_000;

/**
 * The longest common subsequence, as pairs of positions. Words that both end with are a pair in any case.
 *
 * @param {string[]} from
 * @param {string[]} to
 */
const common = (from, to) => {
  let start = 0;
  let end = 0;
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start++;
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const [a, b] = [from.slice(0, from.length - end), to.slice(0, to.length - end)];
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const pairs = Array.from({ length: end }, (_, i) => [a.length + i, b.length + i]);
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
  // What both end with is kept first, since the pages that are ready do so.
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  const [left, right] = [from, to].map((words) => words.slice(start, words.length - end));
  const pairs = left.length * right.length > MOST_PAIRS ? [] : common(left, right);
  /**
   * @param {string[]} words
   * @param {number[]} positions
   */
  const kept = (words, positions) => {
    const between = new Set(positions.map((position) => position + start));
    return words.map((_, at) => at < start || at >= words.length - end || between.has(at));
  };
  const before = kept(
    from,
    pairs.map(([position]) => position),
  );
  const after = kept(
    to,
    pairs.map(([, position]) => position),
  );
  return { from: before.map((it) => !it), to: after.map((it) => !it) };
};
