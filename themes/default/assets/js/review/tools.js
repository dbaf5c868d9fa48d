// The buttons above a sheet: what is done with it as a whole.

import { copyMarkdown } from "../copy.js";
import { need } from "../parts.js";
import { ask } from "./ask.js";
import { asMarkdown, saveJson, saveMarkdown } from "./files.js";
import { openFile } from "./open.js";
import { addSheet, othersOf, removeSheet } from "./sheet-list.js";

/** @import { Review, Opened } from "../review.js" */

/**
 * @param {HTMLElement} root
 * @param {Review} review
 * @param {() => Opened | null} opened
 */
export const listenToTools = (root, review, opened) => {
  const input = need(root, "[type=file]", HTMLInputElement);
  const { file: prefix = "", root: site = "", edition = "" } = root.dataset;
  /** @type {Record<string, (opened: Opened, button: HTMLElement) => void>} */
  const actions = {
    save: (opened) => saveJson(opened, prefix),
    "save-markdown": (opened) => saveMarkdown(opened, prefix, site, edition),
    "copy-markdown": (opened, button) => copyMarkdown(button, async () => asMarkdown(opened, site, edition)),
    print: () => print(),
    open: () => input.click(),
    new: (opened) => addSheet(review, opened),
    remove: (opened) => removeSheet(review, opened),
    clear: (opened) => clear(review, opened),
  };
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    const it = opened();
    if (button && it) actions[button.dataset.do ?? ""]?.(it, button);
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    const it = opened();
    if (file && it) openFile(review, it, file);
    // The same file can then be chosen again.
    input.value = "";
  });
};

/**
 * @param {Review} review
 * @param {Opened} opened
 */
const clear = async (review, opened) => {
  const names = othersOf(opened);
  need(document, ".ask-clear-others").hidden = !names.length;
  const answer = await ask("lb-ask-clear", { names: names.join(", ") });
  if (answer === "clear" || answer === "all") review.clear(answer);
};
