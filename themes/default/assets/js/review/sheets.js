// The sheets that a browser keeps for one handbook: the reader's own, and named ones, such as one for each report. A
// handbook is known by where it stands and by its title: a host may have several, and so may one port of a
// developer's machine, one after the other.

import { available } from "../storage.js";
import { empty, isBlank } from "./file.js";
import { Store, parse, sheetOr } from "./store.js";

/** @import { Sheet } from "./file.js" */
/** @import { Hooks } from "./store.js" */
/**
 * The reader's own sheet has no id.
 *
 * @typedef {{ id: string, sheet: Sheet }} Named
 */
/** @typedef {{ title: string, own: Sheet | null, named: string[] }} Older */
/**
 * `onList` is told that another window has added, renamed or removed sheets.
 *
 * @typedef {Hooks & { onList: () => void }} ListHooks
 */

export const MINE = "";
const OWN = "ladderbook-review";
const NAMED = "ladderbook-review-of";
// What an id is made of: a title that has colons in it is no id.
const ID = /^[a-z0-9]{1,20}$/;

export class Sheets {
  #path;
  #title;
  #hooks;
  #storage = available("localStorage");
  /** @type {Map<string, Store>} */
  #stores = new Map();
  #listening = new AbortController();
  id = MINE;

  /**
   * @param {string} path
   * @param {string} title
   * @param {ListHooks} hooks
   */
  constructor(path, title, hooks) {
    this.#path = path;
    this.#title = title;
    this.#hooks = hooks;
    this.#store(MINE);
    const { signal } = this.#listening;
    const isAbout = (/** @type {StorageEvent} */ { storageArea, key }) =>
      storageArea === this.#storage && (key === null || key.startsWith(this.#prefix));
    addEventListener("storage", (event) => isAbout(event) && hooks.onList(), { signal });
  }

  get #prefix() {
    return `${NAMED}:${this.#path}:${this.#title}:`;
  }

  get current() {
    return this.#store(this.id);
  }

  /** @param {string} id */
  #store(id) {
    const known = this.#stores.get(id);
    if (known) return known;
    const isOwn = id === MINE;
    const key = isOwn ? `${OWN}:${this.#path}:${this.#title}` : this.#prefix + id;
    // Only the sheet that is shown is spoken of.
    const isShown = () => this.id === id;
    const store = new Store(
      { key, title: this.#title, kept: !isOwn },
      {
        follow: this.#hooks.follow,
        onState: (state) => isShown() && this.#hooks.onState(state),
        onChange: () => isShown() && this.#hooks.onChange(),
      },
    );
    this.#stores.set(id, store);
    return store;
  }

  // The ids of the named sheets. What is only in this window is one of them.
  #ids() {
    const keys = Object.keys(this.#storage ?? {}).filter((key) => key.startsWith(this.#prefix));
    const stored = keys.map((key) => key.slice(this.#prefix.length)).filter((id) => ID.test(id));
    const here = [...this.#stores].filter(([id, store]) => id !== MINE && store.isOnlyHere).map(([id]) => id);
    return new Set([...stored, ...here]);
  }

  /**
   * All of them, the reader's own first, the others by their names.
   *
   * @returns {Named[]}
   */
  list() {
    const named = [...this.#ids()].map((id) => ({ id, sheet: this.#sheet(id) }));
    named.sort((a, b) => a.sheet.name.localeCompare(b.sheet.name) || a.id.localeCompare(b.id));
    return [{ id: MINE, sheet: this.#store(MINE).sheet }, ...named];
  }

  /** @param {string} id */
  #sheet(id) {
    const open = this.#stores.get(id);
    return open ? open.sheet : sheetOr(parse(this.#storage?.getItem(this.#prefix + id) ?? null), empty());
  }

  /**
   * Turns to a sheet. False if there is none of that id.
   *
   * @param {string} id
   */
  select(id) {
    if (id !== MINE && !this.#ids().has(id)) return false;
    if (id === this.id) return true;
    this.current.flush();
    this.id = id;
    this.#hooks.onState(this.current.state);
    return true;
  }

  /**
   * Keeps a sheet under an id of its own, which it gives.
   *
   * @param {Sheet} sheet
   */
  add(sheet) {
    const ids = this.#ids();
    let id;
    do id = Math.random().toString(36).slice(2, 10);
    while (!ID.test(id) || ids.has(id));
    this.#store(id).replace(sheet);
    return id;
  }

  // Removes the named sheet that is shown, and turns to the reader's own.
  remove() {
    const { id, current } = this;
    if (id === MINE) return;
    this.select(MINE);
    current.remove();
    this.#stores.delete(id);
  }

  // Removes all of them, and what is written on the reader's own.
  clearAll() {
    for (const id of this.#ids()) {
      this.#store(id).remove();
      this.#stores.delete(id);
    }
    this.id = MINE;
    this.current.clear();
  }

  // The handbook has changed.
  follow() {
    for (const store of this.#stores.values()) store.follow();
  }

  close() {
    this.#listening.abort();
    for (const store of this.#stores.values()) store.close();
  }

  // ---- Under an older title ----

  /**
   * Sheets at this place about a handbook of another title, which may be an older one of this handbook.
   *
   * @returns {Older | null}
   */
  older() {
    const storage = this.#storage;
    if (!storage || this.#store(MINE).state === "unreadable" || !isBlank(this.#store(MINE).sheet)) return null;
    const [own, named] = [`${OWN}:${this.#path}:`, `${NAMED}:${this.#path}:`];
    for (const key of Object.keys(storage)) {
      if (key.startsWith(this.#prefix)) continue;
      const title = key.startsWith(own)
        ? key.slice(own.length)
        : key.startsWith(named)
          ? key.slice(named.length, key.lastIndexOf(":"))
          : this.#title;
      if (title === this.#title) continue;
      const sheet = sheetOr(parse(storage.getItem(own + title)), null);
      const others = Object.keys(storage).filter((it) => {
        const id = it.slice(`${named}${title}:`.length);
        return it.startsWith(`${named}${title}:`) && ID.test(id);
      });
      const isWritten = sheet !== null && !isBlank(sheet);
      if (isWritten || others.length) return { title, own: isWritten ? sheet : null, named: others };
    }
    return null;
  }

  /**
   * Takes the named sheets over, and leaves nothing behind.
   *
   * @param {Older} older
   */
  takeOver({ title, named }) {
    const storage = this.#storage;
    if (!storage) return;
    for (const key of named) {
      const sheet = sheetOr(parse(storage.getItem(key)), null);
      // What cannot be read stays where it is.
      if (!sheet) continue;
      // A full storage takes nothing more unless it is given room.
      storage.removeItem(key);
      this.add(sheet);
    }
    storage.removeItem(`${OWN}:${this.#path}:${title}`);
  }
}
