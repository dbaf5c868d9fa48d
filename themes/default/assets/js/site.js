// What needs more than the first paint. Everything in here is an extra: each page is complete without it.

import { anchor, query, replace } from "./address.js";
import "./keys.js";

// A link to a criterion opens the folds around it.
const reveal = () => {
  for (let fold = document.getElementById(anchor())?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", reveal);
reveal();

// What is folded is printed as well. Where style sheets can say so, they do.
if (!CSS.supports("selector(::details-content)")) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
}

// Whether a comparison shows what stays the same.
const everything = document.querySelector('[name="lb-everything"]');
if (everything && query().has("all")) everything.checked = true;
document.addEventListener("change", ({ target }) => {
  if (target.name === "lb-everything") replace((query) => (target.checked ? query.set("all", "") : query.delete("all")));
});

// Says something in passing.
const say = (text) => {
  const said = document.querySelector(".said");
  said.textContent = text;
  clearTimeout(said.timer);
  said.timer = setTimeout(() => said.replaceChildren(), 2500);
};

// A permalink copies its whole address as well, and says so.
document.addEventListener("click", async ({ target }) => {
  const link = target.closest(".permalink");
  if (!link || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    return; // the browser forbids it; the address is in its bar all the same
  }
  say(document.querySelector(".said").dataset.copied);
});

// Parts that a module drives. A preview changes an open page in place and says so: what is new is started
// then, and what is still there shows its state again.
const PARTS = [[".picker", "./compare.js"], [".matrix-filter", "./matrix.js"], [".map", "./map.js"], [".review", "./review.js"], [".term-notes", "./terms.js"], [".search", "./search.js"]];
const shows = new WeakMap();
const drive = async () => {
  for (const [selector, module] of PARTS) {
    for (const part of document.querySelectorAll(selector)) {
      if (shows.has(part)) shows.get(part)();
      else {
        shows.set(part, () => {});
        shows.set(part, (await import(module)).start(part));
      }
    }
  }
};
document.addEventListener("ladderbook:update", drive);

// Search is loaded when somebody searches. On its own page there is no need for a dialog.
const opener = () => document.querySelector(".search-open");
const search = async () => {
  const field = document.querySelector("main .search input");
  if (field) {
    field.focus();
    return field.select();
  }
  const link = opener();
  try {
    await (await import("./search-dialog.js")).open(link);
  } catch {
    // Without a dialog there is still the page, but not for somebody who is offline.
    if (navigator.onLine) location.assign(link.href);
    else say(link.dataset.failed);
  }
};
const isTyping = ({ isContentEditable, tagName }) => isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName);
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !event.target.closest(".search-open")) return;
  event.preventDefault();
  search();
});
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  const isShortcut = ctrlKey !== metaKey ? !altKey && key.toLowerCase() === "k" : key === "/" && !ctrlKey && !altKey && !isTyping(target);
  if (!isShortcut || event.defaultPrevented || !opener()) return;
  event.preventDefault();
  search();
});

// Words that were searched for are marked on the page that they were found on.
const mark = async () => {
  if (query().has("highlight")) (await import("./highlight.js")).mark();
};
document.addEventListener("ladderbook:update", mark);
await Promise.all([drive(), mark()]);
