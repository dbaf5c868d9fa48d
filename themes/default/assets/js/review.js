// The gap sheet: what a level and the next one expect, with what a reader writes about it. It stays in the
// browser. Everything that is shown of it is text, wherever it comes from.

import { answered, changed as changedAddress, query } from "./address.js";
import { onFreshData } from "./fresh.js";
import { addresses, huesOf } from "./handbook.js";
import { ReadLevels } from "./memory.js";
import { MissingPart, need, part, reportMissing, word } from "./parts.js";
import { listenToBar, showBar } from "./review/bar.js";
import { choiceOf } from "./review/choice.js";
import { Focus } from "./review/focus.js";
import { Folds } from "./review/folds.js";
import { offerOlder } from "./review/older.js";
import { choosePair, remember } from "./review/pair.js";
import { Pieces, painted } from "./review/pieces.js";
import { competenciesOf, followed, indexOf, restOf, sheetOf } from "./review/sheet.js";
import { listenToList, showList } from "./review/sheet-list.js";
import { MINE, Sheets } from "./review/sheets.js";
import { chosenOf, keptOf } from "./review/shown.js";
import { filing, listenToTools } from "./review/tools.js";
import { signature, view } from "./review/view.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Sheet } from "./review/file.js" */
/** @import { Index } from "./review/sheet.js" */
/** @import { State, Store } from "./review/store.js" */
/** @import { Page } from "./review/view.js" */
/**
 * What is there once the handbook has been read. `from` and `to` are the chosen levels, `store` keeps the sheet that
 * is shown.
 *
 * @typedef {object} Opened
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
  /** @type {Index} */
  #index = { criteria: new Map(), renamed: new Map() };
  #source = "";
  /** @type {HTMLElement | null} */
  #content = null;
  /** @type {State} */
  #state = "";
  #folds = new Folds();
  #pieces = new Pieces();
  #focus = new Focus(() => document.querySelector(".review-sheet"));

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#listen();
  }

  // ---- Messages ----

  /** @param {...HTMLElement} lines */
  say(...lines) {
    need(this.#root, ".review-status").replaceChildren(...lines);
  }

  /** @param {State} state */
  #setState(state) {
    need(this.#root, ".review-state").classList.toggle("is-waiting", state === "waiting");
    if (state === "waiting" || state === this.#state) return;
    this.#state = state;
    this.#showState();
  }

  #showState() {
    const isTrouble = !["", "saved"].includes(this.#state);
    need(this.#root, ".review-trouble").replaceChildren(...(isTrouble ? [part(`review-${this.#state}`)] : []));
    const saved = this.#state === "saved" ? word("review-text-saved") : "";
    need(this.#root, ".review-state").textContent = saved;
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
    /** @type {Handbook} */
    const handbook = JSON.parse(text);
    const index = indexOf(handbook);
    this.#index = index;
    this.#source = text;
    const before = this.#opened;
    const isSame = before?.handbook.book.title === handbook.book.title;
    if (before && isSame) {
      Object.assign(before, { handbook, index });
      before.sheets.follow();
      return before;
    }
    before?.sheets.close();
    this.#opened = this.#open(handbook, index);
    return this.#opened;
  }

  get #base() {
    return new URL(this.#root.dataset.root || "./", document.baseURI);
  }

  /**
   * @param {Handbook} handbook
   * @param {Index} index
   * @returns {Opened}
   */
  #open(handbook, index) {
    const sheets = new Sheets(this.#base.pathname, handbook.book.title, {
      follow: (sheet) => followed(sheet, this.#index),
      onState: (state) => this.#setState(state),
      onChange: () => this.#focus.during(() => this.show()),
      onList: () => this.#followList(),
    });
    return {
      handbook,
      index,
      sheets,
      from: null,
      to: null,
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
    answered();
    this.#showControls(opened);
    this.#showSheet(opened);
    offerOlder(this, this.#root, opened);
  }

  /** @param {Opened} opened */
  #showSheet(opened) {
    const isFirst = !this.#content;
    const sheet = opened.from && view(this.#page(opened, opened.from));
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
   * @param {Opened} opened
   * @param {Level} from
   * @returns {Page}
   */
  #page({ handbook, index, sheets, store, to }, from) {
    const { root = "", edition = "", changes = "" } = this.#root.dataset;
    const { sheet: mine, other } = store;
    const all = competenciesOf(handbook, from, to);
    const choice = choiceOf({ to, other });
    const rest = restOf(index, all, mine, other);
    return {
      index,
      from,
      to,
      all,
      competencies: chosenOf(all, choice, mine, other),
      choice,
      showsExamples: query().has("examples"),
      folds: this.#folds.chosen([sheets.id, from.id, to?.id].join(" ")),
      choose: (change) => this.#focus.during(() => this.navigate(change)),
      glossary: handbook.glossary,
      kept: keptOf(rest.kept, choice, mine, other),
      elsewhere: rest.elsewhere,
      mine,
      other,
      changed: () => store.save(),
      news: new EventTarget(),
      say: (...lines) => this.say(...lines),
      again: () => this.#focus.during(() => this.show()),
      root,
      address: addresses(root),
      hue: huesOf(handbook),
      edition,
      changes,
      compare: to ? `${new URL("compare/", this.#base).href}?from=${from.id}&to=${to.id}` : "",
      sheetOf: (level) => sheetOf(level, sheets.id),
    };
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
        this.#showState();
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
      () => root.dataset.source,
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
