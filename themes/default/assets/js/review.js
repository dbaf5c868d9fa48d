// The gap sheet: what a level and the next one expect, with what a reader writes about it. It stays in the
// browser. Everything that is shown of it is text, wherever it comes from.

import { answered, changed as changedAddress, query } from "./address.js";
import { addresses, huesOf } from "./handbook.js";
import { isBlank } from "./review/file.js";
import { ask, openFile, saveJson, saveMarkdown } from "./review/files.js";
import { Focus } from "./review/focus.js";
import { part, word } from "./review/parts.js";
import { competenciesOf, followed, indexOf, levelOf, nextOf, restOf } from "./review/sheet.js";
import { Store } from "./review/store.js";
import { signature, view } from "./review/view.js";

// Returns what shows the sheet once more.
export const start = (root) => {
  const review = new Review(root);
  review.refresh();
  return () => review.again();
};

class Review {
  handbook = null;
  index;
  store = null;
  from = null;
  to = null;
  #source;
  #content = null;
  #state = "";
  #focus = new Focus(() => this.#place);

  constructor(root) {
    this.root = root;
    this.#listen();
  }

  #find(selector) {
    return this.root.querySelector(selector);
  }

  get #place() {
    return document.querySelector(".review-sheet");
  }

  // ---- What is said ----

  say(...lines) {
    this.#find(".review-status").replaceChildren(...lines);
  }

  // What has become of what was written.
  #says(state) {
    const line = this.#find(".review-state");
    line.classList.toggle("is-waiting", state === "waiting");
    if (state === "waiting" || state === this.#state) return;
    this.#state = state;
    this.#tell();
  }

  #tell() {
    const isTrouble = !["", "saved"].includes(this.#state);
    this.#find(".review-trouble").replaceChildren(...(isTrouble ? [part(this.#state)] : []));
    this.#find(".review-state").textContent = this.#state === "saved" ? word("saved") : "";
  }

  // ---- The handbook ----

  // Reads the handbook again, and shows what is new of it.
  async refresh() {
    try {
      if (!(await this.#load())) return;
      this.#focus.during(() => {
        this.#choose();
        this.show();
      });
    } catch {
      // What is shown of an older handbook is better than nothing.
      if (this.handbook) return;
      answered();
      this.say(part("failed"));
    }
  }

  // True if there is something new.
  async #load() {
    const response = await fetch(this.root.dataset.source, { cache: "no-cache" });
    if (!response.ok) throw new Error(response.status);
    const text = await response.text();
    if (text === this.#source) return false;
    const handbook = JSON.parse(text);
    this.index = indexOf(handbook);
    this.#source = text;
    const isOther = handbook.book.title !== this.handbook?.book.title;
    this.handbook = handbook;
    if (isOther) this.#open();
    else this.store.follow();
    return true;
  }

  get #base() {
    return new URL(this.root.dataset.root || "./", document.baseURI);
  }

  #open() {
    this.store?.close();
    this.store = new Store(this.#base.pathname, this.handbook.book.title, {
      follow: (sheet) => followed(sheet, this.index),
      says: (state) => this.#says(state),
      moved: () => this.#focus.during(() => this.show()),
    });
  }

  // ---- Which levels ----

  // The choice is in the address, so that a link leads to it; without one, it is that of the last time.
  #choose() {
    const { sheet } = this.store;
    const wanted = query().get("level");
    const known = levelOf(this.handbook, wanted ?? sheet.level);
    this.from = known?.url ? known : null;
    const ways = this.#ways();
    const next = query().has("next") ? query().get("next") : this.from?.id === sheet.level ? (sheet.next ?? "") : ways[0]?.id;
    this.to = next === "" ? null : (ways.find(({ id }) => id === next) ?? ways[0] ?? null);
    if (wanted && !this.from) this.say(part("unknown", { name: wanted }));
    if (this.from) this.#remember(this.from.id, this.to?.id ?? null);
  }

  #ways() {
    return this.from ? nextOf(this.handbook, this.from) : [];
  }

  #remember(level, next) {
    const { sheet } = this.store;
    if (sheet.level === level && sheet.next === next) return;
    Object.assign(sheet, { level, next });
    this.store.save();
  }

  #turn(change) {
    if (!this.handbook) return;
    const url = changedAddress(change);
    if (url.href !== location.href) history.pushState(null, "", url);
    this.say();
    this.#choose();
    this.show();
  }

  // ---- The sheet ----

  show() {
    answered();
    this.#controls();
    this.#content = this.from && view(this.#page());
    this.#content?.querySelector("[data-do=put-away]")?.addEventListener("click", () => {
      this.lay(null);
      this.say();
      this.#find("[data-do=open]").focus();
    });
    this.#put();
    this.#offerOlder();
  }

  #put() {
    this.#place.replaceChildren(...(this.#content ? [this.#content] : []));
  }

  #page() {
    const { handbook, index, store, from, to } = this;
    const competencies = competenciesOf(handbook, from, to);
    return {
      handbook,
      index,
      from,
      to,
      competencies,
      ...restOf(index, competencies, store.sheet, store.beside),
      mine: store.sheet,
      beside: store.beside,
      changed: () => store.save(),
      address: addresses(this.root.dataset.root),
      hue: huesOf(handbook),
      compare: to ? `${new URL("compare/", this.#base).href}?from=${from.id}&to=${to.id}` : "",
      sheetOf,
    };
  }

  #controls() {
    const [level, next, name] = ["[name=level]", "[name=next]", "[name=name]"].map((it) => this.#find(it));
    const ways = this.#ways();
    level.value = this.from?.id ?? "";
    next.replaceChildren(...ways.map(({ id, title }) => new Option(title, id)), new Option(word("only"), ""));
    next.value = this.to?.id ?? "";
    this.#find(".review-next").hidden = !ways.length;
    if (document.activeElement !== name) name.value = this.store.sheet.name;
    this.root.classList.toggle("is-open", Boolean(this.from));
    for (const link of document.querySelectorAll(".review-levels [data-level]")) link.setAttribute("href", sheetOf({ id: link.dataset.level }));
  }

  // Notes that stand under another title of the handbook.
  #offerOlder() {
    const older = isBlank(this.store.sheet) && this.store.older();
    if (!older) return;
    const line = part("older", { title: older.title });
    line.querySelector("button").addEventListener("click", () => {
      const { level, next } = this.store.sheet;
      this.store.forget(older);
      this.take(level ? { ...older.sheet, level, next } : older.sheet);
      this.say();
      this.#find("[name=level]").focus();
    });
    this.say(line);
  }

  // Puts another sheet in the place of the reader's own.
  take(sheet) {
    this.store.replace(sheet);
    this.#choose();
    this.show();
  }

  // Lays another person's sheet beside it, or none.
  lay(sheet) {
    this.store.lay(sheet);
    this.show();
  }

  async #clear() {
    if ((await ask("lb-ask-clear")) !== "clear") return;
    this.store.clear();
    this.show();
    this.say(part("cleared"));
  }

  // The page around the sheet may have been changed by a preview.
  again() {
    if (this.handbook) {
      this.#focus.during(() => {
        this.#controls();
        this.#tell();
        this.#put();
      });
    }
    return this.refresh();
  }

  // ---- Wiring ----

  #listen() {
    const actions = {
      save: () => saveJson(this),
      "save-markdown": () => saveMarkdown(this),
      print: () => print(),
      open: () => this.#find("[type=file]").click(),
      clear: () => this.#clear(),
    };
    this.#find(".review-tools").addEventListener("click", ({ target }) => {
      if (this.handbook) actions[target.closest("button")?.dataset.do]?.();
    });
    this.#find("[type=file]").addEventListener("change", ({ target }) => {
      const [file] = target.files;
      if (file && this.handbook) openFile(this, file);
      // The same file can then be chosen again.
      target.value = "";
    });
    this.#find("[name=name]").addEventListener("input", ({ target }) => {
      if (!this.handbook) return;
      this.store.sheet.name = target.value;
      this.#content?.querySelector(".review-who").replaceChildren(signature(this.store.sheet));
      this.store.save();
    });
    this.#find("[name=level]").addEventListener("change", ({ target }) => {
      if (!target.value && this.handbook) this.#remember("", null);
      this.#turn((query) => {
        query.delete("next");
        if (target.value) query.set("level", target.value);
        else query.delete("level");
      });
    });
    this.#find("[name=next]").addEventListener("change", ({ target }) =>
      this.#turn((query) => {
        query.set("level", this.from.id);
        query.set("next", target.value);
      }),
    );
    addEventListener("popstate", () => this.#turn(() => {}));
  }
}

const sheetOf = ({ id }) => `?level=${encodeURIComponent(id).replaceAll("%2F", "/")}`;
