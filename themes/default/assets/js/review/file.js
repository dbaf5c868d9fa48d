// A gap sheet as data: what is kept in the browser and what is saved as a file are the same JSON. Both come
// from outside, so both are read strictly. This module knows nothing of the page.

export const FORMAT = "ladderbook-review";
export const VERSION = 1;
export const RATINGS = ["not-yet", "sometimes", "consistently"];
// Far above what a person writes, far below what a browser keeps.
export const LARGEST = 2_000_000;
const MOST = 10_000;
const LONGEST = { name: 200, title: 2000, text: 20_000, link: 2000 };

// Ids come from outside as well, so they are keys of maps, never of objects.
export const empty = () => ({ book: "", saved: "", name: "", level: "", next: null, criteria: new Map(), needed: new Map(), work: [] });

export const isBlank = ({ name, criteria, needed, work }) => !name && !criteria.size && ![...needed.values()].some(({ text }) => text) && !work.length;

export const blankRecord = () => ({ text: "", competency: "", rating: "", evidence: [], note: "" });
export const isBlankRecord = ({ rating, evidence, note }) => !rating && !note && !evidence.length;
export const isBlankEntry = ({ text, link }) => !text && !link;

// Why a file is not taken; `reason` is `reading`, `size`, `json`, `format`, `version` or `value`.
export class Wrong extends Error {
  constructor(reason, values = {}) {
    super(reason);
    Object.assign(this, { reason, values });
  }
}

export const write = (sheet, saved) => {
  const { book, name, level, next, criteria, needed, work } = sheet;
  const entries = (list) => list.filter((it) => !isBlankEntry(it));
  const written = [...criteria].map(([id, it]) => [id, { ...it, evidence: entries(it.evidence) }]).filter(([, it]) => !isBlankRecord(it));
  return {
    format: FORMAT,
    version: VERSION,
    book: { title: book },
    saved,
    name,
    level,
    next,
    criteria: Object.fromEntries(written),
    needed: Object.fromEntries([...needed].filter(([, { text }]) => text)),
    work: entries(work),
  };
};

export const read = (text) => {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Wrong("json");
  }
  if (!isObject(json) || json.format !== FORMAT) throw new Wrong("format");
  if (json.version !== VERSION) throw new Wrong("version", { version: String(json.version).slice(0, 20) });
  keys(json, ["format", "version", "book", "saved", "name", "level", "next", "criteria", "needed", "work"], "");
  keys(json.book, ["title"], "book");
  return {
    book: string(json.book.title, LONGEST.title, "book.title"),
    saved: date(json.saved, "saved"),
    name: string(json.name, LONGEST.name, "name"),
    level: string(json.level, LONGEST.name, "level"),
    next: json.next === null ? null : string(json.next, LONGEST.name, "next"),
    criteria: map(json.criteria, "criteria", record),
    needed: map(json.needed, "needed", (it, place) => {
      keys(it, ["title", "text"], place);
      return { title: string(it.title, LONGEST.title, `${place}.title`), text: string(it.text, LONGEST.text, `${place}.text`) };
    }),
    work: list(json.work, "work", entry),
  };
};

const wrong = (place) => new Wrong("value", { place: place.slice(0, 200) });
const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);

// An object with these keys and no others.
const keys = (it, names, place) => {
  if (!isObject(it)) throw wrong(place);
  const inside = (name) => (place ? `${place}.${name}` : name);
  for (const name of names) if (!Object.hasOwn(it, name)) throw wrong(inside(name));
  for (const name of Object.keys(it)) if (!names.includes(name)) throw wrong(inside(name));
};
const string = (it, longest, place) => {
  if (typeof it !== "string" || it.length > longest) throw wrong(place);
  return it;
};
// `2026-11-23`, or nothing.
const date = (it, place) => {
  if (it === "") return it;
  if (typeof it !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(it) || Number.isNaN(Date.parse(it)) || !new Date(it).toISOString().startsWith(it)) throw wrong(place);
  return it;
};
const list = (it, place, one) => {
  if (!Array.isArray(it) || it.length > MOST) throw wrong(place);
  return it.map((value, i) => one(value, `${place}[${i}]`));
};
const map = (it, place, one) => {
  if (!isObject(it)) throw wrong(place);
  const pairs = Object.entries(it);
  if (pairs.length > MOST) throw wrong(place);
  return new Map(pairs.map(([id, value]) => [string(id, LONGEST.title, place), one(value, `${place}.${id}`)]));
};
const entry = (it, place) => {
  keys(it, ["date", "text", "link"], place);
  return { date: date(it.date, `${place}.date`), text: string(it.text, LONGEST.text, `${place}.text`), link: string(it.link, LONGEST.link, `${place}.link`) };
};
const record = (it, place) => {
  keys(it, ["text", "competency", "rating", "evidence", "note"], place);
  if (it.rating !== "" && !RATINGS.includes(it.rating)) throw wrong(`${place}.rating`);
  return {
    text: string(it.text, LONGEST.text, `${place}.text`),
    competency: string(it.competency, LONGEST.title, `${place}.competency`),
    rating: it.rating,
    evidence: list(it.evidence, `${place}.evidence`, entry),
    note: string(it.note, LONGEST.text, `${place}.note`),
  };
};

// Both sheets in one. Where only one can stand, it is that of `mine`.
export const merge = (mine, theirs) => {
  const criteria = new Map(mine.criteria);
  for (const [id, it] of theirs.criteria) criteria.set(id, criteria.has(id) ? mergeRecords(criteria.get(id), it) : it);
  const needed = new Map(mine.needed);
  for (const [id, it] of theirs.needed) needed.set(id, { title: it.title, text: paragraphs(needed.get(id)?.text ?? "", it.text) });
  return { ...mine, criteria, needed, work: union(mine.work, theirs.work) };
};

// Whether a sheet can be read again once it is written.
export const isReadable = (sheet) => {
  try {
    return Boolean(read(JSON.stringify(write(sheet, ""))));
  } catch {
    return false;
  }
};

export const mergeRecords = (mine, theirs) => ({
  ...mine,
  rating: mine.rating || theirs.rating,
  evidence: union(mine.evidence, theirs.evidence),
  note: paragraphs(mine.note, theirs.note),
});

const union = (mine, theirs) => {
  const known = new Set(mine.map((it) => JSON.stringify([it.date, it.text, it.link])));
  return [...mine, ...theirs.filter((it) => !known.has(JSON.stringify([it.date, it.text, it.link])))];
};
const paragraphs = (a, b) => (!b || a.includes(b) ? a : b.includes(a) ? b : `${a}\n\n${b}`.slice(0, LONGEST.text));

// The address of a link that may be followed, or null: what is typed or comes in a file may be anything.
export const safeLink = (text) => {
  try {
    const { protocol, href } = new URL(text.trim());
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
};

// The entries with the newest first; those without a date stay on top, where they were put.
export const newestFirst = (entries) => [...entries].sort((a, b) => (b.date || "9999").localeCompare(a.date || "9999"));
