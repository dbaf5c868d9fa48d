// What needs more than the first paint. Everything in here is an extra: each page is complete without it.

// A link to a criterion opens the folds around it.
const reveal = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  for (let fold = document.getElementById(id)?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", reveal);
reveal();

const maps = document.querySelectorAll(".map");
if (maps.length) {
  const { traceMoves } = await import("./map.js");
  maps.forEach(traceMoves);
}
