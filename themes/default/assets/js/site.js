// What needs more than the first paint. Everything in here is an extra: each page is complete without it.

import { query, replace } from "./address.js";

// A link to a criterion opens the folds around it.
const reveal = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  for (let fold = document.getElementById(id)?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", reveal);
reveal();

// Whether a comparison shows what stays the same.
const everything = document.querySelector('[name="lb-everything"]');
if (everything && query().has("all")) everything.checked = true;
document.addEventListener("change", ({ target }) => {
  if (target.name === "lb-everything") replace((query) => (target.checked ? query.set("all", "") : query.delete("all")));
});

for (const [selector, module] of [[".picker", "./compare.js"], [".matrix-filter", "./matrix.js"]]) {
  const part = document.querySelector(selector);
  if (part) (await import(module)).start(part);
}

const maps = document.querySelectorAll(".map");
if (maps.length) {
  const { traceMoves } = await import("./map.js");
  maps.forEach(traceMoves);
}
