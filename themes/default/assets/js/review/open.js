// A sheet that comes as a file: laid beside the one that is open, kept as one of its own, added, or put in its place.

import { changed as changedAddress } from "../address.js";
import { need, part } from "../parts.js";
import { ask } from "./ask.js";
import { dateText } from "../dates.js";
import { InvalidSheetFile, LARGEST, isReadable, read } from "./file.js";
import { merge } from "./merge.js";
import { levelOf } from "./sheet.js";

/** @import { Review, Opened } from "../review.js" */
/** @import { Sheet } from "./file.js" */

/** @param {File} file */
const readFile = async (file) => {
  if (file.size > LARGEST) throw new InvalidSheetFile("size");
  const text = await file.text().catch(() => {
    throw new InvalidSheetFile("reading");
  });
  return read(text);
};

/**
 * @param {Review} review
 * @param {Opened} opened
 * @param {File} file
 */
export const openFile = async (review, opened, file) => {
  try {
    const sheet = await readFile(file);
    const name = sheet.name || file.name.replace(/\.json$/i, "").slice(0, 200);
    review.say();
    const other = document.querySelector(".review-ask-other");
    if (other instanceof HTMLElement) other.hidden = sheet.book === opened.handbook.book.title;
    const answer = await ask("lb-ask-open", { name, date: dateText(sheet.saved) || "–", title: sheet.book });
    ANSWERS[answer]?.(review, opened, { ...sheet, name }, sheet);
  } catch (error) {
    if (!(error instanceof InvalidSheetFile)) throw error;
    review.say(part(`review-wrong-${error.reason}`, { ...error.values, file: file.name }));
  }
};

/**
 * Shows the levels that a sheet is about.
 *
 * @param {Review} review
 * @param {Sheet} sheet
 */
const showPair = (review, { level, next }) =>
  review.navigate((query) => {
    query.set("level", level);
    query.set("next", next ?? "");
  });

/**
 * What happens with a sheet that was opened; `named` has the name that it is called by here.
 *
 * @type {Record<string, (review: Review, opened: Opened, named: Sheet, sheet: Sheet) => void>}
 */
const ANSWERS = {
  overlay: (review, opened, named) => {
    const { handbook } = opened;
    const { name } = named;
    const [level, next] = [named.level, named.next ?? ""].map((it) => levelOf(handbook, it));
    if (!opened.from && level?.url) showPair(review, named);
    review.overlay(named);
    const lines = [part("review-other-open", { name })];
    if (level?.url && (level !== opened.from || next !== opened.to)) {
      const pair = [level, next].flatMap((it) => it?.label ?? []).join(" → ");
      const offer = part("review-other-pair", { name, pair });
      need(offer, "button").addEventListener("click", () => showPair(review, named));
      lines.push(offer);
    }
    review.say(...lines);
  },
  own: (review, { sheets }, named) => {
    review.turnTo(sheets.add(named));
    review.say(part("review-opened-own", { name: named.name }));
  },
  merge: (review, { store }, _, sheet) => {
    const both = merge(store.sheet, sheet);
    // Two sheets may be more than one may be.
    if (!isReadable(both)) throw new InvalidSheetFile("size");
    review.replace(both);
    review.say(part("review-added"));
  },
  replace: (review, { handbook, store }, _, sheet) => {
    const isKnown = levelOf(handbook, sheet.level)?.url;
    if (isKnown) {
      const url = changedAddress((query) => ["level", "next"].forEach((name) => query.delete(name)));
      history.pushState(null, "", url);
    }
    const { level, next } = store.sheet;
    review.replace(isKnown ? sheet : { ...sheet, level, next });
    review.say(part("review-replaced"));
  },
};
