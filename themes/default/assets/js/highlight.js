// Marks the words that a reader has searched for, until they are told to go.

import { anchor, query, replace } from "./address.js";

const BEYOND = "script, style, svg, mark, .rail, .permalink, .unseen, template, select, textarea";

const unmark = () => {
  for (const it of document.querySelectorAll("main mark.found")) {
    const parent = it.parentNode;
    it.replaceWith(...it.childNodes);
    parent.normalize();
  }
  document.querySelector(".marked-note")?.remove();
};

const clear = () => {
  unmark();
  replace((query) => query.delete("highlight"));
  const main = document.querySelector("main");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
};

export const mark = () => {
  unmark();
  const words = query().getAll("highlight").filter(Boolean).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (!words.length) return;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(BEYOND) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  let found = 0;
  for (const text of texts) {
    for (const { 0: word, index } of [...text.data.matchAll(pattern)].reverse()) {
      const hit = text.splitText(index);
      hit.splitText(word.length);
      const made = document.createElement("mark");
      made.className = "found";
      hit.replaceWith(made);
      made.append(hit);
      found += 1;
    }
  }
  if (!found) return;
  // What was found in a fold of the criterion that the link leads to is opened.
  const target = document.getElementById(anchor());
  for (const fold of target?.querySelectorAll("details:has(mark.found)") ?? []) fold.open = true;

  const note = document.getElementById("lb-marked").content.firstElementChild.cloneNode(true);
  note.querySelector("button").addEventListener("click", clear);
  document.body.append(note);
  // What is filled in later is read out.
  const line = note.querySelector("[role=status]");
  setTimeout(() => (line.textContent = line.dataset.text), 100);
};
