// What the pages that are made from api/handbook.json know of it.

import { element } from "./parts.js";

/** @import { Criterion, Expectation, Handbook, Level, Text } from "handbook-json" */

/**
 * @template {{ id: string }} T
 * @param {T[]} list
 * @param {string | null} [id]
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

// As many as tokens.css has.
const HUES = 16;

/**
 * The numbers of the colours of levels that are compared, each another one: that of its track, or where a level before
 * has it, the first that no track has.
 *
 * @param {Handbook} handbook
 * @param {Level[]} levels
 */
export const huesBeside = (handbook, levels) => {
  const all = Array.from({ length: HUES }, (_, i) => i + 1);
  const ofTracks = Math.max(...handbook.tracks.map(({ hue }) => hue ?? 0));
  const spare = [...all.slice(ofTracks), ...all];
  /** @type {number[]} */
  const hues = [];
  for (const own of levels.map(huesOf(handbook))) {
    const other = hues.includes(own) && spare.find((hue) => !hues.includes(hue));
    hues.push(other || own);
  }
  return hues;
};

/**
 * Gives addresses of what the handbook has; `root` leads from the page to the root of the site.
 *
 * @param {string} root
 */
export const addresses =
  (root) =>
  (/** @type {{ url?: string }} */ { url }, anchor = "") =>
    root + (url ?? "").replace(/^\//, "") + (anchor && `#${anchor}`);

/**
 * Where a criterion stands on the page of its level.
 *
 * @param {{ id?: string, anchor?: string }} criterion
 */
export const anchorOf = ({ id = "", anchor = id }) => anchor;

/**
 * A text with its markup, whose addresses lead from the page; `root` leads from it to the root of the site.
 *
 * @param {Text} written
 * @param {string} root
 */
export const markup = ({ text, html }, root) => {
  if (html === undefined) return [document.createTextNode(text)];
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
 * What tells the list that a criterion stands in from others: its groups and what leads to it.
 *
 * @param {Pick<Criterion, "groups" | "lead-in"> | null | undefined} criterion
 */
export const listKey = (criterion) => JSON.stringify([criterion?.groups, criterion?.["lead-in"]?.text]);

/**
 * The groups and the lead-in that a criterion stands under; nothing if it stands under none.
 *
 * @param {Pick<Criterion, "groups" | "lead-in">} criterion
 * @param {string} root Leads to the root of the site.
 */
export const listHead = ({ groups = [], "lead-in": leadIn }, root) => {
  /** @type {(Node | string)[]} */
  const head = [];
  if (groups.length) head.push(element("b", {}, groups.join(" › ")));
  if (groups.length && leadIn) head.push(" ");
  if (leadIn) head.push(...markup(leadIn, root));
  return head;
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
