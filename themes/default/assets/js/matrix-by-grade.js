// The levels of all tracks in one table, by grade. Its heads lie in the page; the cells are those of the tables of the
// tracks, which are moved and not copied: what leads to one finds it, and it stays as the reader left it.

import { start as followEdges } from "./edges.js";
import { start as keepHeads } from "./matrix-heads.js";
import { need, part } from "./parts.js";

/**
 * The table of a track. `rows` are by competency.
 *
 * @typedef {{ section: HTMLElement, heads: HTMLElement[], rows: Map<string, Row> }} Source
 */
/** @typedef {{ line: HTMLElement, cells: HTMLElement[] }} Row */
/**
 * A column, whose head was filled from the one in the table of its track. Where that table has not some row, the cell
 * is none of its own.
 *
 * @typedef {object} Column
 * @property {string} track
 * @property {string} level
 * @property {HTMLElement} head
 * @property {HTMLElement} from
 * @property {{ cell: HTMLElement, isOwn: boolean }[]} cells
 */

// Columns that fit the width of a sheet of paper.
const ON_PAPER = 8;

export class ByGrade {
  #section = part("matrix-by-grade");
  #table = need(this.#section, ".matrix", HTMLTableElement);
  #lines = [...this.#section.querySelectorAll("tr")].filter(({ dataset }) => dataset.competency);
  #sources = sources();
  #columns;
  #updates;
  /** @type {(column: Column) => boolean} */
  #isShown = () => true;
  /** @type {HTMLElement[]} */
  #sheets = [];
  #listening = new AbortController();

  /**
   * Moves the cells into the table, and puts it before the tables of the tracks.
   *
   * @param {(track: string) => string[]} levelsOf Levels of a track, in the order of the columns of its table.
   */
  constructor(levelsOf) {
    /** @type {NodeListOf<HTMLElement>} */
    const heads = this.#table.querySelectorAll("[data-level]");
    this.#columns = [...heads].map((head) => this.#columnOf(head, levelsOf));
    for (const { head, from, cells } of this.#columns) {
      head.append(...from.childNodes);
      cells.forEach(({ cell }, at) => {
        cell.classList.add(hueOf(head));
        this.#lines[at].append(cell);
      });
    }
    [...this.#sources.values()][0].section.before(this.#section);
    this.#updates = [keepHeads(need(this.#section, ".matrix-frame")), followEdges(need(this.#section, ".edges"))];
    const { signal } = this.#listening;
    addEventListener("beforeprint", () => this.#divide(), { signal });
    addEventListener("afterprint", () => this.#unite(), { signal });
  }

  /**
   * @param {HTMLElement} head
   * @param {(track: string) => string[]} levelsOf
   * @returns {Column}
   */
  #columnOf(head, levelsOf) {
    const { column: track = "", level = "" } = head.dataset;
    const source = this.#sources.get(track);
    const at = levelsOf(track).indexOf(level);
    const cells = this.#lines.map(({ dataset }) => {
      const own = source?.rows.get(dataset.competency ?? "")?.cells[at];
      return { cell: own ?? part("matrix-excluded"), isOwn: own !== undefined };
    });
    return { track, level, head, from: source?.heads[at] ?? head, cells };
  }

  /**
   * Shows some of the columns, and those rows that one of their tracks has.
   *
   * @param {(column: Column) => boolean} isShown
   */
  show(isShown) {
    this.#isShown = isShown;
    this.#draw(isShown);
  }

  /** @param {(column: Column) => boolean} isShown */
  #draw(isShown) {
    for (const { section } of this.#sources.values()) section.hidden = true;
    const shown = this.#showColumns(isShown);
    this.#lines.forEach((line, at) => (line.hidden = !shown.some(({ cells }) => cells[at].isOwn)));
    const groups = [...this.#table.tBodies];
    for (const group of groups) {
      group.hidden ||= this.#lines.every((line) => line.hidden || !group.contains(line));
      const title = group.querySelector(".matrix-group > th");
      if (title instanceof HTMLTableCellElement) title.colSpan = shown.length + 1;
    }
    this.#section.hidden = groups.every(({ hidden }) => hidden);
    for (const update of this.#updates) update();
  }

  /** @param {(column: Column) => boolean} isShown */
  #showColumns(isShown) {
    const shown = this.#columns.filter(isShown);
    let at = 0;
    /** @type {NodeListOf<HTMLTableCellElement>} */
    const grades = this.#table.querySelectorAll("[scope=colgroup]");
    for (const grade of grades) {
      const span = Number((grade.dataset.span ??= String(grade.colSpan)));
      const columns = this.#columns.slice(at, at + span);
      const [first, ...others] = columns.filter((it) => shown.includes(it));
      grade.hidden = !first;
      grade.colSpan = others.length + 1;
      // A line parts a grade from the one before.
      const parted = first === shown[0] ? undefined : first;
      grade.classList.toggle("starts-grade", Boolean(parted));
      for (const column of columns) {
        for (const cell of cellsOf(column)) {
          cell.hidden = !shown.includes(column);
          cell.classList.toggle("starts-grade", column === parted);
        }
      }
      at += span;
    }
    return shown;
  }

  // Paper does not scroll to the side: as many columns as fit stand on one sheet, the others on further ones.
  #divide() {
    if (!this.#section.isConnected || this.#sheets.length) return;
    const shown = this.#columns.filter(this.#isShown);
    if (shown.length <= ON_PAPER) return;
    this.#sheets = divided(shown).map((columns) => {
      this.#draw((column) => columns.includes(column));
      const sheet = /** @type {HTMLElement} */ (this.#section.cloneNode(true));
      for (const it of sheet.querySelectorAll("[id]")) it.removeAttribute("id");
      return sheet;
    });
    this.#section.before(...this.#sheets);
    this.#section.hidden = true;
  }

