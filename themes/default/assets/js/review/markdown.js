// A gap sheet as Markdown, to be pasted into a document or kept in git.

import { newestFirst, safeLink } from "./file.js";

// What a person wrote stays words: no markup, no HTML, no link that is not shown.
const plain = (text) =>
  text
    .replace(/^[ \t]+/gm, "")
    .replace(/[\\`*[\]<>|~]/g, "\\$&")
    .replace(/&(?=[#\w]+;)/g, "\\&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+|-{2,})/gm, "\\$1")
    .replace(/^(\d+)([.)])(?=\s|$)/gm, "$1\\$2");

// The same in one line, whatever a file has in it.
const line = (text) => plain(text.replace(/\s+/g, " "));

// Further lines of an item stand below its first one.
const indented = (text, by) => plain(text.trim()).replace(/\n/g, `\n${" ".repeat(by)}`).replace(/^ +$/gm, "");

const entry = ({ date, text, link }, by) => {
  const address = safeLink(link);
  const shown = address && /^[^<>\s]+$/.test(address) ? `<${address}>` : line(link);
  return [date, [indented(text, by + 2), shown].filter(Boolean).join(" ")].filter(Boolean).join(": ");
};

const notes = (record, words, ratingOf) => {
  if (!record) return [];
  const lines = [];
  if (record.rating) lines.push(`  - ${words.own}: ${ratingOf(record.rating)}`);
  for (const it of newestFirst(record.evidence)) lines.push(`  - ${words.evidence}: ${entry(it, 2)}`);
  if (record.note.trim()) lines.push(`  - ${words.note}: ${indented(record.note, 4)}`);
  return lines;
};

// `sides` is the sheet, and the one beside it with its name; `groups` and `kept` are what the page shows.
export const markdown = ({ title, about, sides, words, ratingOf, groups, kept, isReworded, needed }) => {
  const lines = [`# ${line(title)}`, "", about.filter(Boolean).map(line).join(" · "), ""];
  const item = ({ id, text }) => {
    lines.push(`- ${line(text)}`);
    for (const { sheet, name } of sides) {
      const record = sheet.criteria.get(id);
      const found = notes(record, words, ratingOf);
      if (!found.length) continue;
      if (isReworded(id, record)) found.unshift(`  - ${line(words.changed(record.text))}`);
      if (name) lines.push(`  - ${line(name)}`, ...found.map((it) => it.replace(/^/gm, "  ")));
      else lines.push(...found);
    }
  };
  for (const { sheet, name } of sides) {
    if (!sheet.work.length) continue;
    lines.push(`## ${line(name ? `${words.work} (${name})` : words.work)}`, "");
    for (const it of newestFirst(sheet.work)) lines.push(`- ${entry(it, 0)}`);
    lines.push("");
  }
  for (const { heading, levels } of groups) {
    lines.push(`## ${line(heading)}`, "");
    for (const { label, items } of levels) {
      lines.push(`### ${line(label)}`, "");
      items.forEach(item);
      lines.push("");
    }
  }
  if (kept.length) {
    lines.push(`## ${line(words.kept)}`, "");
    kept.forEach(item);
    lines.push("");
  }
  for (const { heading, text, name } of needed) {
    lines.push(`## ${line(name ? `${heading} (${name})` : heading)}`, "", plain(text.trim()), "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
};
