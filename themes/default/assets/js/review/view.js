// Shows a gap sheet.

import { listHead, listKey } from "../handbook.js";
import { drop, element, link, need, part, tint, word } from "../parts.js";
import { dateText, today } from "../dates.js";
import { choiceBar, jump, placeOf } from "./choice.js";
import { showUndo, textField } from "./fields.js";
import { foldOf } from "./folds.js";
import { item } from "./item.js";
import { otherBox } from "./other.js";
import { talk } from "./talk.js";
import { termNotes } from "./terms.js";
import { work } from "./work.js";

/** @import { Level, Term } from "handbook-json" */
/** @import { addresses, huesOf } from "../handbook.js" */
/** @import { Sheet } from "./file.js" */
/** @import { Fold } from "./folds.js" */
/** @import { Index, Item, SheetCompetency, restOf } from "./sheet.js" */
/** @import { Choice } from "./shown.js" */
/**
 * What a sheet is about: two levels and their competencies, `all` of them and those that are shown; the sheet `mine`
 * that is written into, the `other` one that is only read, what is kept of criteria that are gone or not shown, and
 * what to do when something has `changed`.
 *
 * @typedef {object} Page
 * @property {Index} index
 * @property {(ids: string[]) => Promise<Index>} learn Looks up what the index does not know yet.
 * @property {Level} from
 * @property {Level | null} to
 * @property {SheetCompetency[]} all
 * @property {SheetCompetency[]} competencies
 * @property {Choice} choice
 * @property {boolean} showsExamples
 * @property {Map<Fold, boolean>} folds What a reader has opened, or closed.
 * @property {(change: (query: URLSearchParams) => void) => void} choose Shows something else of the sheet.
 * @property {Term[]} glossary
 * @property {ReturnType<typeof restOf>["kept"]} kept
 * @property {Level[]} elsewhere
 * @property {Sheet} mine
 * @property {Sheet | null} other
 * @property {() => void} changed
 * @property {EventTarget} news Is told `work` and `talk` when those have changed.
 * @property {(...lines: HTMLElement[]) => void} say
 * @property {() => void} again Shows the sheet anew.
 * @property {string} root Leads to the root of the site.
 * @property {ReturnType<typeof addresses>} address
 * @property {ReturnType<typeof huesOf>} hue
 * @property {string} edition The last edition, against which notes are written; empty where there are none.
 * @property {string} changes The address of the page of all changes; empty where there is none.
 * @property {string} compare The address of the comparison of both levels.
 * @property {(level: { id: string }) => string} sheetOf The address of the sheet of a level.
 */

/**
 * What stands before the criteria, and what puts the pieces that follow behind it.
 *
 * @param {Page} page
 */
export const view = (page) => {
  const made = element(
    "div",
    { class: page.other ? "review-content has-other" : "review-content" },
    heads(page),
    element("div", { class: "review-folds" }, talk(page), needed(page), work(page)),
    choiceBar(page),
    ...jump(page.competencies),
  );
  return { made, pieces: pieces(page, made) };
};

/**
 * Puts one piece there at each step.
 *
 * @param {Page} page
 * @param {HTMLElement} made
 * @returns {Generator<void>}
 */
function* pieces(page, made) {
  const explain = termNotes(page.glossary);
  yield* expectations(page, made, explain);
  const rest = [...kept(page), ...elsewhere(page)];
  rest.forEach(explain);
  made.append(...rest);
  yield;
  // Last, since a browser takes its time for the first day that it writes, and only paper shows it.
  need(made, ".review-who").textContent = signature(page.mine);
}

// ---- What the sheet is about ----

/** @param {Page} page */
const heads = (page) => {
  const { from, to, other } = page;
  const made = part("review-heads", { name: other?.name });
  made.prepend(side(page, from, "now-label"), ...(to ? [side(page, to, "next-label")] : []));
  if (to) link(made, ".review-compare a", page.compare);
  else drop(made, ".review-compare");
  if (!other) drop(made, ".review-other");
  made.prepend(element("p", { class: "review-who on-paper" }));
  return made;
};

/**
 * Who has written the sheet, and when it is printed.
 *
 * @param {Sheet} sheet
 */
export const signature = ({ name }) => [name, dateText(today())].filter(Boolean).join(" · ");

/**
 * @param {Page} page
 * @param {Level} level
 * @param {string} label
 */
const side = ({ hue, address }, level, label) => {
  const { title, code, summary } = level;
  const made = part("review-side", { title, code, summary, label: word(`review-text-${label}`) });
  tint(made, hue(level));
  link(made, "h2 a", address(level));
  if (!code) drop(made, ".code");
  if (!summary) drop(made, ".side-summary");
  if (level.internal) need(made, ".kicker").append(" ", part("internal"));
  return made;
};

// ---- Expectations ----

// How many criteria are put there at once: few, so that a slow phone answers in between.
const AT_ONCE = 3;

/**
 * One competency after the other, a few criteria at each step.
 *
 * @param {Page} page
 * @param {HTMLElement} made
 * @param {(place: HTMLElement) => void} explain
 * @returns {Generator<void>}
 */
