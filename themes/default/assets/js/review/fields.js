// What can be filled in: texts, dated entries, ratings. Each field has its words once more for paper, where
// a box with a scroll bar is of no use.

import { element, need, part } from "../parts.js";
import { dateText, today } from "../dates.js";
import { newestFirst, safeLink } from "./entries.js";
import { isBlankEntry } from "./file.js";

/** @import { Entry } from "./file.js" */
/**
 * `entries` gives the list that is kept. `write` changes it, and is told if that only takes a change back. `adorn`
 * gives a row more fields, and gives what it has to say on paper.
 *
 * @typedef {object} EntryStore
 * @property {() => Entry[]} entries
 * @property {(change: (list: Entry[]) => void, isBack?: boolean) => void} write
 * @property {(row: HTMLElement, entry: Entry, changed: () => void) => (() => (string | Node)[])} [adorn]
 */

const grows = CSS.supports("field-sizing", "content");

/**
 * A text that is as high as its words.
 *
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement | null} paper
 * @param {string} value
 * @param {(value: string) => void} write
 */
export const textField = (field, paper, value, write) => {
  const show = () => {
    if (paper) paper.textContent = field.value;
    if (grows) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  field.value = value;
  field.addEventListener("input", () => {
    write(field.value);
    show();
  });
  show();
  if (!grows) requestAnimationFrame(show);
};

/**
 * An entry as words: of another person, or on paper. A link that may not be followed is text.
 *
 * @param {Entry} entry
 */
export const entryWords = ({ date, text, link }) => {
  const words = [];
  if (date) words.push(element("span", { class: "entry-day" }, dateText(date)), " ");
  if (text) words.push(text, " ");
  const href = safeLink(link);
  if (href) words.push(element("a", { href, rel: "noreferrer" }, link.trim()));
  else if (link) words.push(link);
  return words;
};

/**
 * Replaces what was removed with a way back, until the sheet is shown anew.
 *
 * @param {HTMLElement} gone
 * @param {() => void} restore
 */
export const showUndo = (gone, restore) => {
  const line = part("review-removed");
  const undo = need(line, "button");
  undo.addEventListener("click", () => {
    restore();
    line.replaceWith(gone);
    need(gone, "textarea, input, button").focus();
  });
  gone.replaceWith(line);
  undo.focus();
};

/**
 * Dated entries in a list of the page. Returns what adds one.
 *
 * @param {HTMLElement} list
 * @param {EntryStore} store
 */
export const entryList = (list, store) => {
  list.append(...newestFirst(store.entries()).map((it) => entryRow(list, it, store)));
  return () => {
    const it = { date: today(), text: "", link: "" };
    store.write((entries) => entries.unshift(it));
    const row = entryRow(list, it, store);
    list.prepend(row);
    need(row, "textarea").focus();
  };
};

/**
 * @param {HTMLElement} list
 * @param {Entry} it
 * @param {EntryStore} store
 */
const entryRow = (list, it, store) => {
  const row = part("review-entry");
  const date = need(row, "[name=date]", HTMLInputElement);
  const text = need(row, "[name=text]", HTMLTextAreaElement);
  const link = need(row, "[name=link]", HTMLInputElement);
  const paper = need(row, ".on-paper");
  const show = () => {
    showLink(row, link, it.link);
    paper.replaceChildren(...entryWords(it), ...more());
  };
  const more = store.adorn?.(row, it, () => show()) ?? (() => []);
  const change = (/** @type {"date" | "text" | "link"} */ name, /** @type {string} */ value) => {
    store.write(() => (it[name] = value));
    show();
  };
  date.value = it.date;
  link.value = it.link;
  date.addEventListener("change", () => change("date", date.value));
  link.addEventListener("input", () => change("link", link.value));
  link.addEventListener("blur", show);
  textField(text, null, it.text, (value) => change("text", value));
  need(row, "[data-do=remove-entry]").addEventListener("click", () => removeEntry(list, row, it, store));
  show();
  return row;
};

/**
 * @param {HTMLElement} row
 * @param {HTMLInputElement} field
 * @param {string} typed
 */
const showLink = (row, field, typed) => {
  const href = safeLink(typed);
  const follow = need(row, ".entry-follow", HTMLAnchorElement);
  if (href) follow.href = href;
  else follow.removeAttribute("href");
  follow.hidden = !href;
  const isWrong = Boolean(typed.trim()) && !href;
  row.classList.toggle("is-wrong", isWrong && document.activeElement !== field);
  field.setAttribute("aria-invalid", String(isWrong));
};

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 * @param {Entry} it
 * @param {EntryStore} store
 */
const removeEntry = (list, row, it, { entries, write }) => {
  const at = entries().indexOf(it);
  write((list) => list.splice(at, 1));
  if (!isBlankEntry(it)) {
    showUndo(row, () => write((list) => list.splice(at, 0, it), true));
    return;
  }
  row.remove();
  need(list.parentElement ?? document, ".review-more button").focus();
};
