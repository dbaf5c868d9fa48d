// Which tracks stand side by side on the page of all comparisons. The browser remembers the choice. Where there are
// many, two of them are shown until the reader has chosen.

import { need } from "../parts.js";

const KEY = "ladderbook-tracks";
const FEW = 3;

const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

/** @param {string} value */
const store = (value) => {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The choice then lasts for this page.
  }
};

/** @param {HTMLElement} chooser */
export const start = (chooser) => {
  const select = (/** @type {string} */ name) => need(chooser, `[name=${name}]`, HTMLSelectElement);
  const [first, second] = [select("first"), select("second")];
  const tracks = [...second.options].map(({ value }) => value);

  // No track where all are shown.
  const chosen = () => (first.value ? new Set([first.value, second.value]) : null);

  const show = () => {
    const shown = chosen();
    second.hidden = !shown;
    /** @type {NodeListOf<HTMLElement>} */
    const cells = document.querySelectorAll(".grades [data-track]");
    for (const cell of cells) cell.hidden = shown !== null && !shown.has(cell.dataset.track ?? "");
    /** @type {NodeListOf<HTMLElement>} */
    const links = document.querySelectorAll(".grades [data-tracks]");
    for (const link of links) {
      link.hidden = shown !== null && (link.dataset.tracks ?? "").split(" ").some((it) => !shown.has(it));
    }
    /** @type {NodeListOf<HTMLElement>} */
    const rows = document.querySelectorAll(".grades tbody tr");
    for (const row of rows) {
      const parts = row.querySelectorAll(row.classList.contains("grade-pairs") ? "[data-tracks]" : ".grade-level");
      row.hidden = [...parts].every((part) => part.closest("[hidden]:not(tr)"));
    }
  };
  const read = () => {
    const known = (stored() ?? (tracks.length > FEW ? tracks.slice(0, 2).join(" ") : "")).split(" ");
    const [one = "", other = ""] = known.filter((it) => tracks.includes(it));
    first.value = one;
    second.value = other || tracks.find((it) => it !== one) || "";
    show();
  };
  chooser.addEventListener("change", ({ target }) => {
    // A track beside itself is no choice: the other select gives way.
    if (first.value === second.value) {
      const other = target === first ? second : first;
      other.value = tracks.find((it) => it !== first.value) ?? "";
    }
    store(chosen() ? `${first.value} ${second.value}` : "");
    show();
  });
  read();
  return read;
};
