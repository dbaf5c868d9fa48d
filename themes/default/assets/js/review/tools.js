// The buttons above a sheet: what is done with it as a whole.

import { need } from "../parts.js";
import { ask } from "./ask.js";
import { addSheet, othersOf, removeSheet } from "./sheet-list.js";

/** @import { Review, Opened } from "../review.js" */

// What nobody needs before there is a sheet.
export const filing = async () => ({
  ...(await import("./files.js")),
  ...(await import("./open.js")),
  ...(await import("../copy.js")),
});

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
    save: async (opened) => (await filing()).saveJson(opened, prefix),
    "save-markdown": async (opened) => {
      const { saveMarkdown } = await filing();
      if (await review.isReady(opened)) saveMarkdown(opened, prefix, site, edition);
    },
    "copy-markdown": async (opened, button) => {
      const { asMarkdown, copyMarkdown } = await filing();
      if (await review.isReady(opened)) await copyMarkdown(button, async () => asMarkdown(opened, site, edition));
    },
    print: () => print(),
    open: () => input.click(),
    tools: (_, button) => button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")),
    new: (opened) => addSheet(review, opened),
    remove: (opened) => removeSheet(review, opened),
    clear: (opened) => clear(review, opened),
  };
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    const it = opened();
    if (button && it) actions[button.dataset.do ?? ""]?.(it, button);
  });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    const it = opened();
    if (file && it) (await filing()).openFile(review, it, file);
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
