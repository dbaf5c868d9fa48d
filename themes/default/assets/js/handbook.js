// What the pages that are made from api/handbook.json know of it.

/** @import { Expectation, Handbook, Level, Text } from "handbook-json" */

/**
 * @template {{ id: string }} T
 * @param {T[]} list
 * @param {string | null} id
 */
export const byId = (list, id) => list.find((it) => it.id === id);

/**
 * Gives the number of the colour of a level's track.
 *
 * @param {Handbook} handbook
 */
export const huesOf =
  ({ tracks }) =>
  (/** @type {Level} */ level) =>
    byId(tracks, level.track)?.hue ?? 0;

/**
 * Gives addresses of what the handbook has; `root` leads from the page to the root of the site.
 *
 * @param {string} root
 */
export const addresses =
  (root) =>
  (/** @type {{ url: string | null }} */ { url }, anchor = "") =>
    root + (url ?? "").replace(/^\//, "") + (anchor && `#${anchor}`);

/**
 * A text with its markup, whose addresses lead from the page; `root` leads from it to the root of the site.
 *
 * @param {Text} written
 * @param {string} root
 */
export const markup = ({ text, html }, root) => {
  if (html === null) return [document.createTextNode(text)];
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const base = new URL(root, location.href);
  for (const name of ["href", "src"]) {
    for (const it of body.querySelectorAll(`[${name}]`)) {
      const address = it.getAttribute(name) ?? "";
      if (URL.canParse(address, base)) it.setAttribute(name, new URL(address, base).href);
    }
  }
  return [...body.childNodes].map((node) => document.adoptNode(node));
};

/**
 * Expected steps as their author writes them: `Owns`, `Owns+`, `Owns – Leads`.
 *
 * @param {Expectation | null | undefined} expect
 */
export const written = (expect) => {
  if (!expect) return "";
  const { first, last } = expect;
  const range = first.number === last.number ? first.title : `${first.title} – ${last.title}`;
  return expect["or-above"] ? `${range}+` : range;
};
