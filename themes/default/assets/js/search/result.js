// One result as markup. What was found inside of a record leads to its criterion or section.

import { element } from "../parts.js";
import { bare, passages, titleEnd, wordsOf } from "./passages.js";
import { isPair, isShort, runsIn, shown, written } from "./words.js";

/** @import { Found } from "./index.js" */
/** @import { Anchor, Passage } from "./passages.js" */

const INSIDE = 4; // criteria or sections of one result
const EXCERPT = 26; // words
const BEFORE = 6; // words before the first one that was found
const LETTERS = 3; // letters of a script without spaces that count as a word
const HIGHLIGHTED = 8; // words that a page is told to highlight

/**
 * @typedef {object} Context
 * @property {Found} data
 * @property {string[]} words
 * @property {Set<number>} hits Positions of the words that were found.
 * @property {(id: string, ...content: (Node | string)[]) => HTMLAnchorElement} link
 */

/**
 * `root` is the root of the site, `typed` what was searched for, `kindWord` gives a word for a kind of record.
 *
 * @param {Found} found
 * @param {{ root: URL, typed: string, kindWord: (kind: string) => string }} options
 */
export const result = (found, { root, typed, kindWord }) => {
  const words = wordsOf(found);
  const data = { ...found, locations: meant(found, words, typed) };
  const runs = runsIn(typed);
  const highlight = highlighted(data, words, typed);
  /** @type {Context} */
  const context = {
    data,
    words,
    hits: new Set(data.locations.flatMap((at) => (runs.some((it) => it.includes(words[at])) ? [at, at + 1] : at))),
    link: (id, ...content) => element("a", { href: address(data, root, id, highlight) }, ...content),
  };
  const [before, ...anchored] = passages(data, words.length);
  const inside = anchored.filter(({ count }) => count);
  const hue = data.filters.hue?.[0];
  const item = element("li", { class: hue && `hue-${hue}` }, heading(context, inside.length > 0, kindWord));
  // A record of its name alone says nothing more.
  const isName = bare(data.content.trim()) === bare(data.meta.title ?? "");
  if (isName) return item;
  if (before.to > before.from && (before.count || !inside.length)) item.append(excerpt(context, before));
  // Nothing but the name was found: what begins there tells more than the name alone.
  else if (!inside.length && anchored.length) item.append(excerpt(context, beginning(anchored[0], data.anchors)));
  const places = inside.slice(0, INSIDE).flatMap((passage) => place(context, passage));
  if (places.length) item.append(element("ul", { class: "search-inside" }, ...places));
  return item;
};

/**
 * Positions of the words that were found. Beside what is exactly as it was typed, longer words that begin with
 * it are something else: `C`, and not `care`.
 *
 * @param {Found} data
 * @param {string[]} words
 * @param {string} typed
 */
const meant = ({ locations }, words, typed) => {
  if (!isShort(typed)) return locations;
  const name = typed.trim().toLowerCase();
  const exact = locations.filter((at) => bare(shown(words[at] ?? "").text).toLowerCase() === name);
  return exact.length ? exact : locations;
};

/**
 * The words that the page shall highlight.
 *
 * @param {Found} data
 * @param {string[]} words
 * @param {string} typed
 */
const highlighted = ({ locations }, words, typed) => {
  const found = locations.map((at) => words[at] ?? "").filter((word) => word && !isPair(word));
  const hits = locations.length ? [...runsIn(typed), ...found.map((word) => shown(word).text)] : typed.split(/\s+/);
  const plain = hits.map((word) => bare(word).toLowerCase()).filter(Boolean);
  return [...new Set(plain)].slice(0, HIGHLIGHTED);
};

/**
 * @param {Found} data
 * @param {URL} root
 * @param {string} id
 * @param {string[]} highlight
 */
const address = (data, root, id, highlight) => {
  const url = new URL(data.raw_url ?? data.url, root);
  if (id) url.hash = id;
  for (const word of highlight) url.searchParams.append("highlight", word);
  return url.href;
};

/**
 * What the record is.
 *
 * @param {Context} context
 * @param {boolean} isInside whether a criterion or section was found, which the reader then wants more than the record
 * @param {(kind: string) => string} kindWord
 */
