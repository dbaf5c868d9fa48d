// Single keys, and the list of them. A reader may switch them off, and then no script hears them: speech input
// would press them by accident.

import { need } from "./parts.js";

const OFF = "ladderbook-keys-off";
let off = false;

const areAllowed = () => {
  try {
    off = Boolean(localStorage.getItem(OFF));
  } catch {
    // The choice then lasts for this page.
  }
  return !off;
};

/** @param {boolean} on */
const allow = (on) => {
  off = !on;
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // As above.
  }
};

const showList = () => {
  const dialog = need(document, "dialog.keys", HTMLDialogElement);
  const box = need(dialog, "input", HTMLInputElement);
  box.checked = areAllowed();
  box.onchange = () => allow(box.checked);
  // A press beside the list closes it.
  dialog.onclick = ({ target }) => {
    if (target === dialog) dialog.close();
  };
  if (dialog.open) return;
  dialog.showModal();
  need(dialog, "button").focus();
};

/** @param {"prev" | "next"} rel */
const turnPage = (rel) => {
  if (document.querySelector("dialog:modal")) return;
  const link = document.querySelector(`.pager [rel="${rel}"]`);
  if (link instanceof HTMLElement) link.click();
};

/** @type {Record<string, () => void>} The slash is for search, which other keys open as well. */
const KEYS = { "?": showList, "/": () => {}, n: () => turnPage("next"), p: () => turnPage("prev") };

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select";

/** @param {KeyboardEvent} event */
const press = (event) => {
  const { key, target } = event;
  const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.closest(FIELDS));
  if (!Object.hasOwn(KEYS, key) || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  if (!areAllowed()) event.stopImmediatePropagation();
  else if (!event.repeat) KEYS[key]();
};

addEventListener("keydown", press, true);
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest(".keys-open button")) showList();
});
