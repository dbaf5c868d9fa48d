// Work done: written on the day that it happens, or pasted from a log, and tied to the criteria that it shows, so that
// nothing is typed twice.

import { fill, element, need, part, word } from "../parts.js";
import { today } from "../dates.js";
import { ask } from "./ask.js";
import { newestFirst } from "./entries.js";
import { entryList, entryWords } from "./fields.js";
import { isReadable } from "./file.js";
import { foldOf } from "./folds.js";
import { entriesIn } from "./log.js";
import { union } from "./merge.js";
import { entriesOf, otherBox } from "./other.js";
import { textOf } from "./sheet.js";

/** @import { Entry } from "./file.js" */
/** @import { Page } from "./view.js" */

/** @param {Page} page */
export const work = (page) => {
  const { mine, other, changed } = page;
  const made = part("review-log");
  foldOf(page, made, "work", Boolean(mine.work.length || other?.work.length));
  const list = need(made, ".entries");
  const add = entryList(list, {
    entries: () => mine.work,
    write: (change) => {
      change(mine.work);
      changed();
      tell(page);
    },
    adorn: (row, entry, changed) => ties(page, row, entry, changed),
  });
  need(made, "[data-do=add-work]").addEventListener("click", add);
  need(made, "[data-do=paste-work]").addEventListener("click", () => paste(page));
  if (other?.work.length) {
    const columns = element("div", { class: "review-columns" });
    list.replaceWith(columns);
    columns.append(list, otherBox(page, entriesOf(other.work)));
  }
  return made;
};

/** @param {Page} page */
const tell = ({ news }) => news.dispatchEvent(new Event("work"));

// ---- What it shows ----

/**
 * @param {Page} page
 * @param {HTMLElement} row
 * @param {Entry} entry
 * @param {() => void} changed
 */
const ties = (page, row, entry, changed) => {
  const made = part("review-ties");
  const names = need(made, ".ties-of");
  const wordsOf = (/** @type {string} */ id) => textOf(page.index, { id, text: id });
  const show = () => {
    const tied = entry.criteria ?? [];
    names.replaceChildren(...tied.map((id) => element("li", {}, wordsOf(id))));
    names.hidden = !tied.length;
  };
  const write = (/** @type {string} */ id, /** @type {boolean} */ isTied) => {
    const rest = (entry.criteria ?? []).filter((it) => it !== id);
    entry.criteria = isTied ? [...rest, id] : rest;
    page.changed();
    show();
    changed();
    tell(page);
  };
  const fold = need(made, "details", HTMLDetailsElement);
  fold.addEventListener("toggle", () => {
    if (fold.open) need(fold, ".ties-choice").replaceChildren(...choices(page, entry, write));
  });
  show();
  row.append(made);
  return () => {
    const tied = (entry.criteria ?? []).map(wordsOf);
    return tied.length ? [" ", fill(word("review-text-shows"), { text: tied.join("; ") })] : [];
  };
};

/**
 * The criteria of this sheet, and those of others that are tied already.
 *
 * @param {Page} page
 * @param {Entry} entry
 * @param {(id: string, isTied: boolean) => void} write
 */
const choices = ({ all, index }, { criteria = [] }, write) => {
  const box = (/** @type {{ id: string, text: string }} */ { id, text }) => {
    const made = part("review-tie", { text });
    const field = need(made, "input", HTMLInputElement);
    field.checked = criteria.includes(id);
    field.addEventListener("change", () => write(id, field.checked));
    return made;
  };
  const here = all.flatMap(({ now, next }) => [...now, ...next].map(({ id }) => id));
  const elsewhere = criteria
    .filter((id) => !here.includes(id))
    .map((id) => ({ id, text: textOf(index, { id, text: id }) }));
  const groups = all.map(({ competency, now, next }) => {
    const group = part("review-tie-group", { title: competency.title });
    group.append(...[...now, ...next].map(box));
    return group;
  });
  return [...elsewhere.map(box), ...groups];
};

/**
 * Below a criterion, the work that shows it.
 *
 * @param {Page} page
 * @param {HTMLElement} line
 * @param {string} id
 */
export const showTied = ({ mine, news }, line, id) => {
  const list = need(line, ".review-tied");
  const show = () => {
    const tied = newestFirst(mine.work.filter(({ criteria }) => criteria?.includes(id)));
    list.replaceChildren(...tied.map((it) => element("li", {}, ...entryWords(it))));
    need(line, ".review-tied-label").hidden = list.hidden = !tied.length;
  };
  show();
  news.addEventListener("work", show);
};

// ---- A log that is pasted ----

/** @param {Page} page */
const paste = async (page) => {
  const { mine, say } = page;
  const field = need(document, "#lb-ask-paste textarea", HTMLTextAreaElement);
  field.value = "";
  if ((await ask("lb-ask-paste")) !== "add") return;
  const found = await read(page, field.value);
  const both = union(mine.work, found);
  if (!found.length) return say(part("review-pasted-nothing"));
  // What is kept must be readable again.
  if (!isReadable({ ...mine, work: both })) return say(part("review-pasted-too-much"));
  const added = both.length - mine.work.length;
  mine.work.splice(0, mine.work.length, ...both);
  page.changed();
  page.again();
  say(part("review-pasted", { added, known: found.length - added }));
};

/**
 * @param {Page} page
 * @param {string} text
 */
const read = async ({ index, learn }, text) => {
  /** @type {Set<string>} */
  const named = new Set();
  const known = { today: today(), languages: [document.documentElement.lang, navigator.language] };
  const entries = (/** @type {(id: string) => string | undefined} */ criterion) =>
    entriesIn(text, { ...known, criterion });
  entries((id) => void named.add(id));
  // What cannot be looked up stays in words.
  const { criteria, renamed } = await learn([...named].filter(index.isOpen)).catch(() => index);
  return entries((id) => (criteria.has(id) ? id : renamed.get(id)));
};
