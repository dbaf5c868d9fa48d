// One criterion of a gap sheet: what it says, what the reader has written about it, and what another person has.

import { markup } from "../handbook.js";
import { drop, element, link, need, part, word } from "../parts.js";
import { entryList, textField } from "./fields.js";
import { RATINGS, blankRecord, isBlankRecord } from "./file.js";
import { entriesOf, otherBox } from "./other.js";
import { isReworded } from "./sheet.js";
import { topicButton } from "./talk.js";
import { oneStop } from "./toolbar.js";
import { showTied } from "./work.js";

/** @import { Notes } from "./file.js" */
/** @import { Item } from "./sheet.js" */
/** @import { Page } from "./view.js" */
/**
 * What is written about a criterion.
 *
 * @typedef {object} NotesStore
 * @property {() => Notes} record
 * @property {(change: (notes: Notes) => void, isBack?: boolean) => void} write
 */

let groups = 0;

/**
 * @param {Page} page
 * @param {Item} it
 * @param {string} competency
 */
export const item = (page, it, competency) => {
  const { other, index } = page;
  const { id, text } = it;
  const number = it.number ? [numberOf(it.number)] : [];
  const line = part("review-item", { text: [...number, ...markup(it, page.root)] });
  line.dataset.id = id;
  const what = need(line, ".review-what");
  const store = storeOf(page, it, competency);
  const { record, write } = store;
  showPermalink(page, line, it);
  if (it.internal) need(line, ".review-text").append(" ", part("internal"));
  if (it.also) what.append(part("review-also", { title: it.also.title }));
  const { counterpart } = it;
  const reads = counterpart && { title: counterpart.level?.title, text: markup(counterpart, page.root) };
  if (reads) what.append(part("review-reads", reads));
  wireRating(line, store);
  const add = entryList(need(line, ".entries"), {
    entries: () => record().evidence,
    write: (change, isBack) => write(({ evidence }) => change(evidence), isBack),
  });
  need(line, "[data-do=add-evidence]").addEventListener("click", add);
  wireNote(line, store);
  wireExamples(page, line, it);
  topicButton(page, line, it);
  showTied(page, line, id);
  oneStop(need(line, ".review-more"));
  what.append(...editionNotice(page, it, record()));
  if (isReworded(index, id, record())) what.append(rewordedNotice(page, line, text, store));
  const theirs = other?.criteria.get(id);
  if (theirs && !isBlankRecord(theirs)) line.append(otherNotes(page, it, theirs));
  return line;
};

/** @param {number} number */
const numberOf = (number) => {
  const made = document.createElement("span");
  made.className = "review-number";
  made.textContent = `${number}. `;
  return made;
};

/**
 * @param {Page} page
 * @param {Item} it
 * @param {string} competency
 * @returns {NotesStore}
 */
const storeOf = ({ mine, changed, edition }, { id, text }, competency) => {
  const record = () => mine.criteria.get(id) ?? blankRecord();
  // What is written for the first time is written about the wording of today. What is taken back is not new.
  const write = (/** @type {(notes: Notes) => void} */ change, isBack = false) => {
    const kept = record();
    if (isBlankRecord(kept) && !isBack) Object.assign(kept, { text, edition, competency });
    mine.criteria.set(id, kept);
    change(kept);
    changed();
  };
  return { record, write };
};

/**
 * @param {Page} page
 * @param {HTMLElement} line
 * @param {Item} it
 */
const showPermalink = ({ address }, line, { level, anchor, pinned }) => {
  const permalink = line.querySelector(".permalink");
  permalink?.toggleAttribute("data-permanent", Boolean(pinned));
  if (level && anchor) permalink?.setAttribute("href", address(level, anchor));
  else permalink?.remove();
};

/**
 * @param {HTMLElement} line
 * @param {NotesStore} store
 */
