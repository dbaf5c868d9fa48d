// Single keys, and the list of them. A reader may switch them off, then nobody hears them: speech input would
// press them by accident.

const OFF = "ladderbook-keys-off";
let off = false;
const allowed = () => {
  try { off = Boolean(localStorage.getItem(OFF)); } catch { /* the choice then lasts for this page */ }
  return !off;
};
const allow = (on) => {
  off = !on;
  try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"); } catch { /* as above */ }
};

const list = () => {
  const dialog = document.querySelector("dialog.keys");
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

const turn = (to) => {
  if (!document.querySelector("dialog:modal")) document.querySelector(`.turn [rel="${to}"]`)?.click();
};

// The slash is for search, which other keys open as well.
const KEYS = { "?": list, "/": () => {}, n: () => turn("next"), p: () => turn("prev") };

addEventListener("keydown", (event) => {
  const { key, target } = event;
  const writes = target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (!Object.hasOwn(KEYS, key) || event.ctrlKey || event.metaKey || event.altKey || writes) return;
  if (!allowed()) event.stopImmediatePropagation();
  else if (!event.repeat) KEYS[key]();
}, true);
document.addEventListener("click", ({ target }) => target.closest(".keys-open button") && list());
