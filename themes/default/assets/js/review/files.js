// Sheets come and go as files: saved as JSON or Markdown, opened, laid over the reader's own.

import { changed as changedAddress } from "../address.js";
import { fill, need, part, word } from "../parts.js";
import { dateText, today } from "./dates.js";
import { InvalidSheetFile, LARGEST, RATINGS, isReadable, merge, read, write } from "./file.js";
import { ratingText } from "./item.js";
import { markdown } from "./markdown.js";
import { competenciesOf, isReworded, levelOf, restOf } from "./sheet.js";

/** @import { Level } from "handbook-json" */
/** @import { Review, Opened } from "../review.js" */
/** @import { Sheet } from "./file.js" */
/** @import { Group, Words } from "./markdown.js" */

// ---- Saving ----

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
const download = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/**
 * @param {Opened} opened
 * @param {string} prefix
 * @param {string} ending
 */
const fileName = ({ store, from, to }, prefix, ending) => {
  const words = [prefix, store.sheet.name, from?.id.split("/").pop(), to?.id.split("/").pop()];
  const name = words.filter(Boolean).join("-").toLowerCase();
  return `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.${ending}`;
};

/**
 * @param {Opened} opened
 * @param {string} prefix
 */
export const saveJson = (opened, prefix) => {
  const sheet = { ...opened.store.sheet, book: opened.handbook.book.title };
  const text = `${JSON.stringify(write(sheet, today()), null, 2)}\n`;
  download(fileName(opened, prefix, "json"), "application/json", text);
};

/**
 * @param {Opened} opened
 * @param {string} prefix
 * @param {string} root Leads to the root of the site.
 * @param {string} edition The last edition.
 */
export const saveMarkdown = (opened, prefix, root, edition) =>
  download(fileName(opened, prefix, "md"), "text/markdown", asMarkdown(opened, root, edition));

/** @returns {Words} */
const markdownWords = () => ({
  own: word("review-text-own"),
  evidence: word("review-text-evidence"),
  note: word("review-text-note"),
  work: word("review-text-work"),
  kept: word("review-text-kept"),
  internal: word("internal"),
  changed: (text) => word("review-text-changed", { text }),
  edition: (edition) => word("review-text-edition", { edition }),
  rating: (rating) => (RATINGS.includes(rating) ? ratingText(rating) : ""),
});

/**
 * @param {Opened} opened
 * @param {string} root Leads to the root of the site.
 * @param {string} edition The last edition.
 */
export const asMarkdown = ({ handbook, index, store, from, to }, root, edition) => {
  const { sheet, other } = store;
  const competencies = from ? competenciesOf(handbook, from, to) : [];
  const about = to ?? from;
  const sides = [{ sheet, name: "" }, ...(other ? [{ sheet: other, name: other.name }] : [])];
  const answers = sides.map(({ sheet, name }) => ({
    heading: about ? word("review-text-needed", { title: about.title }) : "",
    text: (about && sheet.needed.get(about.id)?.text) ?? "",
    name,
  }));
  return markdown({
    title: [word("review-text-title"), pairTitle(from, to)].filter(Boolean).join(": "),
    about: [sheet.name, handbook.book.title, dateText(today())],
    sides,
    words: markdownWords(),
    groups: competencies.map((it) => groupOf(it, from, to)),
    kept: restOf(index, competencies, sheet, other).kept,
    root,
    edition,
    isReworded: (id, notes) => isReworded(index, id, notes),
    needed: answers.filter(({ text }) => text),
  });
};

/**
 * @param {Level | null} from
 * @param {Level | null} to
 */
const pairTitle = (from, to) => {
  if (!from || !to) return named(from);
  return word("review-text-compare-title", { from: named(from), to: named(to) });
};

/**
 * @param {ReturnType<typeof competenciesOf>[number]} competency
 * @param {Level | null} from
 * @param {Level | null} to
 * @returns {Group}
 */
const groupOf = ({ competency, internal, now, next }, from, to) => ({
  heading: named({ title: competency.title, internal }),
  levels: [
    { label: `${word("review-text-now-label")}: ${named(from)}`, items: now },
    { label: `${word("review-text-next-label")}: ${named(to)}`, items: next },
  ].filter(({ items }) => items.length),
});

/**
 * What something is called, and that a site for the public leaves it out, if it does. A sheet goes to people who do
 * not see the page that it is from.
 *
 * @param {{ title: string, internal?: boolean } | null} it
 */
const named = (it) => [it?.title, it?.internal && `(${word("internal")})`].filter(Boolean).join(" ");

// ---- Opening ----

/**
 * Asks a question in a dialog, and gives the answer; nothing if it was closed without one.
 *
 * @param {"lb-ask-open" | "lb-ask-clear"} id
 * @param {Record<string, string>} values
 * @returns {Promise<string>}
 */
export const ask = (id, values = {}) => {
  const dialog = need(document, `#${id}`, HTMLDialogElement);
  /** @type {NodeListOf<HTMLElement>} */
  const lines = dialog.querySelectorAll("[data-text]");
  for (const line of lines) line.textContent = fill(line.dataset.text ?? "", values);
  dialog.returnValue = "";
  dialog.onclick = ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    if (button) dialog.close(button.value);
  };
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true });
  });
};

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
