// The gap sheet: what a level and the next one expect, with what a reader writes about it. It stays in the
// browser. Everything that is shown of it is text, wherever it comes from.

import { answered, changed as changedAddress, query } from "./address.js";
import { Data } from "./data.js";
import { onFreshData } from "./fresh.js";
import { ReadLevels } from "./memory.js";
import { MissingPart, need, part, reportMissing } from "./parts.js";
import { listenToBar, showBar } from "./review/bar.js";
import { Focus } from "./review/focus.js";
import { Folds } from "./review/folds.js";
import { Known } from "./review/known.js";
import { offerOlder } from "./review/older.js";
import { pageOf } from "./review/page.js";
import { choosePair, remember } from "./review/pair.js";
import { Pieces, painted } from "./review/pieces.js";
import { followed } from "./review/sheet.js";
import { listenToList, showList } from "./review/sheet-list.js";
import { MINE, Sheets } from "./review/sheets.js";
import { Saved } from "./review/state.js";
import { filing, listenToTools } from "./review/tools.js";
import { signature, view } from "./review/view.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Sheet } from "./review/file.js" */
/** @import { Index } from "./review/sheet.js" */
/** @import { Store } from "./review/store.js" */
/**
 * What is there once the handbook has been read. `from` and `to` are the chosen levels, `store` keeps the sheet that
 * is shown.
 *
 * @typedef {object} Opened
 * @property {Known} known
 * @property {Handbook} handbook
 * @property {Index} index
 * @property {Sheets} sheets
 * @property {Store} store
 * @property {Level | null} from
 * @property {Level | null} to
 */

/**
 * Returns what shows the sheet once more.
 *
 * @param {HTMLElement} root
 */
export const start = (root) => {
  const review = new Review(root);
  // What saves a sheet is there before it is needed, also for a reader who is offline by then.
  const warm = () => filing().catch(() => {});
  review.refresh().then(warm).catch(reportMissing);
  return () => review.again().catch(reportMissing);
};

