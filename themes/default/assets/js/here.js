// The level at which a reader is, as she has said herself: it is marked wherever it stands. Only the browser knows it.

import { available } from "./storage.js";
import { need, part } from "./parts.js";
import { showToast } from "./toast.js";

const PREFIX = "ladderbook-here";
const VERSION = 1;

/** @typedef {{ level: string, path: string, title: string }} Place `path` is that of its page, from the root on. */

/** @param {unknown} it */
const isText = (it) => typeof it === "string";

// What is kept for one handbook, which is known by where it stands and by its title.
class Kept {
  /**
   * Nothing where the storage cannot be used.
   *
   * @returns {Kept | null}
   */
  static here() {
    const storage = available("localStorage");
    return storage && new Kept(storage);
  }

  /** @param {Storage} storage */
  constructor(storage) {
    this.storage = storage;
  }

  get root() {
    const { root = "" } = need(document, ".toast").dataset;
    return new URL(root || "./", document.baseURI);
  }

  get key() {
    return `${PREFIX}:${this.root.pathname}:${need(document, ".toast").dataset.book}`;
  }

  /**
   * What is not as this module writes it says nothing.
   *
   * @returns {Place | null}
   */
  get place() {
    try {
      const { version, level, path, title } = JSON.parse(this.storage.getItem(this.key) ?? "{}");
      return version === VERSION && [level, path, title].every(isText) ? { level, path, title } : null;
    } catch {
      return null;
    }
  }

  /** @param {Place} place */
  set place(place) {
    try {
      this.storage.setItem(this.key, JSON.stringify({ version: VERSION, ...place }));
    } catch {
      // A full storage remembers nothing more.
    }
  }

  forget() {
    this.storage.removeItem(this.key);
  }

  /** @param {StorageEvent} event */
  isAbout({ storageArea, key }) {
    return storageArea === this.storage && (key === this.key || key === null);
  }
}

// What stands on the page of a level says which one that is, also by names that it had before.
const switchOf = () => document.querySelector(".here-switch");

/** @param {Kept} kept */
const follow = (kept) => {
  const button = switchOf();
  if (!(button instanceof HTMLElement)) return;
  const { level = "", was = "" } = button.dataset;
  const place = kept.place;
  if (place && place.level !== level && was.split(" ").includes(place.level)) kept.place = placeOf(kept, level);
  button.setAttribute("aria-pressed", String(kept.place?.level === level));
};

/**
 * A page has one address for each way to write it.
 *
 * @param {string} path
 */
const plain = (path) => path.replace(/\/index\.html$/, "/");

/**
 * @param {Kept} kept
 * @param {string} level
 * @returns {Place}
 */
const placeOf = (kept, level) => ({
  level,
  path: plain(location.pathname).slice(kept.root.pathname.length),
  title: need(document, "main h1").innerText,
});

/** @param {Kept} kept */
const mark = (kept) => {
  for (const old of document.querySelectorAll(".here-mark, .here-line")) old.remove();
  for (const option of document.querySelectorAll("option[data-here]")) {
    option.removeAttribute("label");
    option.removeAttribute("data-here");
  }
  const place = kept.place;
  if (!place) return;
  const address = new URL(place.path, kept.root).pathname;
  for (const link of document.querySelectorAll("main .rung, main .rail a, main .matrix-scroll thead a")) {
    if (!(link instanceof HTMLAnchorElement) || plain(link.pathname) !== address) continue;
    // A card is a link as a whole.
    if (link.matches(".rung")) link.append(" ", part("here"));
    else link.after(" ", part("here"));
  }
  markOptions(place);
  document.querySelector(".kind-home .map-legend")?.append(part("here-line", { title: place.title }));
};

/** @param {Place} place */
const markOptions = ({ level }) => {
  for (const option of document.querySelectorAll("main option")) {
    if (!(option instanceof HTMLOptionElement) || option.value !== level || "here" in option.dataset) continue;
    option.dataset.here = "";
    option.label = `${option.text} · ${part("here").textContent}`;
  }
};

/** @type {Kept | null} */
let kept = null;

/** Marks the level, and follows what the reader says. Returns what does so once more. */
export const start = () => {
  const found = kept ?? Kept.here();
  // A browser that keeps nothing is not asked.
  if (!found) {
    switchOf()?.remove();
    return () => {};
  }
  const show = () => {
    follow(found);
    mark(found);
  };
  if (!kept) listen(found, show);
  kept = found;
  show();
  return show;
};

/**
 * @param {Kept} kept
 * @param {() => void} show
 */
const listen = (kept, show) => {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest(".here-switch, .here-forget");
    if (!(button instanceof HTMLElement)) return;
    const { level = "", set = "", forgotten = "" } = button.dataset;
    const isSet = Boolean(level) && kept.place?.level !== level;
    if (isSet) kept.place = placeOf(kept, level);
    else kept.forget();
    show();
    showToast(isSet ? set : forgotten);
  });
  // Other scripts add levels to a choice later on.
  document.addEventListener("focusin", ({ target }) => {
    const place = target instanceof HTMLSelectElement && kept.place;
    if (place) markOptions(place);
  });
  addEventListener("storage", (event) => kept.isAbout(event) && show());
  addEventListener("pageshow", ({ persisted }) => persisted && show());
};
