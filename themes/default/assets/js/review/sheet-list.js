// The list of the sheets that this browser keeps: one is open, others are a click away.

import { drop, link, need, part, word } from "../parts.js";
import { ask } from "./ask.js";
import { empty } from "./file.js";
import { levelOf, sheetOf } from "./sheet.js";
import { MINE } from "./sheets.js";

/** @import { Review, Opened } from "../review.js" */
/** @import { Sheet } from "./file.js" */
/** @import { Named } from "./sheets.js" */

/**
 * What a sheet is called.
 *
 * @param {Named} sheet
 */
export const nameOf = ({ id, sheet }) =>
  id === MINE ? word("review-text-mine") : sheet.name.trim() || word("review-text-unnamed");

/**
 * @param {HTMLElement} root
 * @param {Opened} opened
 */
export const showList = (root, opened) => {
  const { sheets, handbook } = opened;
  const list = sheets.list();
  const focused = document.activeElement?.closest(".review-sheets a")?.getAttribute("data-sheet");
  need(root, ".review-sheets ul").replaceChildren(
    ...list.map((it) => {
      const pair = pairOf(opened, it.sheet);
      const made = part("review-sheet-link", { name: nameOf(it), pair });
      const known = levelOf(handbook, it.sheet.level);
      link(made, "a", sheetOf({ id: known?.url ? known.id : "" }, it.id, it.sheet.next));
      if (it.id === sheets.id) need(made, "a").setAttribute("aria-current", "true");
      if (!pair) drop(made, ".sheet-pair");
      need(made, "a").dataset.sheet = it.id;
      return made;
    }),
  );
  if (typeof focused === "string") focusOn(root, focused);
  root.classList.toggle("has-sheets", list.length > 1);
};

/**
 * @param {Opened} opened
 * @param {Sheet} sheet
 */
const pairOf = ({ handbook }, { level, next }) => {
  const arrow = document.dir === "rtl" ? " ← " : " → ";
  return [level, next ?? ""].flatMap((it) => levelOf(handbook, it)?.label ?? []).join(arrow);
};

/**
 * @param {HTMLElement} root
 * @param {Review} review
 */
export const listenToList = (root, review) => {
  need(root, ".review-sheets ul").addEventListener("click", (event) => {
    const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
    const chosen = target instanceof Element && target.closest("[data-sheet]");
    if (!(chosen instanceof HTMLElement) || button || ctrlKey || metaKey || shiftKey || altKey) return;
    event.preventDefault();
    const { sheet = MINE } = chosen.dataset;
    review.turnTo(sheet);
    focusOn(root, sheet);
  });
};

/**
 * The list has been made anew.
 *
 * @param {HTMLElement} root
 * @param {string} sheet
 */
const focusOn = (root, sheet) => {
  const all = [...root.querySelectorAll("[data-sheet]")];
  const again = all.find((it) => it.getAttribute("data-sheet") === sheet);
  if (again instanceof HTMLElement) again.focus();
};

/**
 * Asks whose sheet it will be, and opens it.
 *
 * @param {Review} review
 * @param {Opened} opened
 */
export const addSheet = async (review, { sheets, from, to }) => {
  const field = need(document, "#lb-ask-new input", HTMLInputElement);
  field.value = "";
  if ((await ask("lb-ask-new")) !== "add") return;
  const sheet = { ...empty(), name: field.value.trim(), level: from?.id ?? "", next: to?.id ?? null };
  review.turnTo(sheets.add(sheet));
};

/**
 * @param {Review} review
 * @param {Opened} opened
 */
export const removeSheet = async (review, { sheets }) => {
  const shown = { id: sheets.id, sheet: sheets.current.sheet };
  if ((await ask("lb-ask-remove", { name: nameOf(shown) })) !== "remove") return;
  sheets.remove();
  review.turnTo(MINE);
  review.say(part("review-removed-sheet", { name: nameOf(shown) }));
};

/** @param {Opened} opened */
export const othersOf = ({ sheets }) =>
  sheets
    .list()
    .filter(({ id }) => id !== MINE)
    .map(nameOf);
