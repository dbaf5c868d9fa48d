// Keeps one sheet in the browser's storage, and in memory where it has none. Other windows may write to the same
// place at any time: what they wrote and what is not yet written here come together.

import { available } from "../storage.js";
import { InvalidSheetFile, empty, isBlank, read, write } from "./file.js";
import { rebase } from "./rebase.js";

/** @import { Sheet } from "./file.js" */
/**
 * What has become of what is written: it waits to be written, is saved, or there is trouble. Without a sheet there
 * is nothing to say.
 *
 * @typedef {"waiting" | "saved" | "" | "memory" | "full" | "unreadable"} State
 */
/**
 * `follow` brings a sheet up to the handbook of today, `onState` is told each state, `onChange` that another window
 * has changed the sheet.
 *
 * @typedef {object} Hooks
 * @property {(sheet: Sheet) => Sheet} follow
 * @property {(state: State) => void} onState
 * @property {() => void} onChange
 */
/**
 * `key` names its place in the storage, `title` is that of the handbook. A sheet that is `kept` stays, even if nothing
 * is written on it, until it is removed.
 *
 * @typedef {{ key: string, title: string, kept: boolean }} Place
 */

const PAUSE = 300; // ms without typing before a change is written

export class Store {
  /** @type {Sheet} */
  sheet = empty();
  /** @type {Sheet | null} Another person's sheet, which is only read. */
  other = null;
  /** @type {State} */
  state = "";
  #key;
  #title;
  #isKept;
  #hooks;
  #storage = available("localStorage");
  #session = available("sessionStorage");
  #listening = new AbortController();
  /** @type {string | null} What stood in the storage when it was last read or written. */
  #lastText = null;
  #isDirty = false;
  #timer = 0;
  // What this page cannot read, it does not write over.
  #isUnreadable = false;

  /**
   * @param {Place} place
   * @param {Hooks} hooks
   */
  constructor({ key, title, kept }, hooks) {
    this.#key = key;
    this.#title = title;
    this.#isKept = kept;
    this.#hooks = hooks;
    this.#load();
    const { signal } = this.#listening;
    addEventListener("pagehide", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => this.flush(), { signal });
    // A page that the browser brings back from its history has heard of nothing in the meantime.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#synchronize(), { signal });
    addEventListener("storage", (event) => this.#isAbout(event) && this.#synchronize(), { signal });
  }

  /** @param {StorageEvent} event */
  #isAbout({ storageArea, key }) {
    return storageArea === this.#storage && (key === this.#key || key === null);
  }

  #load() {
    this.#lastText = this.#stored();
    const found = parse(this.#lastText);
    this.#isUnreadable = found instanceof InvalidSheetFile;
    this.sheet = this.#hooks.follow(sheetOr(found, empty()));
    const other = sheetOr(parse(this.#session?.getItem(this.#key) ?? null), null);
    this.other = other && this.#hooks.follow(other);
    this.#report(this.#isUnreadable ? "unreadable" : this.#settledState());
  }

  #stored() {
    return this.#storage?.getItem(this.#key) ?? null;
  }

  /** @param {State} state */
  #report(state) {
    this.state = state;
    this.#hooks.onState(state);
  }

  #settledState() {
    if (!this.#storage) return "memory";
    return this.#lastText === null ? "" : "saved";
  }

  // The handbook has changed.
  follow() {
    this.sheet = this.#hooks.follow(this.sheet);
    this.other = this.other && this.#hooks.follow(this.other);
  }

  // The sheet was written on.
  save() {
    this.#isDirty = true;
    this.#report("waiting");
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.flush(), PAUSE);
  }

  flush() {
    clearTimeout(this.#timer);
    if (!this.#isDirty) return;
    if (!this.#storage) return this.#report("memory");
    const isChanged = this.#rebase();
    if (this.#isUnreadable) return this.#report("unreadable");
    this.#write(this.#storage);
    if (isChanged) this.#hooks.onChange();
  }

  /** @param {Storage} storage */
  #write(storage) {
    const isNothing = !this.#isKept && isBlank(this.sheet) && !this.sheet.level;
    const text = isNothing ? null : JSON.stringify(write({ ...this.sheet, book: this.#title }, ""));
    try {
      if (text === null) storage.removeItem(this.#key);
      else storage.setItem(this.#key, text);
      this.#lastText = text;
      this.#isDirty = false;
      this.#report(this.#settledState());
    } catch {
      this.#report("full");
    }
  }

  // Another window may have written.
  #synchronize() {
    if (!this.#storage) return;
    const isChanged = this.#rebase();
    if (this.#isDirty) this.save();
    else this.#report(this.#isUnreadable ? "unreadable" : this.#settledState());
    if (isChanged) this.#hooks.onChange();
  }

  // Takes up what another window has written. True if there is something.
  #rebase() {
    const text = this.#stored();
    if (text === this.#lastText) return false;
    const theirs = parse(text);
    this.#isUnreadable = theirs instanceof InvalidSheetFile;
    if (this.#isUnreadable) return false;
    const [before, now] = [parse(this.#lastText), theirs].map((it) => this.#hooks.follow(sheetOr(it, empty())));
    this.sheet = rebase(before, this.sheet, now);
    this.#lastText = text;
    return true;
  }

  /**
   * Puts another sheet in the place of this one.
   *
   * @param {Sheet} sheet
   */
  replace(sheet) {
    this.sheet = this.#hooks.follow(sheet);
    this.save();
    this.flush();
  }

  /**
   * Lays another person's sheet over this one, or none. It lasts as long as the tab.
   *
   * @param {Sheet | null} sheet
   */
  overlay(sheet) {
    this.other = sheet && this.#hooks.follow(sheet);
    try {
      if (sheet) this.#session?.setItem(this.#key, JSON.stringify(write(sheet, sheet.saved)));
      else this.#session?.removeItem(this.#key);
    } catch {
      // It then lasts until the page is left.
    }
  }

  clear() {
    clearTimeout(this.#timer);
    this.#isDirty = this.#isUnreadable = false;
    this.#lastText = null;
    this.#storage?.removeItem(this.#key);
    this.overlay(null);
    this.sheet = { ...empty(), level: this.sheet.level, next: this.sheet.next };
    this.#report(this.#settledState());
  }

  // Takes it out of the browser for good.
  remove() {
    clearTimeout(this.#timer);
    this.#isDirty = false;
    this.#listening.abort();
    this.#storage?.removeItem(this.#key);
    this.overlay(null);
  }

  // Whether it is written nowhere but in this window.
  get isOnlyHere() {
    return !this.#storage || this.#isDirty || this.#isUnreadable;
  }

  close() {
    this.flush();
    this.#listening.abort();
  }
}

/**
 * A sheet, or why the text is none, or null if there is no text.
 *
 * @param {string | null} text
 */
export const parse = (text) => {
  if (text === null) return null;
  try {
    return read(text);
  } catch (error) {
    if (error instanceof InvalidSheetFile) return error;
    throw error;
  }
};

/**
 * @template T
 * @param {ReturnType<typeof parse>} found
 * @param {T} otherwise
 */
export const sheetOr = (found, otherwise) => (found === null || found instanceof InvalidSheetFile ? otherwise : found);
