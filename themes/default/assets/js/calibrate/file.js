// What was placed, as a file. It comes from outside, so it is read strictly. It has no words of the handbook in it,
// and no name unless somebody typed one.

/**
 * A sentence and the level that somebody placed it at; an empty one if it was skipped.
 *
 * @typedef {{ id: string, example: number, wording: string, placed: string }} Placement
 */
/**
 * @typedef {object} Placed
 * @property {string} book
 * @property {string} edition
 * @property {string} saved
 * @property {string} name
 * @property {string} track
 * @property {string} competency
 * @property {number} set
 * @property {Placement[]} placements
 */
/** @typedef {"reading" | "size" | "json" | "format" | "version" | "value" | "book" | "twice"} Reason */

export const FORMAT = "ladderbook-calibration";
export const VERSION = 1;
export const LARGEST = 200_000;
const MOST = 1000;
const LONGEST = 2000;

// Why a file is not taken.
export class InvalidFile extends Error {
  /**
   * @param {Reason} reason
   * @param {Record<string, string>} values
   */
  constructor(reason, values = {}) {
    super(reason);
    this.reason = reason;
    this.values = values;
  }
}

/** @param {Placed} placed */
export const write = ({ book, edition, saved, name, track, competency, set, placements }) =>
  `${JSON.stringify(
    {
      ...{ format: FORMAT, version: VERSION, book: { title: book }, ...(edition && { edition }) },
      ...{ saved, ...(name && { name }), track, ...(competency && { competency }), set },
      placements: placements.map(({ id, example, wording, placed }) => ({
        ...{ id, ...(example && { example }), wording, ...(placed && { placed }) },
      })),
    },
    null,
    2,
  )}\n`;

/**
 * @param {string} text
 * @returns {Placed}
 */
export const read = (text) => {
  const json = parsed(text);
  if (!isObject(json) || json.format !== FORMAT) throw new InvalidFile("format");
  if (typeof json.version !== "number") throw invalid("version");
  if (json.version !== VERSION) throw new InvalidFile("version", { version: String(json.version).slice(0, 20) });
  const keys = ["format", "version", "book", "edition", "saved", "name", "track", "competency", "set", "placements"];
  const it = object(json, keys, "");
  return {
    book: string(object(it.book, ["title"], "book").title, "book.title"),
    edition: optional(it.edition, "edition"),
    saved: string(it.saved, "saved"),
    name: optional(it.name, "name"),
    track: string(it.track, "track"),
    competency: optional(it.competency, "competency"),
    set: number(it.set, "set"),
    placements: list(it.placements, "placements"),
  };
};

/**
 * @param {string} text
 * @returns {unknown}
 */
const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidFile("json");
  }
};

/** @param {string} place */
const invalid = (place) => new InvalidFile("value", { place: place.slice(0, 200) });

/**
 * @param {unknown} it
 * @returns {it is Record<string, unknown>}
 */
const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);

/**
 * @param {unknown} it
 * @param {string[]} known
 * @param {string} place
 */
const object = (it, known, place) => {
  if (!isObject(it)) throw invalid(place);
  const odd = Object.keys(it).find((name) => !known.includes(name));
  if (odd !== undefined) throw invalid(place ? `${place}.${odd}` : odd);
  return it;
};

/**
 * @param {unknown} it
 * @param {string} place
 */
const string = (it, place) => {
  if (typeof it !== "string" || !it || it.length > LONGEST) throw invalid(place);
  return it;
};

/**
 * @param {unknown} it
 * @param {string} place
 */
const optional = (it, place) => (it === undefined ? "" : string(it, place));

/**
 * @param {unknown} it
 * @param {string} place
 */
const number = (it, place) => {
  if (typeof it !== "number" || !Number.isInteger(it) || it < 0 || it > 999_999_999) throw invalid(place);
  return it;
};

/**
 * @param {unknown} it
 * @param {string} place
 * @returns {Placement[]}
 */
const list = (it, place) => {
  if (!Array.isArray(it) || it.length > MOST) throw invalid(place);
  const seen = new Set();
  return it.map((value, i) => {
    const at = `${place}[${i}]`;
    const { id, example, wording, placed } = object(value, ["id", "example", "wording", "placed"], at);
    const read = {
      id: string(id, `${at}.id`),
      example: example === undefined ? 0 : number(example, `${at}.example`),
      wording: string(wording, `${at}.wording`),
      placed: optional(placed, `${at}.placed`),
    };
    const key = JSON.stringify([read.id, read.example]);
    if (seen.has(key)) throw invalid(`${at}.id`);
    seen.add(key);
    return read;
  });
};
