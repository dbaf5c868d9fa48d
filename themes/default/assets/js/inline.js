// Markup of a criterion as Markdown, in one line.

/** @import { Text as Written } from "handbook-json" */
/** @typedef {(text: string) => string} Escape */

const MARKS = new Map([
  ["EM", "*"],
  ["I", "*"],
  ["STRONG", "**"],
  ["B", "**"],
  ["DEL", "~~"],
  ["S", "~~"],
]);

/**
 * Code may have backquotes in it; the fence then has one more.
 *
 * @param {string} text
 */
const code = (text) => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
};

/**
 * @param {Node} node
 * @param {Escape} escape
 * @param {URL} base
 * @returns {string}
 */
const written = (node, escape, base) => {
  if (node instanceof Text) return escape(node.data.replace(/\s+/g, " "));
  if (!(node instanceof HTMLElement)) return "";
  if (node.matches("code")) return code(node.textContent ?? "");
  if (node.matches("br")) return " ";
  if (node.matches("img")) return escape(node.getAttribute("alt") ?? "");
  const inside = [...node.childNodes].map((child) => written(child, escape, base)).join("");
  const mark = MARKS.get(node.tagName);
  if (mark && inside.trim()) return mark + inside + mark;
  const href = node.matches("a") && node.getAttribute("href");
  if (href && URL.canParse(href, base)) return `[${inside}](<${new URL(href, base).href}>)`;
  const ends = { LI: "; ", TD: ", ", TH: ", ", TR: "; ", P: " ", UL: " ", OL: " ", TABLE: " " }[node.tagName];
  return ends ? ` ${inside.trim()}${ends}` : inside;
};

/**
 * @param {Written} text
 * @param {Escape} escape Keeps words from being read as markup.
 * @param {string} root The root of the site.
 */
export const inline = ({ text, html }, escape, root) => {
  if (html === undefined) return escape(text);
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const base = new URL(root, location.href);
  const line = [...body.childNodes].map((node) => written(node, escape, base)).join("");
  return line.replace(/ +/g, " ").trim().replace(/[;,]$/, "");
};
