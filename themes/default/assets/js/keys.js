// The list of keys, and what they do. Loaded with the first key or press that needs it.

import { allowed, allow } from "./site.js";

const ask = () => {
  const dialog = document.querySelector("dialog.keys");
  const search = document.querySelector("[aria-keyshortcuts]");
  dialog.querySelector(".keys-search").hidden = !search;
  const box = dialog.querySelector("input");
  box.checked = allowed();
  box.onchange = () => allow(box.checked);
  // A press beside the list closes it.
  dialog.onclick = ({ target }) => {
    if (target === dialog) dialog.close();
  };
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("button").focus();
};

const turn = (to) => document.querySelector(`.turn [rel="${to}"]`)?.click();

export const press = (key) => {
  if (key === "?") ask();
  else if (!document.querySelector("dialog:modal")) turn(key === "n" ? "next" : "prev");
};
