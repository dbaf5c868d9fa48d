// The shape of `api/words.json`: the words of all criteria as numbers, so that the theme's script pairs criteria
// as the program does. A handbook that is divided has none, since each of its parts has its own words (`parts.d.ts`). It
// is no interface for other programs, and may change.

export interface Words {
  /** The weight of each stem, by its number. */
  weights: number[];
  /**
   * For each level of `handbook.json`, in their order, one list for each criterion of its cells: the number of its
   * text, which texts share that say the same, then the numbers of its stems.
   */
  levels: number[][][];
}
