// The search page's own parts, as a dialog over any other page.

import { element, need } from "../parts.js";
import { start } from "./view.js";

/** @type {Promise<HTMLDialogElement> | undefined} */
let making;
/** @type {HTMLDialogElement | undefined} */
let dialog;
/** @type {(() => void) | undefined} */
let searchAgain;

/** @param {HTMLAnchorElement} link */
const make = async (link) => {
  const response = await fetch(link.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  await addStyle();
  const box = document.adoptNode(need(page, ".search"));
  for (const name of ["root", "index"]) box.dataset[name] = new URL(box.dataset[name] ?? "", link.href).href;
  const made = element("dialog", { class: "search-dialog", "aria-label": need(link, "span").textContent }, box);
  const close = element("button", { type: "button", class: "search-close" }, link.dataset.close ?? "");
  close.addEventListener("click", () => made.close());
  need(box, ".search-field").append(close);
  listen(made);
  document.body.append(made);
  searchAgain = start(box);
  return made;
};

// A style sheet in the page's head would make a preview load the page anew with each change.
const addStyle = async () => {
  const response = await fetch(new URL("../../css/search.css", import.meta.url));
  const style = await new CSSStyleSheet().replace(await response.text());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
};

/** @param {HTMLDialogElement} made */
const listen = (made) => {
  // A click beside it is on the dialog itself; one on a result may lead to where the reader already is.
  made.addEventListener("click", ({ target }) => {
    if (target === made || (target instanceof Element && target.closest("a"))) made.close();
  });
  // A field for searching takes Escape for itself where it has words in it.
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    made.close();
  });
};

/**
 * Fails if the parts cannot be loaded.
 *
 * @param {HTMLAnchorElement} link
 */
export const open = async (link) => {
  making ??= make(link);
  try {
    dialog = await making;
  } catch (error) {
    making = undefined;
    throw error;
  }
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) {
    dialog.showModal();
    searchAgain?.();
  }
  const field = need(dialog, "[name=q]", HTMLInputElement);
  field.focus();
  field.select();
};

// A preview that changes the page takes out what the source does not have.
document.addEventListener("ladderbook:update", () => {
  if (!dialog?.open || dialog.isConnected) return;
  dialog.close();
  document.body.append(dialog);
  dialog.showModal();
});
