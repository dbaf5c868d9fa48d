// Which levels a sheet is about: those that the address asks for, or else those of the last time.

import { query } from "../address.js";
import { levelOf, nextOf } from "./sheet.js";

/** @import { Opened } from "../review.js" */

/**
 * Sets `from` and `to`. Gives the name that is asked for, if the handbook has no such level.
 *
 * @param {Opened} opened
 */
export const choosePair = (opened) => {
  const { handbook, store } = opened;
  const wanted = query().get("level");
  const known = levelOf(handbook, wanted ?? store.sheet.level);
  opened.from = known?.url ? known : null;
  const ways = opened.from ? nextOf(handbook, opened.from) : [];
  const next = wantedNext(opened) ?? ways[0]?.id;
  const found = levelOf(handbook, next ?? "");
  opened.to = next === "" ? null : (ways.find((level) => level === found) ?? ways[0] ?? null);
  if (opened.from) remember(opened, opened.from.id, opened.to?.id ?? null);
  return opened.from ? "" : wanted;
};

/**
 * The next level that is asked for; `""` for none, and `undefined` if nothing is said of it.
 *
 * @param {Opened} opened
 */
const wantedNext = ({ handbook, store: { sheet }, from }) => {
  const next = query().get("next");
  if (next !== null) return next;
  return from && levelOf(handbook, sheet.level) === from ? (sheet.next ?? "") : undefined;
};

/**
 * @param {Opened} opened
 * @param {string} level
 * @param {string | null} next
 */
export const remember = ({ store }, level, next) => {
  const { sheet } = store;
  if (sheet.level === level && sheet.next === next) return;
  Object.assign(sheet, { level, next });
  store.save();
};
