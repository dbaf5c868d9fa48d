// Markdown for the clipboard.

import { showToast } from "./toast.js";

/**
 * Copies what `text` gives and says whether that worked, in the words of the button.
 *
 * @param {HTMLElement} button
 * @param {() => Promise<string>} text
 */
export const copyMarkdown = async ({ dataset: { copied = "", failed = "" } }, text) => {
  try {
    await navigator.clipboard.writeText(await text());
  } catch {
    // The browser forbids it, or the reader is offline.
    showToast(failed);
    return;
  }
  showToast(copied);
};