function* expectations(page, made, explain) {
  if (!page.all.length) made.append(part("review-nothing"));
  else if (!page.competencies.length) made.append(part("review-nothing-chosen"));
  /** @type {string | undefined} */
  let heading;
  for (const it of page.competencies) {
    if (it.category !== heading) made.append(categoryHeading(it.category));
    heading = it.category;
    const place = section(page, it);
    made.append(place);
    for (const { criteria, level, label } of expected(page, it)) {
      const list = element("ul", { class: "review-items" });
      place.append(levelHeading(page, level, label), list);
      for (let i = 0; i < criteria.length; i++) {
        list.append(...lines(page, criteria, i, it.competency.title));
        if (i % AT_ONCE < AT_ONCE - 1 && i < criteria.length - 1) continue;
        explain(place);
        yield;
      }
    }
  }
}

/**
 * What is expected now, and next.
 *
 * @param {Page} page
 * @param {SheetCompetency} competency
 */
const expected = (page, { now, next }) => [
  ...(now.length ? [{ criteria: now, level: page.from, label: "now-label" }] : []),
  ...(next.length && page.to ? [{ criteria: next, level: page.to, label: "next-label" }] : []),
];

/** @param {string} title */
const categoryHeading = (title) => (title ? part("review-category", { title }) : part("review-no-category"));

/**
 * @param {Page} page
 * @param {SheetCompetency} competency
 */
const section = (page, { competency, internal, steps }) => {
  const made = part("review-competency", { title: competency.title });
  link(made, "h3 a", page.address(competency));
  need(made, "h3").id = placeOf(competency);
  if (internal) need(made, "h3").append(" ", part("internal"));
  const arrow = document.dir === "rtl" ? " ← " : " → ";
  const words = [...new Set(steps.filter(Boolean))].join(arrow);
  if (words) need(made, ".review-steps").textContent = words;
  else drop(made, ".review-steps");
  return made;
};

/**
 * @param {Page} page
 * @param {Level} level
 * @param {string} label
 */
const levelHeading = (page, level, label) => {
  const { title, code } = level;
  const heading = part("review-level", { title, code, label: word(`review-text-${label}`) });
  tint(heading, page.hue(level));
  if (!code) drop(heading, ".code");
  if (level.internal) heading.append(" ", part("internal"));
  return heading;
};

/**
 * A criterion of a list, below the headings that it is the first to stand under.
 *
 * @param {Page} page
 * @param {Item[]} list
 * @param {number} i
 * @param {string} competency
 */
const lines = (page, list, i, competency) => {
  const line = item(page, list[i], competency);
  const head = i && listKey(list[i - 1]) === listKey(list[i]) ? [] : listHead(list[i], page.root);
  return head.length ? [element("li", { class: "review-context" }, ...head), line] : [line];
};

// ---- What the handbook does not have any more ----

/** @param {Page} page */
const kept = (page) => {
  if (!page.kept.length) return [];
  const made = part("review-kept");
  made.append(element("ul", { class: "review-items" }, ...page.kept.map((it) => gone(page, it))));
  return [made];
};

/**
 * @param {Page} page
 * @param {Page["kept"][number]} criterion
 */
const gone = (page, { id, text, competency }) => {
  const { mine, changed } = page;
  const line = item(page, { id, text }, competency);
  need(line, ".review-what").append(element("p", { class: "origin" }, competency));
  if (!mine.criteria.has(id)) return line;
  const button = part("review-drop");
  button.addEventListener("click", () => {
    const record = mine.criteria.get(id);
    mine.criteria.delete(id);
    changed();
    showUndo(line, () => {
      if (record) mine.criteria.set(id, record);
      changed();
    });
  });
  need(line, ".review-more").append(" ", button);
  return line;
};

// ---- What is needed, and where else something is written ----

/**
 * Answers for a level that is gone, or is not the one that is prepared for, are kept but not shown.
 *
 * @param {Page} page
 */
const needed = (page) => {
  const { mine, other, changed } = page;
  const { id, title } = page.to ?? page.from;
  const made = part("review-needed", { title });
  const [own, theirs] = [mine, other].map((sheet) => sheet?.needed.get(id)?.text);
  foldOf(page, made, "needed", Boolean(own || theirs));
  const field = need(made, "textarea", HTMLTextAreaElement);
  textField(field, need(made, ".on-paper"), own ?? "", (text) => {
    mine.needed.set(id, { title, text });
    changed();
  });
  if (theirs) need(made, ".review-columns").append(otherBox(page, element("p", { class: "other-note" }, theirs)));
  return made;
};

/** @param {Page} page */
const elsewhere = (page) => {
  if (!page.elsewhere.length) return [];
  const line = part("review-elsewhere");
  page.elsewhere.forEach((level, i) => {
    const anchor = element("a", { href: page.sheetOf(level) }, level.title);
    line.append(...(i ? [" · ", anchor] : [anchor]));
  });
  return [line];
};
