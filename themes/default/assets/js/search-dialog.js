// The search page's own parts, as a dialog over any other page.

import { start } from "./search.js";

let making;
let dialog;
let show;

const make = async (link) => {
  const response = await fetch(link.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const sheet = new URL("../css/search.css", import.meta.url);
  // A style sheet in the page's head would make a preview load the page anew with each change.
  const style = await new CSSStyleSheet().replace(await (await fetch(sheet)).text());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  const box = document.adoptNode(page.querySelector(".search"));
  for (const name of ["root", "index"]) box.dataset[name] = new URL(box.dataset[name], link.href).href;
  const made = document.createElement("dialog");
  made.className = "search-dialog";
  made.setAttribute("aria-label", link.querySelector("span").textContent);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "search-close";
  close.textContent = link.dataset.close;
  close.addEventListener("click", () => made.close());
  made.append(box);
  box.querySelector(".search-field").append(close);
  // A click beside it is on the dialog itself; one on a result may lead to where the reader already is.
  made.addEventListener("click", ({ target }) => (target === made || target.closest("a")) && made.close());
  // A field for searching takes Escape for itself where it has words in it.
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    made.close();
  });
  document.body.append(made);
  show = start(box);
  return made;
};

// Fails if the parts cannot be loaded.
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
    show();
  }
  const field = dialog.querySelector("input");
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
