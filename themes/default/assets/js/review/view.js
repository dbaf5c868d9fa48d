// Shows a gap sheet. `page` is what the sheet is about: the handbook and its index, the levels `from` and `to`,
// their competencies, what is kept of others, the sheet `mine` that is written into, the one `beside` that is only
// read, and what to do when something has `changed`.

import { box, entriesOf, item } from "./item.js";
import { dateText, element, part, tint, today, word } from "./parts.js";
import { entryList, removed, textField } from "./fields.js";

export const view = (page) => {
  const content = element("div", page.beside ? "review-content has-beside" : "review-content");
  content.append(heads(page), log(page), ...expectations(page), ...kept(page), needed(page), ...elsewhere(page));
  return content;
};

const link = (made, selector, href) => made.querySelector(selector).setAttribute("href", href);

// ---- What the sheet is about ----

const heads = (page) => {
  const { from, to, mine, beside } = page;
  const made = part("heads", { name: beside?.name });
  made.prepend(...[side(page, from, "now-label"), to && side(page, to, "next-label")].filter(Boolean));
  const compare = made.querySelector(".review-compare");
  if (to) link(compare, "a", page.compare);
  else compare.remove();
  if (!beside) made.querySelector(".review-other").remove();
  made.prepend(element("p", "review-who on-paper", signature(mine)));
  return made;
};

// Who has written the sheet, and when it is printed.
export const signature = ({ name }) => [name, dateText(today())].filter(Boolean).join(" · ");

const side = ({ hue, address }, level, label) => {
  const made = part("side", { ...level, label: word(label) });
  tint(made, hue(level));
  link(made, "h2 a", address(level));
  if (!level.code) made.querySelector(".code").remove();
  if (!level.summary) made.querySelector(".side-summary").remove();
  return made;
};

// ---- Work done ----

const log = (page) => {
  const { mine, beside, changed } = page;
  const made = part("log");
  const list = made.querySelector(".entries");
  const add = entryList(list, () => mine.work, (change) => (change(mine.work), changed()));
  made.querySelector("[data-do=add-work]").addEventListener("click", add);
  if (beside?.work.length) {
    const columns = element("div", "review-columns");
    list.replaceWith(columns);
    columns.append(list, box(page, entriesOf(beside.work)));
  }
  return made;
};

// ---- Expectations ----

const expectations = (page) => {
  if (!page.competencies.length) return [part("nothing")];
  let heading;
  return page.competencies.flatMap((it) => {
    const head = it.category === heading ? [] : [it.category ? part("category", { title: it.category }) : part("no-category")];
    heading = it.category;
    return [...head, section(page, it)];
  });
};

const section = (page, { competency, steps, now, next }) => {
  const made = part("competency", { title: competency.title });
  link(made, "h3 a", page.address(competency));
  const arrow = document.dir === "rtl" ? " ← " : " → ";
  const words = [...new Set(steps.filter(Boolean))].join(arrow);
  if (words) made.querySelector(".review-steps").textContent = words;
  else made.querySelector(".review-steps").remove();
  if (now.length) made.append(...items(page, now, competency, page.from, "now-label"));
  if (next.length) made.append(...items(page, next, competency, page.to, "next-label"));
  return made;
};

const items = (page, list, competency, level, label) => {
  const heading = part("level", { ...level, label: word(label) });
  tint(heading, page.hue(level));
  if (!level.code) heading.querySelector(".code").remove();
  return [heading, element("ul", "review-items", ...list.map((it) => item(page, it, competency)))];
};

// ---- What the handbook does not have any more ----

const kept = (page) => {
  if (!page.kept.length) return [];
  const made = part("kept");
  made.append(element("ul", "review-items", ...page.kept.map((it) => gone(page, it))));
  return [made];
};

const gone = (page, { id, text, competency }) => {
  const { mine, changed } = page;
  const line = item(page, { id, text }, { title: competency });
  line.querySelector(".review-what").append(element("p", "origin", competency));
  if (!mine.criteria.has(id)) return line;
  const drop = part("drop");
  drop.addEventListener("click", () => {
    const record = mine.criteria.get(id);
    mine.criteria.delete(id);
    changed();
    removed(line, () => (mine.criteria.set(id, record), changed()));
  });
  line.querySelector(".review-more").append(" ", drop);
  return line;
};

// ---- What is needed, and where else something is written ----

// Answers for a level that is gone, or is not the one that is prepared for, are kept but not shown.
const needed = (page) => {
  const { mine, beside, changed } = page;
  const about = page.to ?? page.from;
  const made = part("needed", { title: about.title });
  const write = (text) => (mine.needed.set(about.id, { title: about.title, text }), changed());
  textField(made.querySelector("textarea"), made.querySelector(".on-paper"), mine.needed.get(about.id)?.text ?? "", write);
  const theirs = beside?.needed.get(about.id)?.text;
  if (theirs) made.querySelector(".review-columns").append(box(page, element("p", "beside-note", theirs)));
  return made;
};

const elsewhere = (page) => {
  if (!page.elsewhere.length) return [];
  const line = part("elsewhere");
  page.elsewhere.forEach((level, i) => {
    const anchor = element("a", "", level.title);
    anchor.href = page.sheetOf(level);
    line.append(...(i ? [" · ", anchor] : [anchor]));
  });
  return [line];
};
