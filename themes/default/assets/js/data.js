// What the handbook says, for the pages that are made from it. A small one is read whole; of a large one a page reads
// an index, and then the tracks of what a reader has chosen. Either way there is one handbook with all levels in their
// order: of those whose track has not been read it has their names, and where they lead.

import { byId } from "./handbook.js";
import { hashOf } from "./hash.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Found, Index, LevelHead, Lookup, Part, PartWords } from "parts-json" */
/** @import { Words } from "words-json" */
/**
 * What is known of a criterion that was looked up: where it is found, and what it is called today if the handbook has
 * it under another id.
 *
 * @typedef {{ found: Found | null, today: string | null }} LookedUp
 */

/**
 * @param {string} address
 * @param {RequestCache} cache
 */
const fetched = async (address, cache) => {
  const response = await fetch(address, { cache });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
};

/**
 * Reads what the handbook says, and in which words, if they are asked for.
 *
 * @param {{ source?: string, words?: string }} addresses
 */
export const load = async ({ source = "", words = "" }) => {
  const [text, ofWords] = await Promise.all([source, words].map((it) => it && fetched(it, "default")));
  return new Data(text, source, ofWords ? JSON.parse(ofWords) : undefined);
};

/**
 * @param {Record<string, unknown>} json
 * @returns {json is Record<string, unknown> & Index}
 */
const isIndex = (json) => Array.isArray(json.criteria);

/**
 * @template T
 * @param {Record<string, T> | undefined} object Its keys come from outside.
 * @param {string} key
 */
const own = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : null);

export class Data {
  /** @type {Handbook & { replaced?: Map<string, string[]> }} */
  handbook;
  /** @type {Words} */
  words = { weights: [], levels: [] };
  /** @type {Map<string, LookedUp> | null} The criteria that were looked up; `null` if all have been read. */
  lookedUp = null;
  #base;
  /** How many files there are in which criteria are looked up. */
  #count = 0;
  /** @type {Map<string, Promise<string>>} */
  #files = new Map();
  /** @type {Set<string>} The tracks that have been read. */
  #tracks = new Set();
  /** @type {Map<number, number>} The numbers of stems by their hashes. */
  #stems = new Map();

  /**
   * @param {string} text
   * @param {string} source Its address.
   * @param {Words} [words]
   */
  constructor(text, source, words) {
    this.#base = new URL(source, document.baseURI);
    const json = JSON.parse(text);
    this.handbook = isIndex(json) ? fromHeads(json) : json;
    if (words) this.words = words;
    if (!isIndex(json)) return;
    this.handbook.replaced = new Map();
    this.lookedUp = new Map();
    this.#count = json.criteria.length;
    for (const { id, part } of json.tracks) if (!part) this.#tracks.add(id);
  }

