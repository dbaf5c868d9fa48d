// Which criteria are the grown form of which, by their authors' word, as src/handbook/succession.rs has it.

/** @import { Criterion, Handbook } from "handbook-json" */

/**
 * For each criterion by its id what it replaces, where it is written first.
 *
 * @param {Handbook} handbook
 */
const replacedIn = ({ levels }) => {
  /** @type {Map<string, string[]>} */
  const replaced = new Map();
  for (const { id, origin, replaces } of levels.flatMap(({ cells }) => cells).flatMap((it) => it.criteria)) {
    if (!origin && !replaced.has(id)) replaced.set(id, replaces ?? []);
  }
  return replaced;
};

/**
 * Gives the ids of what a criterion replaces, and of what that replaced before it.
 *
 * @param {Handbook & { replaced?: Map<string, string[]> }} handbook One of which not all has been read has what is
 *   `replaced` anywhere.
 */
export const predecessors = (handbook) => {
  const replaced = handbook.replaced ?? replacedIn(handbook);
  return (/** @type {Criterion} */ { id, replaces }) => {
    const found = new Set(replaces);
    // What is added on the way is visited as well.
    for (const earlier of found) for (const before of replaced.get(earlier) ?? []) found.add(before);
    found.delete(id);
    return found;
  };
};