const heading = ({ data: { meta: words, filters }, link }, isInside, kindWord) => {
  const meta = Object.fromEntries(Object.entries(words).map(([name, text]) => [name, written(text ?? "")]));
  const kind = filters.kind?.[0] ?? "";
  const line = element("p", { class: "search-where" });
  if (filters.hue?.[0]) line.append(element("span", { class: "dot" }));
  if (meta.code) line.append(element("span", { class: "code" }, meta.code), " ");
  const [title, about] = kind === "cell" ? cellHeading(meta) : otherHeading(meta, kind, kindWord);
  const isLink = kind !== "cell" || !isInside;
  line.append(element("span", { class: "search-title" }, ...(isLink ? [link("", ...title)] : title)), " ");
  line.append(element("span", { class: "search-kind" }, about));
  if (meta.status) line.append(" ", element("span", { class: "tag" }, meta.status));
  if (meta.internal) line.append(" ", element("span", { class: "internal-mark" }, meta.internal));
  return line;
};

/**
 * @param {Found["meta"]} meta
 * @returns {[(Node | string)[], string]}
 */
const cellHeading = ({ level = "", competency = "", track = "" }) => [
  [level, element("span", { class: "quiet" }, " · "), competency],
  track,
];

/**
 * @param {Found["meta"]} meta
 * @param {string} kind
 * @param {(kind: string) => string} kindWord
 * @returns {[(Node | string)[], string]}
 */
const otherHeading = ({ title = "", section, track }, kind, kindWord) => {
  const about = [section || kindWord(kind), kind === "level" && track];
  return [[title], about.filter(Boolean).join(" · ")];
};

/**
 * A criterion or section in which something was found.
 *
 * @param {Context} context
 * @param {Passage} passage
 */
const place = (context, passage) => {
  const { anchor, from, to } = passage;
  if (!anchor) return [];
  const end = titleEnd({ anchor, from, to }, context.data.anchors);
  const title = context.link(anchor.id, ...stretch(context, from, end, titleWord(anchor, end)));
  const isFound = [...context.hits].some((it) => it >= end && it < to);
  const isHeading = /^h/.test(anchor.element);
  const rest = end < to && (isHeading || isFound) ? excerpt(context, { from: end, to }) : "";
  return [element("li", {}, title, rest)];
};

/**
 * A passage without the examples of a criterion, with which its words would run together.
 *
 * @param {Passage} passage
 * @param {Anchor[]} anchors
 */
const beginning = ({ anchor, from, to }, anchors) =>
  anchor && !anchor.text ? { from, to: titleEnd({ anchor, from, to }, anchors) } : { from, to };

/**
 * Pagefind ends a heading with a full stop, which is not the author's unless the text has it.
 *
 * @param {Anchor} anchor
 * @param {number} end
 */
const titleWord = (anchor, end) => (/** @type {string} */ word, /** @type {number} */ at) =>
  at === end - 1 && anchor.text && !anchor.text.trim().endsWith(".") ? word.replace(/\.$/, "") : word;

/**
 * @param {Context} context
 * @param {{ from: number, to: number }} range
 */
const excerpt = (context, { from, to }) => element("p", { class: "search-excerpt" }, ...stretch(context, from, to));

/**
 * A stretch of words with the hits marked. It begins near the first of them.
 *
 * @param {Context} context
 * @param {number} from
 * @param {number} to
 * @param {(word: string, at: number) => string} as what is shown of a word
 */
const stretch = ({ words, hits }, from, to, as = (word) => word) => {
  const inRange = [...hits].filter((it) => it >= from && it < to);
  const first = inRange.length ? Math.min(...inRange) : from;
  const before = BEFORE * lettersOf(words[first]);
  const start = first - from < EXCERPT * lettersOf(words[first]) - before ? from : first - before;
  const end = Math.min(start + EXCERPT * lettersOf(words[first]), to);
  /** @type {(Node | string)[]} */
  const nodes = start > from ? ["… "] : [];
  for (let at = start; at < end; at++) {
    const { text, isJoined } = shown(as(words[at], at));
    const core = hits.has(at) ? bare(text) : "";
    const last = nodes.at(-1);
    // The letters of a word in a script without spaces are one hit.
    if (core && text.startsWith(core) && last instanceof HTMLElement) {
      last.append(core);
      if (text !== core) nodes.push(text.slice(core.length));
    } else nodes.push(...marked(text, core));
    if (!isJoined) nodes.push(" ");
  }
  if (end < to) nodes.push("…");
  return nodes;
};

/**
 * How many words of the index make a word for a reader.
 *
 * @param {string} word
 */
const lettersOf = (word = "") => (isPair(word) ? LETTERS : 1);

/**
 * What stands around a word is not part of it.
 *
 * @param {string} text
 * @param {string} core
 * @returns {(Node | string)[]}
 */
const marked = (text, core) => {
  if (!core) return [text];
  const [before, ...after] = text.split(core);
  return [before, element("mark", {}, core), after.join(core)].filter((it) => it !== "");
};
