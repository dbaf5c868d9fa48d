// Which pairs of rows and columns are best as a whole, as src/handbook/likeness/assignment.rs finds them.

/** @typedef {{ row: number, column: number, gain: number }} Candidate */

/**
 * The pairs whose gains have the greatest sum, in the order of their rows.
 *
 * @param {Candidate[]} candidates
 * @returns {[number, number][]}
 */
export const best = (candidates) =>
  components(candidates)
    .flatMap(bestOf)
    .sort(([a], [b]) => a - b);

/**
 * The candidates, divided so that no two parts have a row or a column in common: what is best in one does not depend on
 * the others.
 *
 * @param {Candidate[]} candidates
 * @returns {Candidate[][]}
 */
const components = (candidates) => {
  // Each row and column with another one of its part; the first of a part has none.
  /** @type {Map<string, string>} */
  const joined = new Map();
  const firstOfPart = (/** @type {string} */ of) => {
    let at = of;
    for (let next = joined.get(at); next !== undefined; next = joined.get(at)) at = next;
    return at;
  };
  for (const { row, column } of candidates) {
    const [one, other] = [firstOfPart(`row ${row}`), firstOfPart(`column ${column}`)];
    if (one !== other) joined.set(other, one);
  }
  /** @type {Map<string, Candidate[]>} */
  const parts = new Map();
  for (const it of candidates) {
    const first = firstOfPart(`row ${it.row}`);
    const part = parts.get(first);
    if (part) part.push(it);
    else parts.set(first, [it]);
  }
  return [...parts.values()];
};

/** The most rows, or columns if these are fewer, of a part that is assigned as a whole. */
const MOST = 300;

/**
 * The best pairs of one part; of one that is too large for that, pair by pair the best that is left.
 *
 * @param {Candidate[]} candidates
 * @returns {[number, number][]}
 */
const bestOf = (candidates) => {
  const distinct = (/** @type {number[]} */ numbers) => [...new Set(numbers)].sort((a, b) => a - b);
  const rows = distinct(candidates.map(({ row }) => row));
  const columns = distinct(candidates.map(({ column }) => column));
  const isWide = rows.length <= columns.length;
  const [short, long] = isWide ? [rows, columns] : [columns, rows];
  if (short.length > MOST) return oneByOne(candidates);
  const gains = short.map(() => long.map(() => 0));
  for (const { row, column, gain } of candidates) {
    const [a, b] = isWide ? [row, column] : [column, row];
    gains[short.indexOf(a)][long.indexOf(b)] = gain;
  }
  return assigned(gains)
    .flatMap((column, row) => (gains[row][column] > 0 ? [[short[row], long[column]]] : []))
    .map(([a, b]) => /** @type {[number, number]} */ (isWide ? [a, b] : [b, a]));
};

/**
 * @param {Candidate[]} candidates
 * @returns {[number, number][]}
 */
const oneByOne = (candidates) => {
  const [rows, columns] = [new Set(), new Set()];
  const best = [...candidates].sort((a, b) => b.gain - a.gain || a.row - b.row || a.column - b.column);
  return best.flatMap(({ row, column }) => {
    if (rows.has(row) || columns.has(column)) return [];
    rows.add(row);
    columns.add(column);
    return [/** @type {[number, number]} */ ([row, column])];
  });
};

/**
 * For each row its column; there are at least as many columns as rows. Number 0 of both stands for none.
 *
 * @param {number[][]} gains
 */
const assigned = (gains) => {
  const width = gains[0]?.length ?? 0;
  const rowPotential = new Array(gains.length + 1).fill(0);
  const columnPotential = new Array(width + 1).fill(0);
  const rowOf = new Array(width + 1).fill(0);
  for (let row = 1; row <= gains.length; row++) {
    rowOf[0] = row;
    const least = new Array(width + 1).fill(Infinity);
    const cameFrom = new Array(width + 1).fill(0);
    const isDone = new Array(width + 1).fill(false);
    let at = 0;
    while (rowOf[at]) {
      isDone[at] = true;
      const current = rowOf[at];
      let [step, next] = [Infinity, 0];
      for (let column = 1; column <= width; column++) {
        if (isDone[column]) continue;
        const reduced = -gains[current - 1][column - 1] - rowPotential[current] - columnPotential[column];
        if (reduced < least[column]) [least[column], cameFrom[column]] = [reduced, at];
        if (least[column] < step) [step, next] = [least[column], column];
      }
      for (let column = 0; column <= width; column++) {
        if (isDone[column]) {
          rowPotential[rowOf[column]] += step;
          columnPotential[column] -= step;
        } else least[column] -= step;
      }
      at = next;
    }
    for (; at; at = cameFrom[at]) rowOf[at] = rowOf[cameFrom[at]];
  }
  return gains.map((_, row) => rowOf.indexOf(row + 1, 1) - 1);
};
