// What the browser keeps for a reader, and for nobody else.

import { available } from "./storage.js";

/**
 * What was read of a level: the last edition that there was, and the marks of all changes that its page told of. They
 * say more than the edition alone: what was read before it became part of an edition is not new in that edition.
 *
 * @typedef {{ edition: string, marks: Set<string> }} ReadLevel
 */

const PREFIX = "ladderbook-read";
const VERSION = 1;

// The levels of one handbook that were read. A handbook is known by where it stands and by its title, as the gap sheet
// knows it.
export class ReadLevels {
  #storage;
  #key;

  /**
   * Nothing where the storage cannot be used.
   *
   * @param {HTMLElement} part Says where the root of the site is, and what the handbook is called.
   */
  static of({ dataset }) {
    const { root = "", book = "" } = dataset;
    return ReadLevels.at(new URL(root || "./", document.baseURI).pathname, book);
  }

  /**
   * @param {string} path
   * @param {string} title
   */
  static at(path, title) {
    const storage = available("localStorage");
    return storage && new ReadLevels(storage, `${PREFIX}:${path}:${title}`);
  }

  /**
   * @param {Storage} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
  }

  /** @param {StorageEvent} event */
  isAbout({ storageArea, key }) {
    return storageArea === this.#storage && (key === this.#key || key === null);
  }

  // All of them by their names. Other windows write as well, so nothing of it is kept here.
  all() {
    return parsed(this.#storage.getItem(this.#key));
  }

  /**
   * Names are those that a level has and had.
   *
   * @param {string[]} names
   */
  get(names) {
    const all = this.all();
    return names.map((name) => all.get(name)).find(Boolean) ?? null;
  }

  /**
   * @param {string[]} names The name of today, then those of before, which are left behind.
   * @param {ReadLevel} level
   */
  set(names, level) {
    const all = this.all();
    for (const name of names) all.delete(name);
    this.#write(all.set(names[0], level));
  }

  /**
   * Takes further marks as read, of levels that were read.
   *
   * @param {Map<string, string[]>} marks By the names under which levels are remembered.
   * @param {string} edition
   */
  add(marks, edition) {
    const all = this.all();
    for (const [name, more] of marks) {
      const known = all.get(name);
      if (known) all.set(name, { edition, marks: new Set([...known.marks, ...more]) });
    }
    this.#write(all);
  }

  forget() {
    this.#storage.removeItem(this.#key);
  }

  /** @param {Map<string, ReadLevel>} all */
  #write(all) {
    const levels = [...all].map(([name, { edition, marks }]) => [name, { edition, marks: [...marks].join(" ") }]);
    try {
      this.#storage.setItem(this.#key, JSON.stringify({ version: VERSION, levels }));
    } catch {
      // A full storage remembers nothing more. What it has stays true.
    }
  }
}

/**
 * What is not as this module writes it was written by something else, and says nothing.
 *
 * @param {string | null} text
 * @returns {Map<string, ReadLevel>}
 */
const parsed = (text) => {
  /** @type {Map<string, ReadLevel>} */
  const all = new Map();
  try {
    const { version, levels } = JSON.parse(text ?? "{}");
    if (version !== VERSION) return all;
    for (const [name, { edition, marks }] of levels) {
      const isRight = [name, edition, marks].every((it) => typeof it === "string");
      if (isRight) all.set(name, { edition, marks: new Set(marks.split(" ")) });
    }
  } catch {
    // Nothing is known of the rest.
  }
  return all;
};

/**
 * What of the changes that stand in a part was not read.
 *
 * @param {ParentNode} part
 * @param {Set<string>} read
 */
export const unread = (part, read) => {
  /** @type {NodeListOf<HTMLElement>} */
  const lines = part.querySelectorAll("[data-mark]");
  return [...lines].filter(({ dataset }) => !read.has(dataset.mark ?? ""));
};

/** @param {ParentNode} part */
export const marksIn = (part) => unread(part, new Set()).map(({ dataset }) => dataset.mark ?? "");

/**
 * The names that a level has and had.
 *
 * @param {HTMLElement} part
 */
export const namesOf = ({ dataset: { level = "", was = "" } }) => [level, ...was.split(" ").filter(Boolean)];

// What these marks were put on is as it was.
export const unmark = () => {
  for (const mark of document.querySelectorAll("main .for-you-mark")) mark.remove();
};
