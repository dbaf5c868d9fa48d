// What a gap sheet shows: the criteria of a level and of the next one, and what was written about them in a
// handbook that may have changed since. This module knows nothing of the page.

import { anchorOf, byId, written } from "../handbook.js";
import { isBlankRecord } from "./file.js";
import { mergeRecords } from "./merge.js";

/** @import { Competency, Handbook, Level, Text } from "handbook-json" */
/** @import { LookedUp } from "../data.js" */
/** @import { Notes, Sheet } from "./file.js" */
/**
 * A criterion, or where a level has none, the text of its step, which has no anchor. What the handbook does not
 * have any more has no level. `also` is the next level if it expects the same, `counterpart` the same criterion
 * in the words of the other level.
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} text
 * @property {string} [html]
 * @property {number} [number]
 * @property {string[]} [groups]
 * @property {Text} [lead-in]
 * @property {boolean} [internal]
 * @property {Level} [level]
 * @property {string} [anchor]
 * @property {boolean} [pinned]
 * @property {Level | null} [also]
 * @property {Item | null} [counterpart]
 * @property {Text[]} [examples]
 */
/**
 * @typedef {object} SheetCompetency
 * @property {Competency} competency
 * @property {boolean} internal Whether a site for the public leaves out what it says of one of the levels.
 * @property {string} category
 * @property {string[]} steps The expected steps of both levels.
 * @property {Item[]} now
 * @property {Item[]} next
 */
/**
 * Every criterion of the handbook: the wordings that it has, the levels it stands at, and its old ids. Of a handbook
 * of which not all has been read it has those that were read or looked up; `isOpen` says whether nothing is known of an
 * id yet, not even that there is none.
 *
 * @typedef {object} Index
 * @property {Map<string, { wordings: Set<string>, levels: Level[], anchor: string }>} criteria
 * @property {Map<string, string>} renamed
 * @property {(id: string) => boolean} isOpen
 */

/**
 * The level that is called so, or was.
 *
 * @param {Handbook} handbook
 * @param {string | null} name
 */
export const levelOf = ({ levels }, name) =>
  byId(levels, name) ?? levels.find(({ was = [] }) => name && was.includes(name)) ?? null;

/**
 * The levels that one can go to from a level, that of its own track first.
 *
 * @param {Handbook} handbook
 * @param {Level} level
 */
export const nextOf = (handbook, level) => {
  const rungs = byId(handbook.tracks, level.track)?.levels ?? [];
  const after = rungs[rungs.indexOf(level.id) + 1];
  const names = [...new Set(level.next.map(({ to }) => to))];
  names.sort((a, b) => Number(b === after) - Number(a === after));
  return names.flatMap((name) => byId(handbook.levels, name) ?? []).filter(({ url }) => url);
};

/**
 * What a level expects of a competency.
 *
 * @param {Level | null} level
 * @param {string} competency
 * @returns {Item[]}
 */
const expected = (level, competency) => {
  const cell = level?.cells.find((it) => it.competency === competency);
  if (!level || !cell) return [];
  if (cell.criteria.length) return cell.criteria.map((it) => ({ ...it, level, anchor: anchorOf(it) }));
  if (!cell.step?.text) return [];
  const { title, text } = cell.step;
  return [{ id: `${competency}/${title}`, text: `${title}: ${text}`, level }];
};

/**
 * The competencies about which one of two levels says something. What both expect stands once, with the level
 * of `from`; if the wording differs, with that of `to`.
 *
 * @param {Handbook} handbook
 * @param {Level} from
 * @param {Level | null} to
 * @returns {SheetCompetency[]}
 */
export const competenciesOf = (handbook, from, to) =>
  handbook.competencies
    .map((competency) => {
      const [now, next] = [expected(from, competency.id), expected(to, competency.id)];
      const stays = (/** @type {Item[]} */ list, /** @type {Item} */ it) => byId(list, it.id)?.text === it.text;
      const cells = [from, to].map((level) => level?.cells.find((it) => it.competency === competency.id));
      const steps = cells.map((cell) => written(cell?.expect));
      return {
        competency,
        internal: Boolean(competency.internal) || cells.some((cell) => cell?.internal),
        category: byId(handbook.categories, competency.category)?.title ?? "",
        steps,
        now: now
          .filter((it) => !byId(next, it.id) || stays(next, it))
          .map((it) => ({ ...it, also: stays(next, it) ? to : null })),
        next: next.filter((it) => !stays(now, it)).map((it) => ({ ...it, counterpart: byId(now, it.id) ?? null })),
      };
    })
    .filter(({ now, next }) => now.length || next.length);

/**
 * @param {Handbook} handbook
 * @param {Map<string, LookedUp> | null} [lookedUp] The criteria that were looked up, if not all levels have been read.
 * @returns {Index}
 */
