// The filter above the matrix, and above the levels of a competency. What is chosen stands in the address; everything
// is, if nothing stands there. Where there are many tracks, those that were chosen are remembered, and shown where the
// address says nothing of tracks.

import { fragment, query, replace } from "./address.js";
import { ByGrade } from "./matrix-by-grade.js";
import { onReturn, remember, remembered, tellLeft } from "./tracks.js";

const NAMES = /** @type {const} */ (["track", "category", "grade"]);
// Columns are known by their places.
const ALL = /** @type {const} */ ([...NAMES, "level"]);
const BRIEF = "brief";
const BY = "by";
const GRADE = "grade";

/** @param {HTMLElement} part */
export const start = (part) => {
  const filter = new Filter(part);
  part.addEventListener("change", ({ target }) => filter.change(target));
  part.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".tracks-left button")) filter.chooseAllTracks();
  });
  addEventListener("popstate", () => filter.read());
  addEventListener("hashchange", () => filter.follow());
  // The address stays the same if it is that of the last link.
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a");
    if (link && link.hash && link.href === location.href) filter.follow();
  });
  onReturn(() => filter.read());
  filter.read();
  filter.follow();
  return () => filter.renew();
};

class Filter {
  #part;
  /** @type {ByGrade | null} */
  #byGrade = null;

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part;
  }

  get #boxes() {
    return [...this.#part.querySelectorAll("input")];
  }

  /** @param {string} name */
  #named(name) {
    return this.#boxes.filter(({ dataset }) => dataset.filter === name);
  }

  /**
   * The boxes of a track's levels are in the order of the columns of its table.
   *
   * @param {string} track
   */
  #levelsOf(track) {
    return this.#named("level").filter(({ dataset }) => dataset.column === track);
  }

  get #brief() {
    return this.#boxes.find(({ dataset }) => "brief" in dataset);
  }

  get #arrangements() {
    return this.#boxes.filter(({ type }) => type === "radio");
  }

  get #isByGrade() {
    return this.#arrangements.some(({ checked, value }) => checked && value === GRADE);
  }

  // What says that tracks are hidden is there where they are remembered.
  get #left() {
    const line = this.#part.querySelector(".tracks-left");
    return line instanceof HTMLElement ? line : null;
  }

  // A preview has put all parts back as the template made them.
  renew() {
    this.#byGrade = null;
    this.#show();
  }

  read() {
    const asked = query();
    for (const name of ALL) {
      for (const box of this.#named(name)) box.checked = !asked.has(name) || asked.getAll(name).includes(box.value);
    }
    if (this.#left && !asked.has("track") && !asked.has("level")) this.#recall();
    if (this.#brief) this.#brief.checked = asked.has(BRIEF);
    const isByGrade = asked.get(BY) === GRADE;
    for (const radio of this.#arrangements) radio.checked = (radio.value === GRADE) === isByGrade;
    // Who comes for some of the levels sees which, where there is room beside the table.
    const levels = this.#part.querySelector(".filter-levels");
    const isWide = matchMedia("(width >= 48rem)").matches;
    if (levels instanceof HTMLDetailsElement && asked.has("level")) levels.open = isWide;
    this.#show();
  }

  #recall() {
    const tracks = this.#named("track");
    const kept = remembered(tracks.map(idOf));
    if (kept) for (const box of tracks) box.checked = kept.has(idOf(box));
  }

  #keep() {
    const line = this.#left;
    const tracks = this.#named("track");
    const chosen = tracks.filter(({ checked }) => checked).map(idOf);
    if (line) remember(chosen, tracks.map(idOf), line.dataset.tracks ? line.dataset.tracks.split(" ") : undefined);
  }

  #write() {
    replace((query) => {
      for (const name of ALL) {
        query.delete(name);
        const all = this.#named(name);
        const chosen = all.filter((box) => box.checked);
        if (chosen.length === all.length) continue;
        for (const { value } of chosen) query.append(name, value);
        if (!chosen.length) query.append(name, "");
      }
      if (this.#brief?.checked) query.set(BRIEF, "");
      else query.delete(BRIEF);
      if (this.#isByGrade) query.set(BY, GRADE);
      else query.delete(BY);
    });
  }

  /** @param {EventTarget | null} target */
  change(target) {
    if (target instanceof HTMLInputElement && target.dataset.filter === "track") {
      if (target.checked) this.#reveal(target.value);
      this.#keep();
    }
    this.#write();
    this.#show();
  }

  chooseAllTracks() {
    const tracks = this.#named("track");
    for (const { value } of tracks) this.#reveal(value);
    this.#keep();
    this.#write();
    this.#show();
    // What had the focus is gone.
    tracks[0].focus();
  }

  /**
   * Ticks what hides a track: its own box, and those of its levels if none of them is ticked.
   *
   * @param {string} track
   */
  #reveal(track) {
    const levels = this.#levelsOf(track);
    const hiding = this.#named("track").filter(({ value, checked }) => value === track && !checked);
    if (levels.every(({ checked }) => !checked)) hiding.push(...levels);
    for (const box of hiding) box.checked = true;
    return hiding.length > 0;
  }

  // A link to something in a track that is hidden shows it. That is no choice, and not remembered.
  follow() {
    const target = document.getElementById(fragment());
    /** @type {HTMLElement | null | undefined} */
    const part = target?.closest("[data-track]");
    const track = part?.dataset.track ?? (target && this.#byGrade?.trackOf(target));
    if (!target || !track) return;
    const isRevealed = this.#reveal(track);
    if (isRevealed) this.#show();
    if (this.#byGrade && part) this.#byGrade.leadTo(track);
    else if (isRevealed) target.scrollIntoView();
  }

  #show() {
    this.#arrange();
    for (const name of NAMES) {
      const hidden = new Set(this.#named(name).flatMap((box) => (box.checked ? [] : box.value)));
      /** @type {NodeListOf<HTMLElement>} */
      const parts = document.querySelectorAll(`[data-${name}]`);
      for (const part of parts) part.hidden = hidden.has(part.dataset[name] ?? "");
    }
    this.#showColumns();
    hideEmptyRows();
    this.#part.parentElement?.classList.toggle("is-brief", this.#brief?.checked ?? false);
    const tracks = this.#named("track");
    if (this.#left) tellLeft(this.#left, tracks.filter(({ checked }) => checked).length, tracks.length);
    const isNothing = ALL.map((name) => this.#named(name)).some((all) => all.length && all.every(isOff));
    const empty = this.#part.querySelector(".empty");
    if (empty instanceof HTMLElement) empty.hidden = !isNothing;
  }

  #arrange() {
    if (this.#isByGrade) {
      this.#byGrade ??= new ByGrade((track) => this.#levelsOf(track).map(({ value }) => value));
    } else {
      this.#byGrade?.restore();
      this.#byGrade = null;
    }
  }

  // Shows the columns of levels that are chosen. The table of a track without any goes as a whole.
  #showColumns() {
    const off = new Set(
      this.#named("track")
        .filter(isOff)
        .map((box) => box.value),
    );
    if (this.#byGrade) {
      this.#byGrade.show(({ track, level }) => {
        const box = this.#levelsOf(track).find(({ value }) => value === level);
        return !off.has(track) && box?.checked !== false;
      });
      return;
    }
    /** @type {NodeListOf<HTMLElement>} */
    const sections = document.querySelectorAll(".matrix-section");
    for (const section of sections) {
      const levels = this.#levelsOf(section.dataset.track ?? "");
      for (const row of section.querySelectorAll(".matrix > * > tr")) {
        // The first cell is the head of the row; that of a category is alone.
        for (const [at, { checked }] of levels.entries()) {
          const cell = row.children[at + 1];
          if (cell instanceof HTMLElement) cell.hidden = !checked;
        }
      }
      if (levels.length && levels.every(isOff)) section.hidden = true;
    }
  }
}

/** @param {HTMLInputElement} box */
const idOf = ({ dataset }) => dataset.id ?? "";

/** @param {HTMLInputElement} box */
const isOff = ({ checked }) => !checked;

// On the page of a competency, grades at which no level is left are left out, and so is what has none of them.
const hideEmptyRows = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll(".grade-row");
  for (const row of rows) {
    const levels = [...row.querySelectorAll(".growth-level")];
    row.hidden ||= levels.every((level) => level.closest(".grade-cell")?.matches("[hidden]"));
  }
  const grades = document.querySelector(".by-grade");
  if (grades instanceof HTMLElement) grades.hidden = [...rows].every(({ hidden }) => hidden);
};
