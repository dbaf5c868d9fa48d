// A work log in Markdown, as the guides show one, to entries of a gap sheet. Each heading, or each item of a list where
// there are no headings, is an entry. This module knows nothing of the page.

import { LONGEST } from "./file.js";
import { safeLink } from "./entries.js";

/** @import { Entry } from "./file.js" */
/**
 * What is known of the reader's world: her day, and which criteria there are, also by their old ids.
 *
 * @typedef {object} Known
 * @property {string} today `2026-11-23`
 * @property {string[]} languages
 * @property {(id: string) => string | undefined} criterion
 */

const ID = /#([\p{L}\p{N}][\p{L}\p{N}_-]*)/gu;
// `Belongs to: #one, #another`, in whatever language.
const TIES = /^[^#:]*:?\s*#[\p{L}\p{N}][\p{L}\p{N}_-]*(?:[\s,;]+#[\p{L}\p{N}][\p{L}\p{N}_-]*)*\s*\.?$/u;
const LINK = /https?:\/\/[^\s<>"')\]]+/;

/**
 * @param {string} text
 * @param {Known} known
 * @returns {Entry[]}
 */
export const entriesIn = (text, known) =>
  blocks(text)
    .map(({ lines, isHeading }) => entry(lines, isHeading, known))
    .filter(({ text, link }) => text || link);

/** @param {string} text */
const blocks = (text) => {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const fenced = lines.filter((line) => !/^\s*(```|~~~)/.test(line));
  const begins = fenced.some((line) => /^#{1,6}\s/.test(line)) ? /^#{1,6}\s+/ : /^[-*+]\s+(?:\[[ xX]\]\s+)?/;
  /** @type {{ lines: string[], isHeading: boolean }[]} */
  const all = [];
  const isList = fenced.some((line) => begins.test(line));
  for (const line of fenced) {
    // Without headings and lists, what stands between empty lines belongs together.
    const isNew = isList ? begins.test(line) : !line.trim();
    if (isNew || !all.length) all.push({ lines: [], isHeading: /^#/.test(line) });
    all[all.length - 1].lines.push(line.replace(begins, ""));
  }
  return all;
};

/**
 * @param {string[]} lines
 * @param {boolean} isHeading Whether the first line is a heading.
 * @param {Known} known
 * @returns {Entry}
 */
const entry = ([first = "", ...rest], isHeading, known) => {
  const { date, words } = dated(plain(first), known);
  const { kept, criteria } = told(rest.map(plain), known);
  // A heading with nothing below it is the title of the log.
  const isTitle = isHeading && !date && !criteria.length && !kept.some(Boolean);
  if (isTitle) return { date, text: "", link: "" };
  const text = [words, ...kept]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return { date, text, link: linkIn(text), ...(criteria.length && { criteria: [...new Set(criteria)] }) };
};

/**
 * What stands below the first line: words, and the criteria that it belongs to.
 *
 * @param {string[]} lines
 * @param {Known} known
 */
const told = (lines, known) => {
  /** @type {string[]} */
  const criteria = [];
  const kept = [];
  for (const line of lines) {
    const ids = TIES.test(line) ? [...line.matchAll(ID)].map(([, id]) => id) : [];
    const found = ids.map((id) => known.criterion(id));
    criteria.push(...found.flatMap((id) => id ?? []));
    // What names a criterion that is not there stays in words. A label with nothing after it was left empty.
    const isSaid = ids.length ? !found.every(Boolean) : !/^[^:]{1,40}:$/.test(line);
    if (isSaid) kept.push(line);
  }
  return { kept, criteria };
};

/** @param {string} text */
const linkIn = (text) => {
  const address = LINK.exec(text)?.[0].replace(/[.,;:!?]+$/, "") ?? "";
  return address.length <= LONGEST.link && safeLink(address) ? address : "";
};

/**
 * A line without the marks of Markdown.
 *
 * @param {string} line
 */
const plain = (line) =>
  line
    .replace(/(\*\*|__)(.+?)\1/g, "$2")
    .replace(/\[([^\]]*)\]\(<?([^)>\s]+)>?\)/g, "$1 $2")
    .replace(/<((?:https?|mailto):[^>\s]+)>/g, "$1")
    .replace(/^>\s?/, "")
    .replace(/\\([\\`*_{}[\]<>()#+\-.!|])/g, "$1")
    .trim();

// ---- Days ----

/**
 * The day in a line, and the line without it; without one the day is empty.
 *
 * @param {string} line
 * @param {Known} known
 */
const dated = (line, known) => {
  const found = isoDay(line) ?? namedDay(line, known);
  if (!found) return { date: "", words: line };
  // A day that a line begins with is its date; in the midst of words it stays one of them: "Week of 3 March".
  const isFirst = line.startsWith(found.written);
  const words = isFirst ? line.slice(found.written.length).replace(/^[\s:–—,-]+/, "") : line;
  return { date: found.date, words };
};

/** @param {string} line */
const isoDay = (line) => {
  const [written, year, month, day] = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(line) ?? [];
  return written === undefined ? null : real(written, Number(year), Number(month), Number(day));
};

/**
 * `3 March`, `March 3, 2026`, `3. März`: without a year it is the last such day.
 *
 * @param {string} line
 * @param {Known} known
 */
const namedDay = (line, { today, languages }) => {
  const months = monthsOf(languages);
  const names = [...months.keys()].sort((a, b) => b.length - a.length).join("|");
  const before = new RegExp(`\\b(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s+(${names})\\.?(?:,?\\s+(\\d{4}))?(?!\\p{L})`, "iu");
  const after = new RegExp(`(?<!\\p{L})(${names})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?\\b`, "iu");
  const [a, b] = [before.exec(line), after.exec(line)];
  const found = a ?? b;
  if (!found) return null;
  const [written, one, two, year] = found;
  const [day, name] = a ? [one, two] : [two, one];
  const month = months.get(name.toLowerCase()) ?? 0;
  if (year) return real(written, Number(year), month, Number(day));
  const thisYear = real(written, Number(today.slice(0, 4)), month, Number(day));
  return thisYear && thisYear.date <= today
    ? thisYear
    : real(written, Number(today.slice(0, 4)) - 1, month, Number(day));
};

/**
 * @param {string} written
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const real = (written, year, month, day) => {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? { written, date: at.toISOString().slice(0, 10) } : null;
};

/** @param {string[]} languages */
const monthsOf = (languages) => {
  /** @type {Map<string, number>} */
  const months = new Map();
  for (const language of new Set([...languages, "en"])) {
    for (const month of /** @type {const} */ (["long", "short"])) {
      const format = new Intl.DateTimeFormat(language, { day: "numeric", month, timeZone: "UTC" });
      for (let at = 0; at < 12; at++) {
        const parts = format.formatToParts(new Date(Date.UTC(2024, at, 15)));
        const name =
          parts
            .find(({ type }) => type === "month")
            ?.value.toLowerCase()
            .replace(/\.$/, "") ?? "";
        if (/^\p{L}+$/u.test(name)) months.set(name, at + 1);
      }
    }
  }
  return months;
};