  #unite() {
    if (!this.#sheets.length) return;
    for (const sheet of this.#sheets.splice(0)) sheet.remove();
    this.#draw(this.#isShown);
  }

  /**
   * The track of the cell in which something is.
   *
   * @param {Node} it
   */
  trackOf(it) {
    return this.#columns.find((column) => cellsOf(column).some((cell) => cell.contains(it)))?.track;
  }

  /**
   * Leads to the first column of a track that is shown.
   *
   * @param {string} track
   */
  leadTo(track) {
    const head = this.#columns.find((column) => column.track === track && !column.head.hidden)?.head;
    const corner = this.#lines.find((line) => !line.hidden)?.cells[0].getBoundingClientRect();
    if (!head || !corner) return;
    this.#section.scrollIntoView();
    const { left, right } = head.getBoundingClientRect();
    const box = need(this.#section, ".matrix-scroll");
    const isRightToLeft = getComputedStyle(box).direction === "rtl";
    box.scrollBy({ left: isRightToLeft ? right - corner.left : left - corner.right });
    head.querySelector("a")?.focus({ preventScroll: true });
  }

  // Puts everything back. In the heads of levels more may stand by now.
  restore() {
    this.#unite();
    this.#listening.abort();
    for (const column of this.#columns) {
      column.from.append(...[...column.head.childNodes].slice(1));
      for (const { cell } of column.cells) cell.classList.remove(hueOf(column.head), "starts-grade");
    }
    for (const { section, rows } of this.#sources.values()) {
      section.hidden = false;
      for (const { line, cells } of rows.values()) line.append(...cells);
    }
    this.#section.remove();
    for (const update of this.#updates) update();
  }
}

/** @returns {Map<string, Source>} By the tracks of the tables. */
const sources = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const sections = document.querySelectorAll(".matrix-section:has(.matrix)");
  return new Map([...sections].map((section) => [section.dataset.track ?? "", sourceOf(section)]));
};

/**
 * @param {HTMLElement} section
 * @returns {Source}
 */
const sourceOf = (section) => {
  const { tHead, tBodies } = need(section, ".matrix-scroll > .matrix", HTMLTableElement);
  const lines = [...tBodies].flatMap(({ rows }) => [...rows]).filter(({ dataset }) => dataset.competency);
  return {
    section,
    heads: [...(tHead?.rows[0].cells ?? [])].slice(1),
    rows: new Map(lines.map((line) => [line.dataset.competency ?? "", { line, cells: [...line.cells].slice(1) }])),
  };
};

/**
 * Columns in parts that fit paper and are much of a size. A grade that fits stays whole.
 *
 * @param {Column[]} columns
 */
const divided = (columns) => {
  const most = Math.ceil(columns.length / Math.ceil(columns.length / ON_PAPER));
  /** @type {Column[][]} */
  const parts = [[]];
  columns.forEach((column, at) => {
    const next = columns.findIndex((it, i) => i > at && it.head.matches(".starts-grade"));
    const rest = (next < 0 ? columns.length : next) - at;
    const part = parts[parts.length - 1];
    const isNew = column.head.matches(".starts-grade") && rest <= ON_PAPER && part.length + rest > most;
    if (part.length && (part.length === ON_PAPER || isNew)) parts.push([column]);
    else part.push(column);
  });
  return parts;
};

/** @param {Column} column */
const cellsOf = ({ head, cells }) => [head, ...cells.map(({ cell }) => cell)];

// The colour of a column's track.
/** @param {HTMLElement} head */
const hueOf = (head) => [...head.classList].find((it) => it.startsWith("hue-")) ?? "hue-0";