export class Review {
  #root;
  /** @type {Opened | null} */
  #opened = null;
  /** @type {Known | null} */
  #known = null;
  #source = "";
  /** @type {HTMLElement | null} */
  #content = null;
  #saved;
  #folds = new Folds();
  #pieces = new Pieces();
  #focus = new Focus(() => document.querySelector(".review-sheet"));

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#saved = new Saved(root);
    this.#listen();
  }

  // ---- Messages ----

  /** @param {...HTMLElement} lines */
  say(...lines) {
    need(this.#root, ".review-status").replaceChildren(...lines);
  }

  // ---- The handbook ----

  // Reads the handbook again, and shows what is new of it.
  async refresh() {
    const opened = await this.#load().catch((error) => this.#loadFailed(error));
    if (!opened) return;
    this.#choose(opened);
    if (!this.#content) {
      // In two turns, so that a slow phone answers in between.
      this.#showControls(opened);
      need(document, ".review-sheet").setAttribute("aria-busy", "true");
      await painted();
    }
    this.#focus.during(() => this.show());
  }

  /**
   * What is shown of an older handbook is better than nothing.
   *
   * @param {unknown} error
   */
  #loadFailed(error) {
    if (error instanceof MissingPart) throw error;
    if (this.#opened) return null;
    answered();
    this.say(part("review-failed"));
    return null;
  }

  // `null` if there is nothing new.
  async #load() {
    const response = await fetch(this.#root.dataset.source ?? "", { cache: "no-cache" });
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    if (text === this.#source) return null;
    const known = new Known(new Data(text, this.#root.dataset.source ?? ""));
    this.#known = known;
    this.#source = text;
    const before = this.#opened;
    if (before?.handbook.book.title === known.handbook.book.title) {
      before.known = known;
      before.sheets.follow();
      return before;
    }
    before?.sheets.close();
    this.#opened = this.#open(known);
    return this.#opened;
  }

  get #base() {
    return new URL(this.#root.dataset.root || "./", document.baseURI);
  }

  /**
   * @param {Known} known
   * @returns {Opened}
   */
  #open(known) {
    const sheets = new Sheets(this.#base.pathname, known.handbook.book.title, {
      follow: (sheet) => (this.#known ? followed(sheet, this.#known.index) : sheet),
      onState: (state) => this.#saved.tell(state),
      onChange: () => this.#focus.during(() => this.show()),
      onList: () => this.#followList(),
    });
    return {
      known,
      sheets,
      from: null,
      to: null,
      get handbook() {
        return this.known.handbook;
      },
      get index() {
        return this.known.index;
      },
      get store() {
        return sheets.current;
      },
    };
  }

  // ---- Which sheet, and which levels ----

  /**
   * The choice is in the address, so that it survives a reload; without one, it is that of the last time.
   *
   * @param {Opened} opened
   */
  #choose(opened) {
    const { sheets } = opened;
    // An address of somebody else's browser leads to a sheet that this one does not have.
    if (!sheets.select(query().get("sheet") ?? MINE)) {
      sheets.select(MINE);
      history.replaceState(
        null,
        "",
        changedAddress((query) => query.delete("sheet")),
      );
      this.say(part("review-no-sheet"));
    }
    const unknown = choosePair(opened);
    if (unknown) this.say(part("review-unknown", { name: unknown }));
  }

  /** @param {(query: URLSearchParams) => void} change */
  navigate(change) {
    if (!this.#opened) return;
    const url = changedAddress(change);
    if (url.href !== location.href) history.pushState(null, "", url);
    this.say();
    this.#choose(this.#opened);
    this.show();
  }

  /**
   * Shows another sheet, with the levels that it is about.
   *
   * @param {string} id
   */
  turnTo(id) {
    this.navigate((query) => {
      for (const name of ["level", "next", "sheet"]) query.delete(name);
      if (id !== MINE) query.set("sheet", id);
    });
  }

  // Another window has added, renamed or removed sheets.
  #followList() {
    const opened = this.#opened;
    if (!opened) return;
    const { sheets } = opened;
    if (sheets.list().some(({ id }) => id === sheets.id)) showList(this.#root, opened);
    else this.navigate(() => {});
  }

  // ---- The sheet ----

  show() {
    const opened = this.#opened;
    if (!opened) return;
    if (opened.known.isComplete(opened)) this.#showNow(opened);
    else this.#showLater(opened).catch(reportMissing);
  }

  /** @param {Opened} opened */
  #showNow(opened) {
    answered();
    this.#showControls(opened);
    this.#showSheet(opened);
    offerOlder(this, this.#root, opened);
  }

  /**
   * What cannot be looked up is neither said to be gone nor forgotten.
   *
   * @param {Opened} opened
   */
  async #showLater(opened) {
    this.#showControls(opened);
    need(document, ".review-sheet").setAttribute("aria-busy", "true");
    const { known } = opened;
    const isReady = await this.isReady(opened);
    // Another handbook is shown by whoever has read it.
    if (this.#opened !== opened || opened.known !== known) return;
    if (isReady || [opened.from, opened.to].every((it) => known.has(it))) {
      return this.#focus.during(() => this.#showNow(opened));
    }
    answered();
    // What was shown is about other levels.
    this.#content = null;
    this.#put();
  }

  /**
   * Reads what is missing of a sheet. If that fails, it says so.
   *
   * @param {Opened} opened
   */
  async isReady(opened) {
    try {
      await opened.known.complete(opened);
    } catch {
      this.say(part("review-failed"));
      return false;
    }
    opened.sheets.follow();
    return true;
  }

  /** @param {Opened} opened */
  #showSheet(opened) {
    const isFirst = !this.#content;
    const sheet = opened.from && view(pageOf(opened, opened.from, this.#root.dataset, this.#ways));
    this.#content = sheet && sheet.made;
    this.#put();
    if (!sheet) return;
    this.#pieces.begin(sheet.made, sheet.pieces);
    // What takes the place of another sheet is there at once, with the field that has the focus.
    if (!isFirst) this.#pieces.finish();
    sheet.made.querySelector("[data-do=put-away]")?.addEventListener("click", () => {
      this.overlay(null);
      this.say();
      need(this.#root, "[data-do=open]").focus();
    });
  }

  get #ways() {
    const during = (/** @type {() => void} */ change) => this.#focus.during(change);
    return { review: this, base: this.#base, folds: this.#folds, during };
  }

  #put() {
    const place = need(document, ".review-sheet");
    place.replaceChildren(...(this.#content ? [this.#content] : []));
    place.removeAttribute("aria-busy");
  }

  /** @param {Opened} opened */
  #showControls(opened) {
    showList(this.#root, opened);
    showBar(this.#root, opened);
  }

  /**
   * Puts another sheet in the place of the one that is shown.
   *
   * @param {Sheet} sheet
   */
  replace(sheet) {
    if (!this.#opened) return;
    this.#opened.store.replace(sheet);
    this.#choose(this.#opened);
    this.show();
  }

  /**
   * Lays another person's sheet over it, or none.
   *
   * @param {Sheet | null} sheet
   */
  overlay(sheet) {
    this.#opened?.store.overlay(sheet);
    this.show();
  }

  /**
   * Clears the reader's own sheet, or all of them.
   *
   * @param {"clear" | "all"} what
   */
  clear(what) {
    if (!this.#opened) return;
    const { sheets, store, handbook } = this.#opened;
    if (what === "all") sheets.clearAll();
    else store.clear();
    ReadLevels.at(this.#base.pathname, handbook.book.title)?.forget();
    this.show();
    this.say(part("review-cleared"));
  }

  // The page around the sheet may have been changed by a preview.
  async again() {
    const opened = this.#opened;
    if (opened) {
      this.#focus.during(() => {
        this.#showControls(opened);
        this.#saved.show();
        this.#put();
      });
    }
    await this.refresh();
  }

  // ---- Wiring ----

  #listen() {
    const root = this.#root;
    listenToTools(root, this, () => this.#opened);
    listenToList(root, this);
    onFreshData(
      () => [root.dataset.source, ...(this.#known?.files ?? [])],
      () => this.refresh().catch(reportMissing),
    );
    listenToBar(root, {
      level: (level) => {
        if (!level && this.#opened) remember(this.#opened, "", null);
        this.navigate((query) => {
          query.delete("next");
          if (level) query.set("level", level);
          else query.delete("level");
        });
      },
      next: (next) =>
        this.navigate((query) => {
          query.set("level", this.#opened?.from?.id ?? "");
          query.set("next", next);
        }),
      name: (name) => this.#rename(name),
    });
    addEventListener("popstate", () => this.navigate(() => {}));
  }

  /** @param {string} name */
  #rename(name) {
    if (!this.#opened) return;
    const { store } = this.#opened;
    store.sheet.name = name;
    this.#content?.querySelector(".review-who")?.replaceChildren(signature(store.sheet));
    store.save();
    showList(this.#root, this.#opened);
  }
}
