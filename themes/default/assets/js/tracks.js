// Which tracks a reader has chosen among many. The browser remembers them for all pages that let a reader choose: the
// ladder map, the comparisons, the matrix, the competencies.

import { need } from "./parts.js";
import { available } from "./storage.js";

const PREFIX = "ladderbook-tracks";
const ALL = "*";

// A handbook is known by where it stands and by its title.
const key = () => {
  const { root = "", book = "" } = need(document, ".toast").dataset;
  return `${PREFIX}:${new URL(root || "./", document.baseURI).pathname}:${book}`;
};

/**
 * Those of these tracks that the reader has chosen; none if the reader has chosen none of them. A track that has come
 * since is shown once it is chosen, unless all were. What something else has written is the name of no track.
 *
 * @param {string[]} tracks
 * @returns {Set<string> | null}
 */
export const remembered = (tracks) => {
  const kept = (available("localStorage")?.getItem(key()) ?? "").split(" ");
  const chosen = kept.includes(ALL) ? tracks : tracks.filter((it) => kept.includes(it));
  return chosen.length ? new Set(chosen) : null;
};

/**
 * Remembers which tracks of a page are chosen. Those of the handbook that the page does not have stay as they were.
 *
 * @param {string[]} chosen
 * @param {string[]} tracks Those of the page.
 * @param {string[]} [all] Those of the handbook, if they are others.
 */
export const remember = (chosen, tracks, all = tracks) => {
  const before = remembered(all) ?? new Set(all);
  const shown = all.filter((it) => (tracks.includes(it) ? chosen.includes(it) : before.has(it)));
  try {
    available("localStorage")?.setItem(key(), shown.length === all.length ? ALL : shown.join(" "));
  } catch {
    // The choice then lasts for this page.
  }
};

/**
 * Says how many tracks are shown, where it is not all of them.
 *
 * @param {HTMLElement} line
 * @param {number} shown
 * @param {number} all
 */
export const tellLeft = (line, shown, all) => {
  const count = need(line, ".tracks-left-count");
  count.textContent = (count.dataset.text ?? "").replace("{n}", String(shown));
  line.hidden = shown === all;
};

/**
 * The choice may have become another one while a page was left and kept by the browser.
 *
 * @param {() => void} read
 */
export const onReturn = (read) => addEventListener("pageshow", ({ persisted }) => persisted && read());
