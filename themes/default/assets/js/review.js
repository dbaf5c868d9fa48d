// The gap sheet: what a level and the next one expect, with what a reader writes about it. It stays in the
// browser. Everything that is shown of it is text, wherever it comes from.

import { answered, changed as changedAddress, query } from "./address.js";
import { copyMarkdown } from "./copy.js";
import { onFreshData } from "./fresh.js";
import { addresses, huesOf } from "./handbook.js";
import { ReadLevels } from "./memory.js";
import { MissingPart, need, part, reportMissing, word } from "./parts.js";
import { isBlank } from "./review/file.js";
import { ask, asMarkdown, openFile, saveJson, saveMarkdown } from "./review/files.js";
import { Focus } from "./review/focus.js";
import { competenciesOf, followed, indexOf, levelOf, nextOf, restOf, sheetOf } from "./review/sheet.js";
import { Store } from "./review/store.js";
import { signature, view } from "./review/view.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Sheet } from "./review/file.js" */
/** @import { Index } from "./review/sheet.js" */
/** @import { State } from "./review/store.js" */
/** @import { Page } from "./review/view.js" */
/**
 * What is there once the handbook has been read. `from` and `to` are the chosen levels.
 *
 * @typedef {object} Opened
 * @property {Handbook} handbook
 * @property {Index} index
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
  review.refresh().catch(reportMissing);
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
    this.#focus.during(() => {
      this.#choose(opened);
      this.show();
    });
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
      before.store.follow();
      return before;
    }
    before?.store.close();
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
    const store = new Store(this.#base.pathname, handbook.book.title, {
      follow: (sheet) => followed(sheet, this.#index),
      onState: (state) => this.#setState(state),
      onChange: () => this.#focus.during(() => this.show()),
    });
    return { handbook, index, store, from: null, to: null };
  }

  // ---- Which levels ----

  /**
   * The choice is in the address, so that a link leads to it; without one, it is that of the last time.
   *
   * @param {Opened} opened
   */
  #choose(opened) {
    const { handbook, store } = opened;
    const { sheet } = store;
    const wanted = query().get("level");
    const known = levelOf(handbook, wanted ?? sheet.level);
    opened.from = known?.url ? known : null;
    const ways = this.#ways(opened);
    const next = this.#wantedNext(opened) ?? ways[0]?.id;
    const found = levelOf(handbook, next ?? "");
    opened.to = next === "" ? null : (ways.find((level) => level === found) ?? ways[0] ?? null);
    if (wanted && !opened.from) this.say(part("review-unknown", { name: wanted }));
    if (opened.from) this.#remember(opened, opened.from.id, opened.to?.id ?? null);
  }

  /**
   * The next level that is asked for; `""` for none, and `undefined` if nothing is said of it.
   *
   * @param {Opened} opened
   */
  #wantedNext({ handbook, store: { sheet }, from }) {
    const next = query().get("next");
    if (next !== null) return next;
    return from && levelOf(handbook, sheet.level) === from ? (sheet.next ?? "") : undefined;
  }

  /** @param {Opened} opened */
  #ways({ handbook, from }) {
    return from ? nextOf(handbook, from) : [];
  }

  /**
   * @param {Opened} opened
   * @param {string} level
   * @param {string | null} next
   */
  #remember({ store }, level, next) {
    const { sheet } = store;
    if (sheet.level === level && sheet.next === next) return;
    Object.assign(sheet, { level, next });
    store.save();
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

  // ---- The sheet ----

  show() {
    const opened = this.#opened;
    if (!opened) return;
    answered();
    this.#showControls(opened);
    this.#content = opened.from && view(this.#page(opened, opened.from));
    this.#content?.querySelector("[data-do=put-away]")?.addEventListener("click", () => {
      this.overlay(null);
      this.say();
      need(this.#root, "[data-do=open]").focus();
    });
    this.#put();
    this.#offerOlder(opened);
  }

  #put() {
    need(document, ".review-sheet").replaceChildren(...(this.#content ? [this.#content] : []));
  }

  /**
   * @param {Opened} opened
   * @param {Level} from
   * @returns {Page}
   */
  #page({ handbook, index, store, to }, from) {
    const competencies = competenciesOf(handbook, from, to);
    return {
      index,
      from,
      to,
      competencies,
      ...restOf(index, competencies, store.sheet, store.other),
      mine: store.sheet,
      other: store.other,
      changed: () => store.save(),
      root: this.#root.dataset.root ?? "",
      address: addresses(this.#root.dataset.root ?? ""),
      hue: huesOf(handbook),
      edition: this.#root.dataset.edition ?? "",
      changes: this.#root.dataset.changes ?? "",
      compare: to ? `${new URL("compare/", this.#base).href}?from=${from.id}&to=${to.id}` : "",
      sheetOf,
    };
  }

  /** @param {Opened} opened */
  #showControls(opened) {
    const { from, to, store } = opened;
    const { level, next, name } = this.#fields;
    const ways = this.#ways(opened);
    level.value = from?.id ?? "";
    const choices = ways.map(({ id, title }) => new Option(title, id));
    next.replaceChildren(...choices, new Option(word("review-text-only"), ""));
    next.value = to?.id ?? "";
    need(this.#root, ".review-next").hidden = !ways.length;
    if (document.activeElement !== name) name.value = store.sheet.name;
    this.#root.classList.toggle("is-open", Boolean(from));
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll(".review-levels [data-level]");
    for (const link of links) link.setAttribute("href", sheetOf({ id: link.dataset.level ?? "" }));
  }

  get #fields() {
    return {
      level: need(this.#root, "[name=level]", HTMLSelectElement),
      next: need(this.#root, "[name=next]", HTMLSelectElement),
      name: need(this.#root, "[name=name]", HTMLInputElement),
    };
  }

  /**
   * Notes that stand under another title of the handbook.
   *
   * @param {Opened} opened
   */
  #offerOlder({ store }) {
    const older = isBlank(store.sheet) && store.older();
    if (!older) return;
    const line = part("review-older", { title: older.title });
    need(line, "button").addEventListener("click", () => {
      const { level, next } = store.sheet;
      store.forget(older);
      this.replace(level ? { ...older.sheet, level, next } : older.sheet);
      this.say();
      this.#fields.level.focus();
    });
    this.say(line);
  }

  /**
   * Puts another sheet in the place of the reader's own.
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

  /** @param {Opened} opened */
  async #clear({ store, handbook }) {
    if ((await ask("lb-ask-clear")) !== "clear") return;
    store.clear();
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
    const { level, next, name } = this.#fields;
    this.#listenToTools();
    const source = () => this.#root.dataset.source;
    onFreshData(source, () => this.refresh().catch(reportMissing));
    name.addEventListener("input", () => {
      if (!this.#opened) return;
      const { store } = this.#opened;
      store.sheet.name = name.value;
      this.#content?.querySelector(".review-who")?.replaceChildren(signature(store.sheet));
      store.save();
    });
    level.addEventListener("change", () => {
      if (!level.value && this.#opened) this.#remember(this.#opened, "", null);
      this.navigate((query) => {
        query.delete("next");
        if (level.value) query.set("level", level.value);
        else query.delete("level");
      });
    });
    next.addEventListener("change", () =>
      this.navigate((query) => {
        query.set("level", this.#opened?.from?.id ?? "");
        query.set("next", next.value);
      }),
    );
    addEventListener("popstate", () => this.navigate(() => {}));
  }

  #listenToTools() {
    const input = need(this.#root, "[type=file]", HTMLInputElement);
    const { file: prefix = "", root = "", edition = "" } = this.#root.dataset;
    /** @type {Record<string, (opened: Opened, button: HTMLElement) => void>} */
    const actions = {
      save: (opened) => saveJson(opened, prefix),
      "save-markdown": (opened) => saveMarkdown(opened, prefix, root, edition),
      "copy-markdown": (opened, button) => copyMarkdown(button, async () => asMarkdown(opened, root, edition)),
      print: () => print(),
      open: () => input.click(),
      clear: (opened) => this.#clear(opened),
    };
    need(this.#root, ".review-tools").addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (button && this.#opened) actions[button.dataset.do ?? ""]?.(this.#opened, button);
    });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file && this.#opened) openFile(this, this.#opened, file);
      // The same file can then be chosen again.
      input.value = "";
    });
  }
}
