// Keeps one sheet for each handbook in the browser's storage, and in memory where it has none.

import { VERSION, Wrong, empty, isBlank, read, write } from "./file.js";

const PREFIX = "ladderbook-review";
const PAUSE = 300; // ms without typing before a change is written

// A handbook is known by where it stands and by its title: a host may have several, and so may one port of a
// developer's machine, one after the other.
export const open = (path, title, says) => {
  const place = `${PREFIX}:${path}:`;
  const key = place + title;
  const storage = available("localStorage");
  const session = available("sessionStorage");
  let waiting = 0;
  let latest = null;
  // What this page cannot read, it does not write over.
  let sealed = false;

  const parse = (text) => {
    if (text === null) return null;
    try {
      return read(text);
    } catch (error) {
      if (error instanceof Wrong) return error;
      throw error;
    }
  };

  const flush = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (!latest || sealed) return;
    const sheet = latest;
    latest = null;
    if (!storage) return says("memory");
    try {
      if (isBlank(sheet) && !sheet.level) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(write({ ...sheet, book: title }, "")));
      says("saved");
    } catch {
      latest = sheet;
      says("full");
    }
  };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);

  return {
    key,
    load: () => {
      if (!storage) return says("memory"), empty();
      const found = parse(storage.getItem(key));
      sealed = found instanceof Wrong;
      says(sealed ? "unreadable" : found ? "saved" : "");
      return !found || sealed ? empty() : found;
    },
    // Another window has changed the sheet.
    changed: (event) => event.storageArea === storage && (event.key === key || event.key === null),
    save: (sheet) => {
      latest = sheet;
      says("waiting");
      clearTimeout(waiting);
      waiting = setTimeout(flush, PAUSE);
    },
    flush,
    clear: () => {
      clearTimeout(waiting);
      latest = null;
      sealed = false;
      storage?.removeItem(key);
      session?.removeItem(key);
      says(storage ? "" : "memory");
    },
    // Sheets at this place about a handbook of another title, which may be an older one of this handbook.
    older: () => {
      const keys = storage ? Object.keys(storage) : [];
      return keys.filter((it) => it.startsWith(place) && it !== key).map((it) => ({ key: it, title: it.slice(place.length), sheet: parse(storage.getItem(it)) })).filter(({ sheet }) => sheet && !(sheet instanceof Wrong) && !isBlank(sheet));
    },
    forget: (older) => storage?.removeItem(older),
    // The other person's sheet lasts as long as the tab.
    loadBeside: () => {
      const found = session ? parse(session.getItem(key)) : null;
      return found instanceof Wrong ? null : found;
    },
    saveBeside: (sheet) => {
      try {
        if (sheet) session?.setItem(key, JSON.stringify(write(sheet, sheet.saved)));
        else session?.removeItem(key);
      } catch {
        // It then lasts until the page is left.
      }
    },
  };
};

// The storage, if it can be used: it may be forbidden altogether, or have no room for anything.
const available = (name) => {
  try {
    const storage = window[name];
    const key = `${PREFIX}-${VERSION}?`;
    storage.setItem(key, "");
    storage.removeItem(key);
    return storage;
  } catch {
    return null;
  }
};
