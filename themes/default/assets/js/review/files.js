// Sheets go out as files: as JSON, to be opened again, and as Markdown.

import { fill, word } from "../parts.js";
import { choiceOf, choiceText } from "./choice.js";
import { dateText, today } from "../dates.js";
import { RATINGS, write } from "./file.js";
import { ratingText } from "./item.js";
import { markdown } from "./markdown.js";
import { competenciesOf, isReworded, restOf, textOf } from "./sheet.js";
import { chosenOf, keptOf } from "./shown.js";

/** @import { Level } from "handbook-json" */
/** @import { Opened } from "../review.js" */
/** @import { Group, Words } from "./markdown.js" */

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
  shows: (text) => fill(word("review-text-shows"), { text }),
  talk: word("review-text-talk"),
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
  const choice = choiceOf({ to, other });
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
    // Whoever reads it should know that it is not everything.
    shown: choice === "all" ? "" : choiceText(choice),
    sides,
    words: markdownWords(),
    groups: chosenOf(competencies, choice, sheet, other).map((it) => groupOf(it, from, to)),
    kept: keptOf(restOf(index, competencies, sheet, other).kept, choice, sheet, other),
    textOf: (id, text) => textOf(index, { id, text }),
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
