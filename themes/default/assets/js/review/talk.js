// What somebody wants to talk about: up to three criteria, or words of one's own.

import { element, need, part, word } from "../parts.js";
import { showToast } from "../toast.js";
import { textField } from "./fields.js";
import { foldOf } from "./folds.js";
import { otherBox } from "./other.js";
import { textOf } from "./sheet.js";

/** @import { Topic } from "./file.js" */
/** @import { Item } from "./sheet.js" */
/** @import { Page } from "./view.js" */

// A talk has room for no more. A file that was added may bring others.
const MOST = 3;

/** @param {Page} page */
const isFull = ({ mine }) => {
  if (mine.talk.length < MOST) return false;
  showToast(word("review-text-talk-full"));
  return true;
};

/**
 * @param {Page} page
 * @param {() => void} change
 */
const write = ({ changed, news }, change) => {
  change();
  changed();
  news.dispatchEvent(new Event("talk"));
};

// ---- At a criterion ----

/**
 * @param {Page} page
 * @param {HTMLElement} line
 * @param {Item} item
 */
export const topicButton = (page, line, { id, text }) => {
  const { mine, news } = page;
  const button = need(line, "[data-do=talk]");
  const at = () => mine.talk.findIndex((it) => it.id === id);
  const show = () => button.setAttribute("aria-pressed", String(at() >= 0));
  show();
  news.addEventListener("talk", show);
  button.addEventListener("click", () => {
    const place = at();
    if (place >= 0) write(page, () => mine.talk.splice(place, 1));
    else if (!isFull(page)) write(page, () => mine.talk.push({ id, text }));
  });
};

// ---- On top of the sheet ----

/** @param {Page} page */
export const talk = (page) => {
  const { mine, other, news } = page;
  const made = part("review-talk");
  const list = need(made, ".topics");
  const add = need(made, "[data-do=add-topic]");
  const fold = foldOf(page, made, "talk", Boolean(mine.talk.length || other?.talk.length));
  const show = () => {
    list.replaceChildren(...mine.talk.map((it) => row(page, it)));
    add.hidden = mine.talk.length >= MOST;
  };
  show();
  news.addEventListener("talk", () => {
    if (mine.talk.length) fold.open = true;
    show();
  });
  add.addEventListener("click", () => {
    if (isFull(page)) return;
    write(page, () => mine.talk.push({ id: "", text: "" }));
    need(list, "li:last-child textarea").focus();
  });
  if (other?.talk.length) {
    const theirs = other.talk.map((it) => element("li", {}, textOf(page.index, it)));
    need(made, ".review-columns").append(otherBox(page, element("ol", {}, ...theirs)));
  }
  return made;
};

/**
 * @param {Page} page
 * @param {Topic} topic
 */
const row = (page, topic) => {
  const made = topic.id ? criterionRow(page, topic) : ownRow(page, topic);
  need(made, "[data-do=remove-topic]").addEventListener("click", () => remove(page, topic, made));
  return made;
};

/**
 * @param {Page} page
 * @param {Topic} topic
 */
const criterionRow = ({ index, address }, topic) => {
  const made = part("review-topic", { text: textOf(index, topic) });
  const known = index.criteria.get(topic.id);
  const [level] = known?.levels ?? [];
  const link = need(made, "a");
  if (level) link.setAttribute("href", address(level, known?.anchor));
  // It is on this sheet, if it is shown.
  link.addEventListener("click", (event) => {
    const items = [...document.querySelectorAll(".review-sheet [data-id]")];
    const item = items.find((it) => it.getAttribute("data-id") === topic.id);
    if (!item) return;
    event.preventDefault();
    item.scrollIntoView({ block: "center" });
    need(item, "input").focus({ preventScroll: true });
  });
  return made;
};

/**
 * @param {Page} page
 * @param {Topic} topic
 */
const ownRow = ({ changed }, topic) => {
  const made = part("review-topic-own");
  textField(need(made, "textarea", HTMLTextAreaElement), need(made, ".on-paper"), topic.text, (text) => {
    topic.text = text;
    changed();
  });
  return made;
};

/**
 * @param {Page} page
 * @param {Topic} topic
 * @param {HTMLElement} line
 */
const remove = (page, topic, line) => {
  const { mine } = page;
  const place = mine.talk.indexOf(topic);
  const section = line.closest("section");
  write(page, () => mine.talk.splice(place, 1));
  const add = section?.querySelector("[data-do=add-topic]");
  if (topic.id || !topic.text || !section) {
    if (add instanceof HTMLElement) add.focus();
    return;
  }
  // Words of one's own are not there a second time.
  const gone = part("review-removed");
  need(section, ".topics").append(gone);
  const undo = need(gone, "button");
  undo.addEventListener("click", () => {
    write(page, () => mine.talk.splice(place, 0, topic));
    need(section, ".topics textarea").focus();
  });
  undo.focus();
};