export const indexOf = (handbook, lookedUp = null) => {
  /** @type {Index["criteria"]} */
  const criteria = new Map();
  /** @type {Index["renamed"]} */
  const renamed = new Map();
  for (const level of handbook.levels) {
    for (const cell of level.cells) {
      for (const { id, text, anchor = "" } of expected(level, cell.competency)) {
        const known = criteria.get(id) ?? { wordings: new Set(), levels: [], anchor };
        criteria.set(id, known);
        known.wordings.add(text);
        if (level.url) known.levels.push(level);
      }
      for (const { id, was = [] } of cell.criteria) for (const old of was) renamed.set(old, id);
    }
  }
  const index = { criteria, renamed, isOpen: () => false };
  return lookedUp ? completed(index, handbook, lookedUp) : index;
};

/**
 * What was looked up is known of the handbook as a whole. An old id is followed only if it was: another level may have
 * it still.
 *
 * @param {Index} index
 * @param {Handbook} handbook
 * @param {Map<string, LookedUp>} lookedUp
 * @returns {Index}
 */
const completed = ({ criteria }, { levels }, lookedUp) => {
  /** @type {Index["renamed"]} */
  const renamed = new Map();
  for (const [id, { found, today }] of lookedUp) {
    if (today) renamed.set(id, today);
    if (!found) continue;
    const level = byId(levels, found.level);
    const wordings = new Set(found.texts);
    criteria.set(id, { wordings, levels: level ? [level] : [], anchor: anchorOf({ id, ...found }) });
  }
  return { criteria, renamed, isOpen: (id) => !criteria.has(id) && !lookedUp.has(id) };
};

/**
 * A sheet whose notes stand under the ids that criteria have now.
 *
 * @param {Sheet} sheet
 * @param {Index} index
 * @returns {Sheet}
 */
export const followed = (sheet, { criteria, renamed }) => {
  /** @type {Sheet["criteria"]} */
  const records = new Map();
  const today = (/** @type {string} */ id) => (criteria.has(id) ? id : (renamed.get(id) ?? id));
  for (const [old, record] of sheet.criteria) {
    const id = today(old);
    const other = records.get(id);
    records.set(id, other ? mergeRecords(other, record) : record);
  }
  const work = sheet.work.map((it) => (it.criteria ? { ...it, criteria: [...new Set(it.criteria.map(today))] } : it));
  const talk = sheet.talk.map((it) => ({ ...it, id: today(it.id) }));
  return { ...sheet, criteria: records, work, talk };
};

/**
 * Whether a criterion reads nowhere in the handbook as it did when something was written about it.
 *
 * @param {Index} index
 * @param {string} id
 * @param {Notes} notes
 */
export const isReworded = (index, id, { text }) => {
  const known = index.criteria.get(id);
  return Boolean(text) && known !== undefined && !known.wordings.has(text);
};

/**
 * What a criterion says today; if it is gone, what it said.
 *
 * @param {Index} index
 * @param {{ id: string, text: string }} criterion
 */
export const textOf = (index, { id, text }) => {
  const wordings = index.criteria.get(id)?.wordings;
  return !wordings || wordings.has(text) ? text : [...wordings][0];
};

/**
 * What was written about criteria that the handbook does not have, and the levels of others that are not shown.
 *
 * @param {Index} index
 * @param {SheetCompetency[]} competencies
 * @param {Sheet} mine
 * @param {Sheet | null} other
 */
export const restOf = (index, competencies, mine, other) => {
  const shown = new Set(competencies.flatMap(({ now, next }) => [...now, ...next].map(({ id }) => id)));
  const isWritten = (/** @type {[string, Notes]} */ [, notes]) => !isBlankRecord(notes);
  const all = new Map([...(other?.criteria ?? []), ...mine.criteria].filter(isWritten));
  const gone = [...all].filter(([id]) => !index.criteria.has(id) && !index.isOpen(id));
  const hidden = [...mine.criteria].filter(isWritten).filter(([id]) => !shown.has(id));
  return {
    kept: gone.map(([id, { text, competency }]) => ({ id, text, competency })),
    elsewhere: [...new Set(hidden.flatMap(([id]) => index.criteria.get(id)?.levels[0] ?? []))],
  };
};

/**
 * The address of the sheet of a level, below the page of sheets; `sheet` is the id of a named one.
 *
 * @param {{ id: string }} level
 * @param {string} [sheet]
 * @param {string | null} [next]
 */
export const sheetOf = ({ id }, sheet = "", next = "") => {
  const written = (/** @type {string} */ it) => encodeURIComponent(it).replaceAll("%2F", "/");
  const query = [sheet && `sheet=${sheet}`, id && `level=${written(id)}`, id && next && `next=${written(next)}`];
  return `?${query.filter(Boolean).join("&")}`;
};
