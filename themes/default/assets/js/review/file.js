// A gap sheet as data: what is kept in the browser and what is saved as a file are the same JSON. Both come
// from outside, so both are read strictly. This module knows nothing of the page.

/**
 * Something that happened. Work done may show criteria, which are named by their ids; evidence stands with one.
 *
 * @typedef {{ date: string, text: string, link: string, criteria?: string[] }} Entry
 */
/** @typedef {{ title: string, text: string }} Answer */
/**
 * What somebody wants to talk about: a criterion by its id, with the words that it has, or words alone.
 *
 * @typedef {{ id: string, text: string }} Topic
 */
/**
 * What was written about a criterion, with the wording that the criterion had then, and the last edition that there
 * was; none where there were no editions.
 *
 * @typedef {object} Notes
 * @property {string} text
 * @property {string} edition
 * @property {string} competency
 * @property {string} rating
 * @property {Entry[]} evidence
 * @property {string} note
 */
/**
 * Ids come from outside as well, so they are keys of maps, never of objects.
 *
 * @typedef {object} Sheet
 * @property {string} book
 * @property {string} saved
 * @property {string} name
 * @property {string} level
 * @property {string | null} next
 * @property {Map<string, Notes>} criteria
 * @property {Map<string, Answer>} needed Answers by the id of the level that they are about.
 * @property {Entry[]} work
 * @property {Topic[]} talk
 */
/** @typedef {"reading" | "size" | "json" | "format" | "version" | "value"} Reason */
/**
 * @template T
 * @typedef {(value: unknown, place: string) => T} ReadValue
 */

export const FORMAT = "ladderbook-review";
export const VERSION = 1;
export const RATINGS = ["not-yet", "sometimes", "consistently"];
// Far above what a person writes, far below what a browser keeps.
export const LARGEST = 2_000_000;
const MOST = 10_000;
export const LONGEST = { name: 200, title: 2000, text: 20_000, link: 2000 };

/** @returns {Sheet} */
export const empty = () => ({
  book: "",
  saved: "",
  name: "",
  level: "",
  next: null,
  criteria: new Map(),
  needed: new Map(),
  work: [],
  talk: [],
});

/** @param {Sheet} sheet */
export const isBlank = ({ name, criteria, needed, work, talk }) =>
  !name && !criteria.size && ![...needed.values()].some(({ text }) => text) && !work.length && !talk.length;

/** @returns {Notes} */
export const blankRecord = () => ({ text: "", edition: "", competency: "", rating: "", evidence: [], note: "" });

/** @param {Notes} notes */
export const isBlankRecord = ({ rating, evidence, note }) => !rating && !note && !evidence.length;

/** @param {Entry} entry */
export const isBlankEntry = ({ text, link }) => !text && !link;

// Why a file is not taken.
export class InvalidSheetFile extends Error {
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

// ---- Writing ----

/**
 * @param {Sheet} sheet
 * @param {string} saved
 */
export const write = (sheet, saved) => {
  const { book, name, level, next, criteria, needed, work, talk } = sheet;
  const entries = (/** @type {Entry[]} */ list) => list.filter((it) => !isBlankEntry(it)).map(entryWritten);
  const topics = talk.filter(({ id, text }) => id || text);
  /** @type {[string, Notes][]} */
  const written = [...criteria].map(([id, it]) => [id, { ...it, evidence: entries(it.evidence) }]);
  // Without editions a sheet is as it was before there were any.
  const record = (/** @type {Notes} */ { edition, ...rest }) => (edition ? { ...rest, edition } : rest);
  return {
    format: FORMAT,
    version: VERSION,
    book: { title: book },
    saved,
    name,
    level,
    next,
    criteria: Object.fromEntries(written.filter(([, it]) => !isBlankRecord(it)).map(([id, it]) => [id, record(it)])),
    needed: Object.fromEntries([...needed].filter(([, { text }]) => text)),
    work: entries(work),
    // Without one a sheet is as it was before there were any.
    ...(topics.length && { talk: topics }),
  };
};

/**
 * @param {Entry} entry
 * @returns {Entry}
 */
const entryWritten = ({ date, text, link, criteria }) => ({
  date,
  text,
  link,
  ...(criteria?.length && { criteria }),
});

/**
 * Whether a sheet can be read again once it is written.
 *
 * @param {Sheet} sheet
 */
export const isReadable = (sheet) => {
  try {
    return Boolean(read(JSON.stringify(write(sheet, ""))));
  } catch {
    return false;
  }
};

// ---- Reading ----

const KEYS = ["format", "version", "book", "saved", "name", "level", "next", "criteria", "needed", "work"];

/**
 * @param {string} text
 * @returns {Sheet}
 */
export const read = (text) => {
  const json = parsed(text);
  if (!isObject(json) || json.format !== FORMAT) throw new InvalidSheetFile("format");
  // An object has words of its own for what it is, or none at all.
  if (typeof json.version !== "number") throw invalid("version");
  if (json.version !== VERSION) {
    throw new InvalidSheetFile("version", { version: String(json.version).slice(0, 20) });
  }
  object(json, KEYS, "", ["talk"]);
  return {
    book: string(object(json.book, ["title"], "book").title, LONGEST.title, "book.title"),
    saved: date(json.saved, "saved"),
    name: string(json.name, LONGEST.name, "name"),
    level: string(json.level, LONGEST.name, "level"),
    next: json.next === null ? null : string(json.next, LONGEST.name, "next"),
    criteria: map(json.criteria, "criteria", record),
    needed: map(json.needed, "needed", answer),
    work: list(json.work, "work", work),
    talk: json.talk === undefined ? [] : list(json.talk, "talk", topic),
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
    throw new InvalidSheetFile("json");
  }
};

/** @param {string} place */
const invalid = (place) => new InvalidSheetFile("value", { place: place.slice(0, 200) });

/**
 * @param {unknown} it
 * @returns {it is Record<string, unknown>}
 */
const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);

