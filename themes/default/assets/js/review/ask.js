// Questions in dialogs.

import { fill, need } from "../parts.js";

/**
 * Asks a question in a dialog, and gives the answer; nothing if it was closed without one.
 *
 * @param {"lb-ask-open" | "lb-ask-clear" | "lb-ask-new" | "lb-ask-remove" | "lb-ask-paste"} id
 * @param {Record<string, string>} values
 * @returns {Promise<string>}
 */
export const ask = (id, values = {}) => {
  const dialog = need(document, `#${id}`, HTMLDialogElement);
  /** @type {NodeListOf<HTMLElement>} */
  const lines = dialog.querySelectorAll("[data-text]");
  for (const line of lines) line.textContent = fill(line.dataset.text ?? "", values);
  dialog.returnValue = "";
  dialog.onclick = ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    if (button) dialog.close(button.value);
  };
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true });
  });
};
