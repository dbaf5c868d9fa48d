// Which tracks the ladder map shows. Where columns and rows are left out, the arrows are drawn for those that are left.

import { need } from "../parts.js";
import { onReturn, remember, remembered } from "../tracks.js";

// More than these do not stand side by side on any screen: the first group is shown until the reader has chosen.
const MANY = 7;

/** @param {HTMLElement} map */
export const chooseTracks = (map) => {
  const chooser = map.closest(".map-block")?.querySelector(".map-tracks");
  if (!(chooser instanceof HTMLElement)) return () => {};
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = chooser.querySelectorAll("input");
  let grid = gridOf(map);

  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = chooser.querySelectorAll("button[data-group]");
  const tracks = () => [...boxes].map(({ value }) => value);
  const chosen = () => [...boxes].filter((box) => box.checked).map(({ value }) => value);
  // `*` is every group.
  const isIn = (/** @type {HTMLInputElement} */ box, group = "*") => group === "*" || box.dataset.in === group;

  const show = () => {
    const shown = chosen();
    const { all = "", some = "" } = need(chooser, ".map-tracks-state").dataset;
    const isAll = shown.length === boxes.length;
    need(chooser, ".map-tracks-state").textContent = isAll ? all : some.replace("{n}", String(shown.length));
    for (const button of buttons) {
      const isChosen = [...boxes].every((box) => box.checked === isIn(box, button.dataset.group));
      button.setAttribute("aria-pressed", String(isChosen));
    }
    grid.show(new Set(shown));
  };
  const read = () => {
    const kept = remembered(tracks());
    const first = boxes.length > MANY ? boxes[0].dataset.in : "";
    for (const box of boxes) box.checked = kept ? kept.has(box.value) : isIn(box, first || "*");
    show();
  };
  const write = () => {
    remember(chosen(), tracks());
    show();
  };
  chooser.addEventListener("change", write);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = isIn(box, button.dataset.group);
      write();
    });
  }
  onReturn(read);
  read();
  // A preview has put the map back as the template made it.
  return () => {
    grid = gridOf(map);
    read();
  };
};

/**
 * The map as a grid: what stands in which column and row, and where arrows lead.
 *
 * @param {HTMLElement} map
 */
const gridOf = (map) => {
  const svg = map.querySelector(".map-moves");
  const [, , width, height] = (svg?.getAttribute("viewBox") ?? "").split(" ").map(Number);
  /** @type {NodeListOf<HTMLElement>} */
  const heads = map.querySelectorAll("thead [data-track]");
  /** @type {NodeListOf<HTMLElement>} */
  const lines = map.querySelectorAll("tbody tr");
  const columns = [...heads].map(({ dataset }) => dataset.track ?? "");
  const rows = [...lines].map((line) => ({ line, units: Number(/units-(\d+)/.exec(line.className)?.[1] ?? 1) }));
  const unit = height / rows.reduce((sum, { units }) => sum + units, 0);
  const paths = [...(svg?.querySelectorAll(":scope > path") ?? [])].map((path) => ({
    path,
    data: path.getAttribute("d") ?? "",
  }));

  /** @param {Set<string>} shown */
  const show = (shown) => {
    /** @type {NodeListOf<HTMLElement>} */
    const parts = map.querySelectorAll("[data-track]");
    for (const part of parts) part.hidden = !shown.has(part.dataset.track ?? "");
    showGroups(
      map,
      columns.map((it) => shown.has(it)),
    );
    const kept = keptRows(rows.map(({ line }) => line));
    rows.forEach(({ line }, at) => (line.hidden = !kept[at]));
    map.style.setProperty("--columns", String(Math.max(shown.size, 1)));
    map.classList.toggle("many", shown.size > 4);
    const column = width / columns.length;
    const across = lengthsOf(columns.map((it) => ({ length: column, isShown: shown.has(it) })));
    const down = lengthsOf(rows.map(({ units }, at) => ({ length: units * unit, isShown: kept[at] })));
    svg?.setAttribute("viewBox", `0 0 ${across.total} ${down.total}`);
    for (const { path, data } of paths) drawn(path, data, across, down);
  };
  return { show };
};

/**
 * A row is left out if it has no card. One into which a card of a row above reaches stays.
 *
 * @param {HTMLElement[]} rows
 */
const keptRows = (rows) => {
  let reach = 0;
  return rows.map((row, at) => {
    /** @type {NodeListOf<HTMLTableCellElement>} */
    const held = row.querySelectorAll("td.held");
    const shown = [...held].filter((cell) => !cell.hidden);
    reach = Math.max(reach, ...shown.map(({ rowSpan }) => at + rowSpan));
    return at < reach;
  });
};

/**
 * @param {HTMLElement} map
 * @param {boolean[]} isShown
 */
const showGroups = (map, isShown) => {
  let at = 0;
  /** @type {NodeListOf<HTMLTableCellElement>} */
  const cells = map.querySelectorAll(".map-groups > [colspan]");
  for (const cell of cells) {
    const span = Number((cell.dataset.span ??= String(cell.colSpan)));
    const left = isShown.slice(at, at + span).filter(Boolean).length;
    cell.hidden = !left;
    cell.colSpan = Math.max(left, 1);
    at += span;
  }
};

/**
 * Where a place of the whole map is once parts of it are left out, and whether it is in one that is.
 *
 * @param {{ length: number, isShown: boolean }[]} parts
 */
const lengthsOf = (parts) => {
  const shown = parts.filter(({ isShown }) => isShown);
  const total = shown.reduce((sum, { length }) => sum + length, 0);
  /** @param {number} place */
  const at = (place) => {
    let [before, now] = [0, 0];
    for (const [i, { length, isShown }] of parts.entries()) {
      const isHere = place < before + length || i === parts.length - 1;
      if (isHere) return { place: isShown ? now + place - before : now, isThere: isShown };
      before += length;
      now += isShown ? length : 0;
    }
    return { place, isThere: true };
  };
  return { total, at };
};

/** @typedef {ReturnType<typeof lengthsOf>} Lengths */

/**
 * An arrow is left out where one of its ends is. Paths are those of `src/view/map.rs`: `M x y V y` and `M x y C …`.
 *
 * @param {Element} path
 * @param {string} data
 * @param {Lengths} across
 * @param {Lengths} down
 */
const drawn = (path, data, across, down) => {
  const numbers = [...data.matchAll(/-?[\d.]+/g)].map(Number);
  const isStraight = data.includes("V");
  const [x1, y1] = numbers;
  const [x2, y2] = isStraight ? [x1, numbers[2]] : numbers.slice(-2);
  const ends = [across.at(x1), down.at(y1), across.at(x2), down.at(y2)];
  path.toggleAttribute("hidden", !ends.every(({ isThere }) => isThere));
  const [a, b, c, d] = ends.map(({ place }) => place);
  const bend = (c - a) / 2;
  path.setAttribute("d", isStraight ? `M${a} ${b}V${d}` : `M${a} ${b}C${a + bend} ${b} ${c - bend} ${d} ${c} ${d}`);
};
