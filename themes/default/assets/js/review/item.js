// One criterion of a gap sheet: what it says, what the reader has written about it, and what somebody else has.

import { anchorOf } from "../handbook.js";
import { RATINGS, blankRecord, isBlankRecord, newestFirst } from "./file.js";
import { element, part, word } from "./parts.js";
import { entryList, entryWords, textField } from "./fields.js";
import { isReworded } from "./sheet.js";

let groups = 0;

// `it` is the criterion, `competency` where it belongs. `page` is what the whole sheet is about.
export const item = (page, it, competency) => {
  const { mine, beside, index, changed } = page;
  const { id, text } = it;
  const line = part("item", { text });
  line.dataset.id = id;
  const what = line.querySelector(".review-what");
  const record = () => mine.criteria.get(id) ?? blankRecord();
  // What is written for the first time is written about the wording of today. What is taken back is not new.
  const write = (change, isBack = false) => {
    const kept = record();
    if (isBlankRecord(kept) && !isBack) Object.assign(kept, { text, competency: competency.title });
    mine.criteria.set(id, kept);
    change(kept);
    changed();
  };

  permalink(page, line, it);
  if (it.also) what.append(part("also", { title: it.also.title }));
  if (it.other) what.append(part("reads", { title: it.other.level.title, text: it.other.text }));
  rating(line, record, write);
  const add = entryList(line.querySelector(".entries"), () => record().evidence, (change, isBack) => write(({ evidence }) => change(evidence), isBack));
  line.querySelector("[data-do=add-evidence]").addEventListener("click", add);
  note(line, record, write);
  if (isReworded(index, id, record())) what.append(reworded(line, text, record, write));
  const theirs = beside?.criteria.get(id);
  if (theirs && !isBlankRecord(theirs)) line.append(besideOf(page, theirs, isReworded(index, id, theirs)));
  return line;
};

const permalink = ({ address }, line, it) => {
  const mark = line.querySelector(".permalink");
  if (it.level && !it.isStep) mark.setAttribute("href", address(it.level, anchorOf(it)));
  else mark.remove();
};

const rating = (line, record, write) => {
  const group = line.querySelector(".rating");
  const name = `lb-rating-${++groups}`;
  const described = line.querySelector(".review-text > span");
  described.id = `${name}-of`;
  group.setAttribute("aria-describedby", described.id);
  const radios = [...group.querySelectorAll("input")];
  for (const radio of radios) {
    radio.name = name;
    radio.checked = radio.value === record().rating;
    radio.addEventListener("change", () => write((kept) => (kept.rating = radio.value)));
  }
  group.querySelector("[data-do=take-back]").addEventListener("click", () => {
    write((kept) => (kept.rating = ""));
    for (const radio of radios) radio.checked = false;
    radios[0].focus();
  });
};

const note = (line, record, write) => {
  const button = line.querySelector("[data-do=add-note]");
  const show = () => {
    const block = part("note");
    textField(block.querySelector("textarea"), block.querySelector(".on-paper"), record().note, (value) => write((kept) => (kept.note = value)));
    line.querySelector(".review-more").before(block);
    button.hidden = true;
    return block;
  };
  if (record().note) show();
  button.addEventListener("click", () => show().querySelector("textarea").focus());
};

const reworded = (line, text, record, write) => {
  const told = part("changed", { text: record().text });
  told.querySelector("button").addEventListener("click", () => {
    write((kept) => (kept.text = text));
    told.remove();
    line.querySelector(".rating input:checked, .rating input").focus();
  });
  return told;
};

// ---- The other person's words ----

export const box = ({ beside }, ...content) => {
  const made = part("beside", { name: beside.name });
  made.append(...content);
  return made;
};

export const entriesOf = (entries) => {
  const list = element("ul", "beside-entries");
  list.append(...newestFirst(entries).map((it) => element("li", "", ...entryWords(it))));
  return list;
};

const besideOf = (page, { rating, evidence, note, text }, isReworded) => {
  const content = [];
  if (RATINGS.includes(rating)) content.push(element("p", "beside-rating", word(`rating-${rating}`)));
  if (evidence.length) content.push(entriesOf(evidence));
  if (note) content.push(element("p", "beside-note", note));
  if (isReworded) content.push(part("changed-other", { text }));
  return box(page, ...content);
};
