// Highlights the words that a reader has searched for, until they are told to go.

import { fragment, query, replace } from "./address.js";
import { element, need, part } from "./parts.js";
import { runsIn } from "./search/words.js";

const LEFT_OUT = "script, style, svg, mark, .rail, .permalink, .visually-hidden, template, select, textarea";

const removeHighlights = () => {
  for (const it of document.querySelectorAll("main mark.highlight")) {
    const parent = it.parentNode;
    it.replaceWith(...it.childNodes);
    parent?.normalize();
  }
  document.querySelector(".highlight-note")?.remove();
};

const dismiss = () => {
  removeHighlights();
  replace((query) => query.delete("highlight"));
  const main = need(document, "main");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
};

const searchedWords = () =>
  query()
    .getAll("highlight")
    .filter(Boolean)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));

// A word is marked as a whole, unless it is of a script that puts no space between words.
/** @param {string[]} words */
const patternOf = (words) => {
  const whole = words.filter((it) => !runsIn(it).length);
  const within = words.filter((it) => runsIn(it).length);
  const bounded = `(?<![\\p{L}\\p{N}])(?:${whole.join("|")})(?![\\p{L}\\p{N}+#])`;
  return new RegExp([...within, ...(whole.length ? [bounded] : [])].join("|"), "giu");
};

const texts = () => {
  const walker = document.createTreeWalker(need(document, "main"), NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  return texts;
};

export const highlight = () => {
  removeHighlights();
  const words = searchedWords();
  if (!words.length) return;
  const pattern = patternOf(words);
  let isFound = false;
  for (const text of texts()) {
    for (const { 0: word, index } of [...text.data.matchAll(pattern)].reverse()) {
      const hit = text.splitText(index);
      hit.splitText(word.length);
      const made = element("mark", { class: "highlight" });
      hit.replaceWith(made);
      made.append(hit);
      isFound = true;
    }
  }
  if (!isFound) return;
  // What was found in a fold of the criterion that the link leads to is opened.
  const target = document.getElementById(fragment());
  for (const fold of target?.querySelectorAll("details") ?? []) {
    if (fold.querySelector("mark.highlight")) fold.open = true;
  }
  showNote();
};

const showNote = () => {
  const note = part("highlight-note");
  need(note, "button").addEventListener("click", dismiss);
  document.body.append(note);
  // What is filled in later is read out.
  const line = need(note, "[role=status]");
  setTimeout(() => (line.textContent = line.dataset.text ?? ""), 100);
};
