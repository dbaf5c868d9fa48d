// The storage of the browser, which keeps things for a reader and for nobody else.

/**
 * The storage, if it can be used: it may be forbidden altogether, or never have room for anything. One that is
 * full has been used, and can be read.
 *
 * @param {"localStorage" | "sessionStorage"} name
 */
export const available = (name) => {
  try {
    const storage = window[name];
    if (storage.length) return storage;
    const key = "ladderbook?";
    storage.setItem(key, "");
    storage.removeItem(key);
    return storage;
  } catch {
    return null;
  }
};
