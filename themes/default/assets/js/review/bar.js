// The fields above a sheet: which level, which next one, and whose sheet it is.

import { need, word } from "../parts.js";
import { isBlank } from "./file.js";
import { nextOf, sheetOf } from "./sheet.js";

/** @import { Opened } from "../review.js" */

/** @param {HTMLElement} root */
const fieldsOf = (root) => ({
  level: need(root, "[name=level]", HTMLSelectElement),
  next: need(root, "[name=next]", HTMLSelectElement),
  name: need(root, "[name=name]", HTMLInputElement),
});

/**
 * @param {HTMLElement} root
 * @param {Opened} opened
 */
export const showBar = (root, { handbook, from, to, store, sheets }) => {
  const { level, next, name } = fieldsOf(root);
  const ways = from ? nextOf(handbook, from) : [];
  level.value = from?.id ?? "";
  const choices = ways.map(({ id, title }) => new Option(title, id));
  next.replaceChildren(...choices, new Option(word("review-text-only"), ""));
  next.value = to?.id ?? "";
  need(root, ".review-next").hidden = !ways.length;
  if (document.activeElement !== name) name.value = store.sheet.name;
  root.classList.toggle("is-open", Boolean(from));
  root.classList.toggle("is-named", Boolean(sheets.id));
  root.classList.toggle("is-blank", !from && sheets.list().every(({ sheet }) => isBlank(sheet)));
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".review-levels [data-level]");
  for (const link of links) link.setAttribute("href", sheetOf({ id: link.dataset.level ?? "" }, sheets.id));
};

/** @param {HTMLElement} root */
export const focusBar = (root) => fieldsOf(root).level.focus();

/**
 * @param {HTMLElement} root
 * @param {object} to
 * @param {(level: string) => void} to.level
 * @param {(next: string) => void} to.next
 * @param {(name: string) => void} to.name
 */
export const listenToBar = (root, to) => {
  const { level, next, name } = fieldsOf(root);
  level.addEventListener("change", () => to.level(level.value));
  next.addEventListener("change", () => to.next(next.value));
  name.addEventListener("input", () => to.name(name.value));
};
