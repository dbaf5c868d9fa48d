// A gap sheet as Markdown, to be pasted into a document or kept in git.

import { listKey } from "../handbook.js";
import { line, plain } from "../markdown.js";
import { newestFirst, safeLink } from "./entries.js";
import { inline } from "../inline.js";

/** @import { Entry, Notes, Sheet } from "./file.js" */
/** @typedef {{ sheet: Sheet, name: string }} Side The reader's own sheet, or the other one with its name. */
/** @import { Item } from "./sheet.js" */
/** @typedef {{ heading: string, levels: { label: string, items: Item[] }[] }} Group */
/**
 * @typedef {object} Words
 * @property {string} own
 * @property {string} evidence
 * @property {string} note
 * @property {string} work
 * @property {(text: string) => string} shows
 * @property {string} talk
 * @property {string} kept
 * @property {string} internal
 * @property {(text: string) => string} changed
 * @property {(edition: string) => string} edition
 * @property {(rating: string) => string} rating
 */
/**
 * `groups` and `kept` are what the page shows.
 *
 * @typedef {object} Document
 * @property {string} title
 * @property {string[]} about
 * @property {string} shown What is shown of the criteria, if it is not everything.
 * @property {Side[]} sides
 * @property {Words} words
 * @property {Group[]} groups
 * @property {Item[]} kept
 * @property {string} root Leads to the root of the site.
 * @property {(id: string, notes: Notes) => boolean} isReworded
 * @property {(id: string, text: string) => string} textOf What a criterion says today.
 * @property {string} edition The last edition.
 * @property {{ heading: string, text: string, name: string }[]} needed
 */

/**
 * Further lines of an item stand below its first one.
 *
 * @param {string} text
 * @param {number} by
 */
const indented = (text, by) =>
  plain(text.trim())
    .replace(/\n/g, `\n${" ".repeat(by)}`)
    .replace(/^ +$/gm, "");

/**
 * @param {Entry} entry
 * @param {number} by
 */
const entryText = ({ date, text, link }, by) => {
  const address = safeLink(link);
  const shown = address && /^[^<>\s]+$/.test(address) ? `<${address}>` : line(link);
  return [date, [indented(text, by + 2), shown].filter(Boolean).join(" ")].filter(Boolean).join(": ");
};

/**
 * @param {string} heading
 * @param {string} name
 */
const named = (heading, name) => line(name ? `${heading} (${name})` : heading);

/**
 * @param {Notes | undefined} notes
 * @param {Words} words
 */
const notesLines = (notes, words) => {
  if (!notes) return [];
  const lines = [];
  if (notes.rating) lines.push(`  - ${words.own}: ${words.rating(notes.rating)}`);
  for (const it of newestFirst(notes.evidence)) lines.push(`  - ${words.evidence}: ${entryText(it, 2)}`);
  if (notes.note.trim()) lines.push(`  - ${words.note}: ${indented(notes.note, 4)}`);
  return lines;
};

/**
 * The groups and the lead-in that a criterion stands under.
 *
 * @param {Item} item
 * @param {Document} document
 */
const contextLines = ({ groups = [], "lead-in": leadIn }, { root }) => {
  const group = groups.length ? `**${line(groups.join(" › "))}**` : "";
  const context = [group, leadIn ? inline(leadIn, line, root) : ""].filter(Boolean).join(" ");
  return context ? ["", context, ""] : [];
};

/**
 * @param {Item} item
 * @param {Document} document
 */
const criterionLines = (item, { sides, words, isReworded, edition, root }) => {
  const { id, internal } = item;
  const mark = internal ? ` (${line(words.internal)})` : "";
  const lines = [`- ${inline(item, line, root)}${mark}`];
  for (const { sheet, name } of sides) {
    const notes = sheet.criteria.get(id);
    const own = notesLines(notes, words);
    if (notes && own.length) {
      if (isReworded(id, notes)) own.unshift(`  - ${line(words.changed(notes.text))}`);
      if (notes.edition && notes.edition !== edition) own.unshift(`  - ${line(words.edition(notes.edition))}`);
    }
    const tied = newestFirst(sheet.work.filter(({ criteria }) => criteria?.includes(id)));
    own.push(...tied.map((it) => `  - ${line(words.work)}: ${entryText(it, 2)}`));
    if (!own.length) continue;
    if (name) lines.push(`  - ${line(name)}`, ...own.map((it) => it.replace(/^/gm, "  ")));
    else lines.push(...own);
  }
  return lines;
};

/** @param {Document} document */
const topLines = ({ sides, words, needed, textOf }) => {
  const lines = [];
  for (const { sheet, name } of sides) {
    const topics = sheet.talk.filter(({ id, text }) => id || text);
    if (!topics.length) continue;
    lines.push(`## ${named(words.talk, name)}`, "");
    lines.push(...topics.map(({ id, text }, i) => `${i + 1}. ${indented(id ? textOf(id, text) : text, 3)}`), "");
  }
  for (const { heading, text, name } of needed) lines.push(`## ${named(heading, name)}`, "", plain(text.trim()), "");
  for (const { sheet, name } of sides) {
    if (!sheet.work.length) continue;
    lines.push(`## ${named(words.work, name)}`, "");
    for (const it of newestFirst(sheet.work)) {
      lines.push(`- ${entryText(it, 0)}`);
      const tied = (it.criteria ?? []).map((id) => textOf(id, id));
      if (tied.length) lines.push(`  - ${line(words.shows(tied.join("; ")))}`);
    }
    lines.push("");
  }
  return lines;
};

/** @param {Document} document */
export const markdown = (document) => {
  const { title, about, shown, words, groups, kept } = document;
  const lines = [`# ${line(title)}`, "", about.filter(Boolean).map(line).join(" · "), "", ...topLines(document)];
  if (shown) lines.push(line(shown), "");
  const items = (/** @type {Item[]} */ list) =>
    list.flatMap((it, i) => {
      const context = i && listKey(list[i - 1]) === listKey(it) ? [] : contextLines(it, document);
      return [...context, ...criterionLines(it, document)];
    });
  for (const { heading, levels } of groups) {
    lines.push(`## ${line(heading)}`, "");
    for (const { label, items: list } of levels) lines.push(`### ${line(label)}`, "", ...items(list), "");
  }
  if (kept.length) lines.push(`## ${line(words.kept)}`, "", ...items(kept), "");
  return `${lines.join("\n").trimEnd()}\n`;
};
