// Search, on its own page and in a dialog: looks for what is asked, and shows what was found.

import { formOf, need, word } from "../parts.js";
import { details, find, forget, forgetIfOld } from "./index.js";
import { listen } from "./keys.js";
import { Query } from "./query.js";
import { result } from "./result.js";
import { suggestion } from "./suggestion.js";
import { written } from "./words.js";

/** @import { Found, Result } from "./index.js" */
/** @import { Language, Meant } from "./sentence.js" */

const SHOWN = 10; // results at a time
const WAIT = 120; // ms after a key
const SLOW = 400; // ms after which a search is said to be busy

/**
 * Returns what searches once more.
 *
 * @param {HTMLElement} box
 */
export const start = (box) => {
  const search = new Search(box);
  return () => search.again();
};

class Search {
  #box;
  #query;
  #status;
  #list;
  #more;
  #root;
  #index;
  /** @type {Result[]} */
  #results = [];
  #shown = 0;
  // Those that the results have.
  #words = "";
  // Counts searches, so that a late answer is not taken for that of the last one.
  #run = 0;
  #timer = 0;
  /** @type {Promise<void>} */
  #pending = Promise.resolve();

  /** @param {HTMLElement} box */
  constructor(box) {
    const isPage = !box.closest("dialog");
    this.#box = box;
    this.#query = new Query(box, isPage);
    this.#status = need(box, ".search-status");
    this.#list = need(box, ".search-results");
    this.#more = need(box, ".search-more");
    this.#root = new URL(box.dataset.root ?? "", location.href);
    this.#index = new URL(box.dataset.index ?? "", location.href).href;
    this.#listen();
    if (!isPage) return;
    addEventListener("popstate", () => this.#read());
    this.#query.keepTyped();
    this.#read();
    if (!this.#query.field.value) this.#query.field.focus({ preventScroll: true });
  }

  #listen() {
    const { field } = this.#query;
    field.addEventListener("input", () => {
      this.#query.write();
      this.#soon(WAIT);
    });
    this.#box.addEventListener("change", ({ target }) => {
      if (!this.#query.isFilter(target)) return;
      this.#query.narrow();
      this.#query.write();
      this.#soon(0);
    });
    this.#more.addEventListener("click", () => this.#showMore());
    need(this.#box, ".search-suggest button").addEventListener("click", ({ currentTarget }) => {
      field.value = /** @type {HTMLElement} */ (currentTarget).textContent ?? "";
      this.#query.write();
      this.#soon(0);
      field.focus();
    });
    listen(this.#box, field, this.#list, () => this.#pending);
  }

  /** @returns {Language} */
  get #language() {
    return {
      functionWords: new Set(word("search-function-words", {}, this.#box).split(" ")),
      names: [...this.#box.querySelectorAll("option")].map(({ text }) => text),
    };
  }

  #read() {
    this.#query.read();
    this.#query.narrow();
    this.#soon(0);
  }

  again() {
    forgetIfOld();
    this.#query.narrow();
    this.#soon(0);
  }

  /** @param {number} delay */
  #soon(delay) {
    clearTimeout(this.#timer);
    this.#list.ariaBusy = "true";
    this.#pending = new Promise((done) => {
      this.#timer = window.setTimeout(() => this.#search().then(done), delay);
    });
  }

  async #search() {
    const run = ++this.#run;
    const { words, chosen, isEmpty } = this.#query;
    if (isEmpty) {
      this.#clear();
      this.#say("help");
      return;
    }
    const slow = setTimeout(() => run === this.#run && this.#say("busy"), SLOW);
    const answer = await find(this.#index, words, chosen, SHOWN, this.#language).catch(() => null);
    clearTimeout(slow);
    if (run !== this.#run) return;
    this.#clear();
    if (!answer) {
      forget();
      this.#say("failed");
      return;
    }
    this.#results = answer.results;
    this.#words = answer.meant.words;
    this.#add(answer.first);
    this.#suggest(words, answer.first);
    const count = answer.results.length;
    if (count) this.#sayFound(words, answer.meant, count);
    else if (words) this.#say("none", { words });
    else this.#say("none-filtered");
  }

  // ---- What is shown ----

  /**
   * @param {string} key
   * @param {Record<string, string | number>} values
   */
  #say(key, values = {}) {
    this.#list.ariaBusy = key === "busy" ? "true" : "false";
    this.#status.textContent = word(`search-${key}`, values, this.#box);
  }

  /**
   * What was looked for is said where it is not what was typed.
   *
   * @param {string} typed
   * @param {Meant} meant
   * @param {number} count
   */
  #sayFound(typed, { words, isLess }, count) {
    const key = `count-${formOf(count)}`;
    if (words === typed) return this.#say(key, { count });
    this.#say(isLess ? "some" : "meant", { words, count: word(`search-${key}`, { count }, this.#box) });
  }

  /**
   * Offers the words that were probably meant.
   *
   * @param {string} words
   * @param {Found[]} found
   */
  #suggest(words, found) {
    const meant = suggestion(
      words,
      this.#language,
      found.map(({ content }) => written(content)),
    );
    need(this.#box, ".search-suggest").hidden = !meant;
    need(this.#box, ".search-suggest button").textContent = meant;
  }

  #clear() {
    need(this.#box, ".search-suggest").hidden = true;
    this.#results = [];
    this.#shown = 0;
    this.#list.replaceChildren();
    this.#more.hidden = true;
  }

  /** @param {Found[]} data */
  #add(data) {
    const options = {
      root: this.#root,
      typed: this.#words,
      kindWord: (/** @type {string} */ kind) => word(`search-kind-${kind}`, {}, this.#box),
    };
    this.#list.append(...data.map((it) => result(it, options)));
    this.#shown += data.length;
    this.#more.hidden = this.#shown >= this.#results.length;
  }

  async #showMore() {
    const run = this.#run;
    const next = this.#shown;
    const data = await details(this.#results.slice(next, next + SHOWN)).catch(() => []);
    if (run !== this.#run) return;
    this.#add(data);
    this.#list.children[next]?.querySelector("a")?.focus();
  }
}