/**
 * An object with these keys and no others, but for those that may be there.
 *
 * @param {unknown} it
 * @param {string[]} names
 * @param {string} place
 * @param {string[]} optional
 */
const object = (it, names, place, optional = []) => {
  if (!isObject(it)) throw invalid(place);
  const inside = (/** @type {string} */ name) => (place ? `${place}.${name}` : name);
  for (const name of names) if (!Object.hasOwn(it, name)) throw invalid(inside(name));
  for (const name of Object.keys(it)) if (![...names, ...optional].includes(name)) throw invalid(inside(name));
  return it;
};

/**
 * @param {unknown} it
 * @param {number} longest
 * @param {string} place
 */
const string = (it, longest, place) => {
  if (typeof it !== "string" || it.length > longest) throw invalid(place);
  return it;
};

/**
 * `2026-11-23`, or nothing.
 *
 * @type {ReadValue<string>}
 */
const date = (it, place) => {
  if (it === "") return it;
  if (typeof it !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(it) || Number.isNaN(Date.parse(it))) throw invalid(place);
  // A day that its month does not have is read as one of the next month.
  if (!new Date(it).toISOString().startsWith(it)) throw invalid(place);
  return it;
};

/**
 * @template T
 * @param {unknown} it
 * @param {string} place
 * @param {ReadValue<T>} readOne
 */
const list = (it, place, readOne) => {
  if (!Array.isArray(it) || it.length > MOST) throw invalid(place);
  return it.map((value, i) => readOne(value, `${place}[${i}]`));
};

/**
 * @template T
 * @param {unknown} it
 * @param {string} place
 * @param {ReadValue<T>} readOne
 * @returns {Map<string, T>}
 */
const map = (it, place, readOne) => {
  if (!isObject(it)) throw invalid(place);
  const pairs = Object.entries(it);
  if (pairs.length > MOST) throw invalid(place);
  return new Map(pairs.map(([id, value]) => [string(id, LONGEST.title, place), readOne(value, `${place}.${id}`)]));
};

/** @type {ReadValue<Answer>} */
const answer = (it, place) => {
  const { title, text } = object(it, ["title", "text"], place);
  return {
    title: string(title, LONGEST.title, `${place}.title`),
    text: string(text, LONGEST.text, `${place}.text`),
  };
};

/** @type {ReadValue<Entry>} */
const entry = (it, place) => {
  const fields = object(it, ["date", "text", "link"], place);
  return {
    date: date(fields.date, `${place}.date`),
    text: string(fields.text, LONGEST.text, `${place}.text`),
    link: string(fields.link, LONGEST.link, `${place}.link`),
  };
};

/** @type {ReadValue<Entry>} */
const work = (it, place) => {
  const { criteria, ...rest } = object(it, ["date", "text", "link"], place, ["criteria"]);
  const read = entry(rest, place);
  if (criteria === undefined) return read;
  return { ...read, criteria: list(criteria, `${place}.criteria`, (id, at) => string(id, LONGEST.title, at)) };
};

/** @type {ReadValue<Topic>} */
const topic = (it, place) => {
  const { id, text } = object(it, ["id", "text"], place);
  return { id: string(id, LONGEST.title, `${place}.id`), text: string(text, LONGEST.text, `${place}.text`) };
};

/** @type {ReadValue<Notes>} */
const record = (it, place) => {
  const fields = object(it, ["text", "competency", "rating", "evidence", "note"], place, ["edition"]);
  const rating = string(fields.rating, LONGEST.name, `${place}.rating`);
  if (rating !== "" && !RATINGS.includes(rating)) throw invalid(`${place}.rating`);
  return {
    text: string(fields.text, LONGEST.text, `${place}.text`),
    edition: fields.edition === undefined ? "" : string(fields.edition, LONGEST.name, `${place}.edition`),
    competency: string(fields.competency, LONGEST.title, `${place}.competency`),
    rating,
    evidence: list(fields.evidence, `${place}.evidence`, entry),
    note: string(fields.note, LONGEST.text, `${place}.note`),
  };
};
