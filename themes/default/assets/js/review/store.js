// Keeps one sheet for each handbook in the browser's storage, and in memory where it has none. Other windows
// may write to the same place at any time: what they wrote and what is not yet written here come together.

import { VERSION, Wrong, empty, isBlank, read, write } from "./file.js";
import { rebase } from "./rebase.js";

const PREFIX = "ladderbook-review";
const PAUSE = 300; // ms without typing before a change is written

// A handbook is known by where it stands and by its title: a host may have several, and so may one port of a
// developer's machine, one after the other.
export class Store {
  sheet;
  beside;
  #place;
  #key;
  #title;
  #hooks;
  #storage = available("localStorage");
  #session = available("sessionStorage");
  #listening = new AbortController();
  // What stood in the storage when it was last read or written.
  #known = null;
  #isDirty = false;
  #waiting = 0;
  // What this page cannot read, it does not write over.
  #isSealed = false;

  // `follow` brings a sheet up to the handbook of today. `says` is told what has become of what is written:
  // `waiting`, `saved`, nothing, or the trouble. `moved` is called when another window has changed the sheet.
  constructor(path, title, hooks) {
    this.#place = `${PREFIX}:${path}:`;
    this.#key = this.#place + title;
    this.#title = title;
    this.#hooks = hooks;
    this.#load();
    const { signal } = this.#listening;
    addEventListener("pagehide", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => this.flush(), { signal });
    // A page that the browser brings back from its history has heard of nothing in the meantime.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#meet(), { signal });
    addEventListener("storage", ({ storageArea, key }) => storageArea === this.#storage && (key === this.#key || key === null) && this.#meet(), { signal });
  }

  #load() {
    this.#known = this.#stored();
    const found = parse(this.#known);
    this.#isSealed = found instanceof Wrong;
    this.sheet = this.#hooks.follow(this.#isSealed ? empty() : (found ?? empty()));
    const beside = parse(this.#session?.getItem(this.#key) ?? null);
    this.beside = beside && !(beside instanceof Wrong) ? this.#hooks.follow(beside) : null;
    this.#hooks.says(this.#isSealed ? "unreadable" : this.#rest());
  }

  #stored() {
    return this.#storage?.getItem(this.#key) ?? null;
  }

  #rest() {
    if (!this.#storage) return "memory";
    return this.#known === null ? "" : "saved";
  }

  // The handbook has changed.
  follow() {
    this.sheet = this.#hooks.follow(this.sheet);
    this.beside = this.beside && this.#hooks.follow(this.beside);
  }

  // The sheet was written on.
  save() {
    this.#isDirty = true;
    this.#hooks.says("waiting");
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.flush(), PAUSE);
  }

  flush() {
    clearTimeout(this.#waiting);
    if (!this.#isDirty) return;
    if (!this.#storage) return this.#hooks.says("memory");
    const isMoved = this.#rebase();
    if (this.#isSealed) return this.#hooks.says("unreadable");
    const isNothing = isBlank(this.sheet) && !this.sheet.level;
    const text = isNothing ? null : JSON.stringify(write({ ...this.sheet, book: this.#title }, ""));
    try {
      if (isNothing) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, text);
      this.#known = text;
      this.#isDirty = false;
      this.#hooks.says(this.#rest());
    } catch {
      this.#hooks.says("full");
    }
    if (isMoved) this.#hooks.moved();
  }

  // Another window may have written.
  #meet() {
    if (!this.#storage) return;
    const isMoved = this.#rebase();
    if (this.#isDirty) this.save();
    else this.#hooks.says(this.#isSealed ? "unreadable" : this.#rest());
    if (isMoved) this.#hooks.moved();
  }

  // Takes up what another window has written. True if there is something.
  #rebase() {
    const text = this.#stored();
    if (text === this.#known) return false;
    const theirs = parse(text);
    this.#isSealed = theirs instanceof Wrong;
    if (this.#isSealed) return false;
    const base = parse(this.#known);
    const [before, now] = [base instanceof Wrong ? null : base, theirs].map((it) => this.#hooks.follow(it ?? empty()));
    this.sheet = rebase(before, this.sheet, now);
    this.#known = text;
    return true;
  }

  // Puts another sheet in the place of this one.
  replace(sheet) {
    this.sheet = this.#hooks.follow(sheet);
    this.save();
    this.flush();
  }

  // Lays another person's sheet beside it, or none. It lasts as long as the tab.
  lay(sheet) {
    this.beside = sheet && this.#hooks.follow(sheet);
    try {
      if (sheet) this.#session?.setItem(this.#key, JSON.stringify(write(sheet, sheet.saved)));
      else this.#session?.removeItem(this.#key);
    } catch {
      // It then lasts until the page is left.
    }
  }

  clear() {
    clearTimeout(this.#waiting);
    this.#isDirty = this.#isSealed = false;
    this.#known = null;
    this.#storage?.removeItem(this.#key);
    this.lay(null);
    this.sheet = { ...empty(), level: this.sheet.level, next: this.sheet.next };
    this.#hooks.says(this.#rest());
  }

  close() {
    this.flush();
    this.#listening.abort();
  }

  // A sheet at this place about a handbook of another title, which may be an older one of this handbook.
  older() {
    if (this.#isSealed || !this.#storage) return null;
    const keys = Object.keys(this.#storage).filter((key) => key.startsWith(this.#place) && key !== this.#key);
    const sheets = keys.map((key) => ({ key, title: key.slice(this.#place.length), sheet: parse(this.#storage.getItem(key)) }));
    return sheets.find(({ sheet }) => sheet && !(sheet instanceof Wrong) && !isBlank(sheet)) ?? null;
  }

  forget({ key }) {
    this.#storage?.removeItem(key);
  }
}

// A sheet, or why the text is none, or null if there is no text.
const parse = (text) => {
  if (text === null) return null;
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Wrong) return error;
    throw error;
  }
};

// The storage, if it can be used: it may be forbidden altogether, or never have room for anything. One that is
// full has been used, and can be read.
const available = (name) => {
  try {
    const storage = window[name];
    if (storage.length) return storage;
    const key = `${PREFIX}-${VERSION}?`;
    storage.setItem(key, "");
    storage.removeItem(key);
    return storage;
  } catch {
    return null;
  }
};