  // The addresses of all that was read.
  get files() {
    return [this.#base.href, ...this.#files.keys()];
  }

  /**
   * Whether all that is said of a track, or of the track of a level, is there.
   *
   * @param {string} track
   */
  has(track) {
    return !this.lookedUp || this.#tracks.has(track) || !byId(this.handbook.tracks, track);
  }

  /**
   * Reads all that is said of some tracks. What fails can be asked for again.
   *
   * @param {string[]} tracks
   */
  async need(tracks) {
    const missing = [...new Set(tracks)].filter((it) => !this.has(it));
    const texts = await Promise.all(missing.map((it) => this.#read(`levels/${encodeURIComponent(it)}.json`)));
    // Another one that asked for the same may have been first.
    missing.forEach((track, i) => this.has(track) || this.#put(track, JSON.parse(texts[i])));
  }

  /**
   * Finds out where criteria are, and what they are called today.
   *
   * @param {string[]} ids
   */
  async lookUp(ids) {
    const { lookedUp } = this;
    const missing = [...new Set(ids)].filter((id) => lookedUp && !lookedUp.has(id));
    const texts = await Promise.all(missing.map((id) => this.#read(`criteria/${hashOf(id) % this.#count}.json`)));
    /** @type {string[]} */
    const renamed = [];
    missing.forEach((id, i) => {
      /** @type {Lookup} */
      const { criteria, renamed: names } = JSON.parse(texts[i]);
      const [found, today] = [own(criteria, id), own(names, id)];
      lookedUp?.set(id, { found, today });
      if (!found && today) renamed.push(today);
    });
    if (renamed.length) await this.lookUp(renamed);
  }

  /** @param {string} name */
  #read(name) {
    const { href } = new URL(name, this.#base);
    const reading = this.#files.get(href) ?? fetched(href, "no-cache");
    this.#files.set(href, reading);
    reading.catch(() => this.#files.delete(href));
    return reading;
  }

  /**
   * The levels stay the same objects, so that what knows them knows what they say.
   *
   * @param {string} id
   * @param {Part} part
   */
  #put(id, { track, levels, words, replaces = {} }) {
    const { handbook } = this;
    const said = new Map(levels.map((level, i) => [level.id, i]));
    const heads = handbook.levels.filter((it) => it.track === id);
    // A site that is published anew may have the index of one day and the track of another.
    if (!heads.every((it) => said.has(it.id))) throw new Error(`${id}: not the levels that the index has`);
    const numbers = this.#numbered(words);
    handbook.levels.forEach((level, at) => {
      const i = level.track === id ? said.get(level.id) : undefined;
      if (i === undefined) return;
      Object.assign(level, levels[i]);
      this.words.levels[at] = words.levels[i].map(([saying, ...stems]) => [saying, ...stems.map((it) => numbers[it])]);
    });
    Object.assign(byId(handbook.tracks, id) ?? {}, track);
    for (const [criterion, earlier] of Object.entries(replaces)) handbook.replaced?.set(criterion, earlier);
    this.#tracks.add(id);
  }

  /**
   * The numbers here of the stems of a part.
   *
   * @param {PartWords} words
   */
  #numbered({ stems, weights }) {
    return stems.map((hash, i) => {
      const number = this.#stems.get(hash) ?? this.#stems.size;
      this.#stems.set(hash, number);
      this.words.weights[number] = weights[i];
      return number;
    });
  }
}

/**
 * A handbook of which nothing has been read but the index.
 *
 * @param {Index} index
 * @returns {Handbook}
 */
const fromHeads = ({ edition, audience, book, tracks, categories, competencies, levels, glossary }) => {
  const heads = levels.map(levelFrom);
  /** @type {Map<string, string[]>} */
  const ofTracks = new Map();
  heads.forEach(({ track, id }, i) => {
    const own = ofTracks.get(track) ?? [];
    own.push(id);
    ofTracks.set(track, own);
    heads[i].next = levels[i].next ?? [];
  });
  const byName = new Map(heads.map((level, i) => [level.id, { level, isPlain: !levels[i].next }]));
  for (const own of ofTracks.values()) {
    own.slice(1).forEach((to, i) => {
      const known = byName.get(own[i]);
      if (known?.isPlain) known.level.next = [{ to, kind: "promotion" }];
    });
  }
  return {
    ...{ format: 1, generator: "ladderbook", edition, audience, book, categories, glossary },
    tracks: tracks.map(({ id, title, hue, abstract, levels }) => ({
      ...{ id, title, hue, abstract, status: "active", cumulative: [] },
      levels: levels ?? ofTracks.get(id) ?? [],
    })),
    competencies: competencies.map((it) => ({ steps: [], ...it })),
    levels: heads,
    ...{ scales: [], moves: [], guides: [] },
  };
};

/**
 * @param {LevelHead} head
 * @returns {Level}
 */
const levelFrom = ({ id, title, label = title, was, status = "active", url = `/levels/${id}/` }) => ({
  ...{ id, title, label, was, status, track: id.slice(0, id.indexOf("/")), url: url || undefined },
  ...{ grade: [], facts: {}, next: [], source: "", without: [], cells: [] },
});
