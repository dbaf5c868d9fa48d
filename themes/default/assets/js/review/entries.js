// Entries of a gap sheet: which links may be followed, and in which order they stand.

/** @import { Entry } from "./file.js" */

/**
 * The address of a link that may be followed, or null: what is typed or comes in a file may be anything.
 *
 * @param {string} text
 */
export const safeLink = (text) => {
  try {
    const { protocol, href } = new URL(text.trim());
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
};

/**
 * The entries with the newest first; those without a date stay on top, where they were put.
 *
 * @param {Entry[]} entries
 */
export const newestFirst = (entries) => [...entries].sort((a, b) => (b.date || "9999").localeCompare(a.date || "9999"));
