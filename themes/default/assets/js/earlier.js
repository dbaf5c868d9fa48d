// The Markdown of a level with what came before: what stays expected of earlier levels is only named in the file that
// stands beside the page. The page itself has it, behind a switch.

import { query } from "./address.js";
import { inline } from "./inline.js";
import { line } from "./markdown.js";

/**
 * The Markdown of a page as the page is shown.
 *
 * @param {string} markdown
 */
export const asShown = (markdown) => {
  const label = document.querySelector("[data-earlier]")?.getAttribute("data-earlier");
  if (!label || !query().has("before")) return markdown;
  /** @type {NodeListOf<HTMLElement>} */
  const folds = document.querySelectorAll("details.earlier .earlier-text");
  const texts = [...folds].map(textOf);
  return markdown
    .split("\n")
    .map((it) => (it.startsWith(label) ? [it, ...(texts.shift() ?? [])].join("\n") : it))
    .join("\n");
};

/**
 * The criteria of earlier levels, each level under its name.
 *
 * @param {HTMLElement} fold
 */
const textOf = (fold) => {
  const { root = "" } = /** @type {HTMLElement} */ (document.querySelector(".toast")).dataset;
  return [...fold.children].flatMap((part) => {
    if (part.matches(".earlier-level")) return ["", `**${line(part.textContent ?? "")}**`, ""];
    return [...part.querySelectorAll(":scope > li")].map((it) => `- ${criterion(it, root)}`);
  });
};

/**
 * @param {Element} item
 * @param {string} root
 */
const criterion = (item, root) => {
  const copy = /** @type {Element} */ (item.cloneNode(true));
  for (const sign of copy.querySelectorAll(".permalink")) sign.remove();
  // Addresses of this page lead from where it stands.
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", link.href);
  return inline({ text: copy.textContent ?? "", html: copy.innerHTML }, line, root);
};
