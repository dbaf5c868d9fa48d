// Which tracks stand side by side on the page of all comparisons: two of them, or all. Where there are many, two are
// shown until the reader has chosen. On other pages a reader can choose any number; then these are shown.

import { need } from "../parts.js";
import { onReturn, remember, remembered, tellLeft } from "../tracks.js";

const FEW = 3;
// Stands for tracks that were chosen on another page and are not two.
const SOME = "*";

/** @param {HTMLElement} chooser */
export const start = (chooser) => {
  const select = (/** @type {string} */ name) => need(chooser, `[name=${name}]`, HTMLSelectElement);
  const [first, second] = [select("first"), select("second")];
  const tracks = [...second.options].map(({ value }) => value);
  /** @type {Set<string>} */
  let shown = new Set(tracks);

  const show = () => {
    second.hidden = !tracks.includes(first.value);
    tellLeft(need(chooser, ".tracks-left"), shown.size, tracks.length);
    /** @type {NodeListOf<HTMLElement>} */
    const cells = document.querySelectorAll(".grades [data-track]");
    for (const cell of cells) cell.hidden = !shown.has(cell.dataset.track ?? "");
    /** @type {NodeListOf<HTMLElement>} */
    const links = document.querySelectorAll(".grades [data-tracks]");
    for (const link of links) link.hidden = (link.dataset.tracks ?? "").split(" ").some((it) => !shown.has(it));
    /** @type {NodeListOf<HTMLElement>} */
    const rows = document.querySelectorAll(".grades tbody tr");
    for (const row of rows) {
      const parts = row.querySelectorAll(row.classList.contains("grade-pairs") ? "[data-tracks]" : ".grade-level");
      row.hidden = [...parts].every((part) => part.closest("[hidden]:not(tr)"));
    }
  };
  // The selects say what is shown.
  const choose = (/** @type {Set<string>} */ chosen) => {
    shown = chosen;
    const [one, other] = chosen;
    const some = need(first, "[data-text]", HTMLOptionElement);
    const isSome = chosen.size !== 2 && chosen.size < tracks.length;
    some.hidden = some.disabled = !isSome;
    some.textContent = (some.dataset.text ?? "").replace("{n}", String(chosen.size));
    first.value = isSome ? SOME : chosen.size === 2 ? one : "";
    second.value = chosen.size === 2 ? other : tracks[1];
    show();
  };
  const read = () => choose(remembered(tracks) ?? new Set(tracks.length > FEW ? tracks.slice(0, 2) : tracks));
  const keep = (/** @type {string[]} */ chosen) => {
    remember(chosen, tracks);
    choose(new Set(chosen));
  };
  const follow = (/** @type {EventTarget | null} */ target) => {
    if (!tracks.includes(first.value)) return first.value === SOME ? undefined : keep(tracks);
    // A track beside itself is no choice: the other select gives way.
    if (first.value === second.value) {
      const other = target === first ? second : first;
      other.value = tracks.find((it) => it !== first.value) ?? "";
    }
    keep([first.value, second.value]);
  };
  chooser.addEventListener("change", ({ target }) => follow(target));
  chooser.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest(".tracks-left button")) return;
    keep(tracks);
    // What had the focus is gone.
    first.focus();
  });
  onReturn(read);
  read();
  return read;
};