const wireRating = (line, { record, write }) => {
  const group = need(line, ".rating");
  const name = `lb-rating-${++groups}`;
  const described = need(line, ".review-text > span");
  described.id = `${name}-of`;
  // Each criterion has the same buttons: what a button is for is said by the words of the criterion.
  for (const it of [group, ...line.querySelectorAll(".review-more button, .review-more a")]) {
    it.setAttribute("aria-describedby", described.id);
  }
  const radios = [...group.querySelectorAll("input")];
  for (const radio of radios) {
    radio.name = name;
    radio.checked = radio.value === record().rating;
    radio.addEventListener("change", () => write((kept) => (kept.rating = radio.value)));
  }
  need(group, "[data-do=take-back]").addEventListener("click", () => {
    write((kept) => (kept.rating = ""));
    for (const radio of radios) radio.checked = false;
    radios[0].focus();
  });
};

/**
 * @param {HTMLElement} line
 * @param {NotesStore} store
 */
const wireNote = (line, { record, write }) => {
  const button = need(line, "[data-do=add-note]");
  const show = () => {
    const block = part("review-note");
    const field = need(block, "textarea", HTMLTextAreaElement);
    textField(field, need(block, ".on-paper"), record().note, (value) => write((kept) => (kept.note = value)));
    need(line, ".review-more").before(block);
    button.hidden = true;
    return field;
  };
  if (record().note) show();
  button.addEventListener("click", () => show().focus());
};

/**
 * Examples are shown by a switch for all of them, or here for this one.
 *
 * @param {Page} page
 * @param {HTMLElement} line
 * @param {Item} it
 */
const wireExamples = ({ showsExamples, root }, line, { examples = [] }) => {
  const button = need(line, "[data-do=examples]");
  if (!examples.length) return button.remove();
  const list = part("review-examples");
  list.append(...examples.map((it) => element("li", {}, ...markup(it, root))));
  need(line, ".review-what").append(list);
  const show = (/** @type {boolean} */ isShown) => {
    list.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
  };
  button.addEventListener("click", () => show(list.hidden));
  show(showsExamples);
};

/**
 * Says against which edition something was written, if there is another one since; where the wording has changed, with
 * what has.
 *
 * @param {Page} page
 * @param {Item} it
 * @param {Notes} notes
 */
const editionNotice = ({ index, edition, changes }, { id, level }, notes) => {
  if (!notes.edition || notes.edition === edition || isBlankRecord(notes)) return [];
  const notice = part("review-edition", { edition: notes.edition });
  const isTold = changes && level && isReworded(index, id, notes);
  if (isTold) link(notice, "a", `${changes}?level=${level.id}`);
  else drop(notice, "a");
  return [notice];
};

/**
 * @param {Page} page
 * @param {HTMLElement} line
 * @param {string} text
 * @param {NotesStore} store
 */
const rewordedNotice = ({ edition }, line, text, { record, write }) => {
  const notice = part("review-changed", { text: record().text });
  need(notice, "button").addEventListener("click", () => {
    write((kept) => Object.assign(kept, { text, edition }));
    notice.remove();
    drop(line, ".review-what .review-edition");
    need(line, ".rating input:checked, .rating input").focus();
  });
  return notice;
};

// ---- The other person's words ----

/**
 * @param {Page} page
 * @param {Item} it
 * @param {Notes} notes
 */
const otherNotes = (page, it, notes) => {
  const { rating, evidence, note, text } = notes;
  const content = [];
  if (RATINGS.includes(rating)) content.push(element("p", { class: "other-rating" }, ratingText(rating)));
  if (evidence.length) content.push(entriesOf(evidence));
  if (note) content.push(element("p", { class: "other-note" }, note));
  content.push(...editionNotice(page, it, notes));
  if (isReworded(page.index, it.id, notes)) content.push(part("review-changed-other", { text }));
  return otherBox(page, ...content);
};

/** @param {string} rating */
export const ratingText = (rating) => word(`review-text-rating-${rating}`);
