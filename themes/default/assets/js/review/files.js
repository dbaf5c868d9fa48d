// Sheets come and go as files: saved as JSON or Markdown, opened, laid beside.

import { changed as changedAddress } from "../address.js";
import { LARGEST, RATINGS, Wrong, blankRecord, isReadable, merge, read, write } from "./file.js";
import { markdown } from "./markdown.js";
import { dateText, fill, part, today, word } from "./parts.js";
import { competenciesOf, isReworded, levelOf, restOf } from "./sheet.js";

// ---- Saving ----

const download = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

const fileName = ({ root, store, from, to }, ending) => {
  const words = [root.dataset.file, store.sheet.name, from?.id.split("/").pop(), to?.id.split("/").pop()];
  return `${words.filter(Boolean).join("-").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.${ending}`;
};

export const saveJson = (review) => {
  const sheet = { ...review.store.sheet, book: review.handbook.book.title };
  download(fileName(review, "json"), "application/json", `${JSON.stringify(write(sheet, today()), null, 2)}\n`);
};

export const saveMarkdown = (review) => download(fileName(review, "md"), "text/markdown", asMarkdown(review));

const asMarkdown = ({ handbook, index, store, from, to }) => {
  const { sheet, beside } = store;
  const competencies = from ? competenciesOf(handbook, from, to) : [];
  const label = (level, key) => `${word(key)}: ${level.title}`;
  const about = to ?? from;
  const sides = [{ sheet, name: "" }, ...(beside ? [{ sheet: beside, name: beside.name }] : [])];
  const pair = from && (to ? word("compare-title", { from: from.title, to: to.title }) : from.title);
  const answer = ({ sheet, name }) => ({ heading: word("needed", { title: about.title }), text: sheet.needed.get(about.id)?.text ?? "", name });
  return markdown({
    title: [word("title"), pair].filter(Boolean).join(": "),
    about: [sheet.name, handbook.book.title, dateText(today())],
    sides,
    words: { own: word("own"), evidence: word("evidence"), note: word("note"), work: word("work"), kept: word("kept"), changed: (text) => word("changed", { text }) },
    ratingOf: (rating) => (RATINGS.includes(rating) ? word(`rating-${rating}`) : ""),
    groups: competencies.map(({ competency, now, next }) => ({
      heading: competency.title,
      levels: [
        { label: label(from, "now-label"), items: now },
        { label: to ? label(to, "next-label") : "", items: next },
      ].filter(({ items }) => items.length),
    })),
    kept: restOf(index, competencies, sheet, beside).kept,
    isReworded: (id, record) => isReworded(index, id, record ?? blankRecord()),
    needed: about ? sides.map(answer).filter(({ text }) => text) : [],
  });
};

// ---- Opening ----

// Asks a question in a dialog, and gives the answer; nothing if it was closed without one.
export const ask = (id, values = {}) =>
  new Promise((answer) => {
    const dialog = document.getElementById(id);
    for (const line of dialog.querySelectorAll("[data-text]")) line.textContent = fill(line.dataset.text, values);
    const pick = ({ target }) => {
      const button = target.closest("button");
      if (button) dialog.close(button.value);
    };
    dialog.returnValue = "";
    dialog.addEventListener("click", pick);
    dialog.addEventListener("close", () => (dialog.removeEventListener("click", pick), answer(dialog.returnValue)), { once: true });
    dialog.showModal();
  });

// A sheet that was opened, with the name that it is called by here.
const readFile = async (file) => {
  if (file.size > LARGEST) throw new Wrong("size");
  const sheet = read(await file.text().catch(() => Promise.reject(new Wrong("reading"))));
  return [sheet, sheet.name || file.name.replace(/\.json$/i, "").slice(0, 200)];
};

export const openFile = async (review, file) => {
  try {
    const [sheet, name] = await readFile(file);
    review.say();
    const isOther = sheet.book !== review.handbook.book.title;
    document.querySelector(".review-ask-other").hidden = !isOther;
    const answer = await ask("lb-ask-open", { name, date: dateText(sheet.saved) || "–", title: sheet.book });
    if (answer) ANSWERS[answer](review, sheet, name);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    review.say(part(`wrong-${error.reason}`, { ...error.values, file: file.name }));
  }
};

const ANSWERS = {
  beside: (review, sheet, name) => {
    review.lay({ ...sheet, name });
    review.say(part("beside-open", { name }));
  },
  merge: (review, sheet) => {
    const both = merge(review.store.sheet, sheet);
    // Two sheets may be more than one may be.
    if (!isReadable(both)) throw new Wrong("size");
    review.take(both);
    review.say(part("added"));
  },
  replace: (review, sheet) => {
    const isKnown = levelOf(review.handbook, sheet.level)?.url;
    if (isKnown) history.pushState(null, "", changedAddress((query) => ["level", "next"].forEach((name) => query.delete(name))));
    const { level, next } = review.store.sheet;
    review.take(isKnown ? sheet : { ...sheet, level, next });
    review.say(part("replaced"));
  },
};
