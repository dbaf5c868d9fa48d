// The heads of a table that is wider than the page. Its box scrolls to the side, so its own heads cannot stay while the
// page scrolls: a copy of them stands above the box and follows it to the side. A table that fits needs no box.

import { need } from "./parts.js";

/** @type {WeakMap<HTMLElement, () => void>} */
const started = new WeakMap();

/**
 * @param {HTMLElement} frame
 * @returns what shows its state once more
 */
export const start = (frame) => {
  const update = started.get(frame) ?? begin(frame);
  started.set(frame, update);
  return update;
};

/** @param {HTMLElement} frame */
const begin = (frame) => {
  const box = need(frame, ".matrix-scroll");
  const table = need(box, ".matrix", HTMLTableElement);
  /** @type {HTMLElement | null} */
  let heads = null;
  // While the table's own heads are in sight, they are the ones to see: the focus may be in them.
  const follow = () => {
    if (!heads) return;
    heads.hidden = table.getBoundingClientRect().top >= 0;
    heads.scrollLeft = box.scrollLeft;
  };
  const show = () => {
    heads?.remove();
    heads = null;
    box.classList.remove("fits");
    table.style.setProperty("--columns", String(Math.max(columnsOf(table).length - 1, 1)));
    const isWide = table.offsetWidth > box.clientWidth + 1;
    box.classList.toggle("fits", !isWide);
    if (!isWide) return;
    heads = copyOf(table);
    frame.prepend(heads);
    follow();
  };
  box.addEventListener("scroll", follow, { passive: true });
  const observer = new ResizeObserver(show);
  observer.observe(box);
  observer.observe(table);
  addEventListener("scroll", follow, { passive: true });
  return () => {
    if (table.isConnected) show();
    else {
      observer.disconnect();
      removeEventListener("scroll", follow);
    }
  };
};

/**
 * The lowest heads, of which each stands above one column that is shown.
 *
 * @param {HTMLTableElement} table
 */
const columnsOf = (table) => [...(table.tHead?.lastElementChild?.children ?? [])].filter((it) => it.checkVisibility());

/**
 * The heads once more, for eyes and pointers only.
 *
 * @param {HTMLTableElement} table
 */
const copyOf = (table) => {
  const made = document.createElement("div");
  made.className = "matrix-heads";
  made.setAttribute("aria-hidden", "true");
  const copy = /** @type {HTMLTableElement} */ (table.cloneNode(false));
  const head = /** @type {HTMLElement} */ (table.tHead?.cloneNode(true) ?? document.createElement("thead"));
  for (const link of head.querySelectorAll("a")) link.tabIndex = -1;
  copy.style.inlineSize = `${table.offsetWidth}px`;
  const widths = columnsOf(table).map((cell) => {
    const column = document.createElement("col");
    column.style.inlineSize = `${cell.getBoundingClientRect().width}px`;
    return column;
  });
  copy.append(...widths, head);
  made.append(copy);
  return made;
};
