// What the parts of a sheet know of it.

import { query } from "../address.js";
import { addresses, huesOf } from "../handbook.js";
import { choiceOf } from "./choice.js";
import { competenciesOf, restOf, sheetOf } from "./sheet.js";
import { chosenOf, keptOf } from "./shown.js";

/** @import { Level } from "handbook-json" */
/** @import { Opened, Review } from "../review.js" */
/** @import { Folds } from "./folds.js" */
/** @import { Page } from "./view.js" */

/**
 * @param {Opened} opened
 * @param {Level} from
 * @param {DOMStringMap} dataset What the page says of itself.
 * @param {object} ways
 * @param {Review} ways.review
 * @param {URL} ways.base The root of the site.
 * @param {Folds} ways.folds
 * @param {(change: () => void) => void} ways.during Changes the page, and keeps the focus.
 * @returns {Page}
 */
export const pageOf = ({ known, sheets, store, to }, from, dataset, { review, base, folds, during }) => {
  const { root = "", edition = "", changes = "" } = dataset;
  const { sheet: mine, other } = store;
  const { handbook, index } = known;
  const all = competenciesOf(handbook, from, to);
  const choice = choiceOf({ to, other });
  const rest = restOf(index, all, mine, other);
  return {
    index,
    learn: (ids) => known.learn(ids),
    from,
    to,
    all,
    competencies: chosenOf(all, choice, mine, other),
    choice,
    showsExamples: query().has("examples"),
    folds: folds.chosen([sheets.id, from.id, to?.id].join(" ")),
    choose: (change) => during(() => review.navigate(change)),
    glossary: handbook.glossary,
    kept: keptOf(rest.kept, choice, mine, other),
    elsewhere: rest.elsewhere,
    mine,
    other,
    changed: () => store.save(),
    news: new EventTarget(),
    say: (...lines) => review.say(...lines),
    again: () => during(() => review.show()),
    root,
    address: addresses(root),
    hue: huesOf(handbook),
    edition,
    changes,
    compare: to ? `${new URL("compare/", base).href}?from=${from.id}&to=${to.id}` : "",
    sheetOf: (level) => sheetOf(level, sheets.id),
  };
};
