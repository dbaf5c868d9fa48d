// Leads from any comparison to any other. On the page of all comparisons it shows two levels that have no page of
// their own, or three; on the page of a comparison it has the other levels to choose from that page. The choice is in
// the address, so that it can be sent, and the way back leads to the one before.

import { answered, changed, query } from "../address.js";
import { copyMarkdown } from "../copy.js";
import { load } from "../data.js";
import { byId } from "../handbook.js";
import { element, fill, need, part, reportMissing, word } from "../parts.js";
import { compare } from "./diff.js";
import { markdown } from "./markdown.js";
import { three } from "./three.js";
import { view } from "./view.js";

/** @import { Data } from "../data.js" */

/**
 * Returns what shows the choice once more.
 *
 * @param {HTMLElement} root
 */
export const start = (root) => (root.classList.contains("is-whole") ? new Index(root) : new Pair(root)).start();

/** @param {string} address */
const fetched = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response;
};

/**
 * What the level is called today that had a name before.
 *
 * @param {HTMLSelectElement} select
 * @param {string} name
 */
const called = ({ options }, name) =>
  [...options].find(({ dataset }) => name && dataset.was?.split(" ").includes(name))?.value;

/**
 * What can be chosen, from the page that has all levels. Where these are very many they stand in its first choice
 * alone.
 *
 * @param {ParentNode} index
 * @param {string} name
 */
const offered = (index, name) => {
  const [none, ...own] = need(index, `[name=${name}]`).children;
  const [, ...first] = need(index, "[name=from]").children;
  return [none, ...(own.length ? own : first)].map((it) => document.importNode(it, true));
};

// As templates/partials/head.html has it.
const LONGEST_TITLE = 70;

/** @param {string} title */
const cut = (title) => {
  const characters = [...title];
  return characters.length < LONGEST_TITLE ? title : `${characters.slice(0, LONGEST_TITLE - 1).join("")}…`;
};

class Picker {
  root;
  /** @type {HTMLSelectElement} */
  from;
  /** @type {HTMLSelectElement} */
  to;
  /** @type {HTMLSelectElement} */
  with;
  /** @type {Promise<Data> | null} */
  #loading = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const select = (/** @type {string} */ name) => need(root, `[name=${name}]`, HTMLSelectElement);
    [this.from, this.to, this.with] = [select("from"), select("to"), select("with")];
    root.addEventListener("change", () => this.choose());
    root.querySelector(".swap")?.addEventListener("click", () => {
      [this.from.value, this.to.value] = [this.to.value, this.from.value];
      this.choose();
    });
    const main = root.closest("main");
    main?.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest(".copy-markdown");
      if (!(button instanceof HTMLElement)) return;
      this.#copy(button).catch((error) => {
        this.sayFailed();
        reportMissing(error);
      });
    });
  }

  get selects() {
    return [this.from, this.to, this.with];
  }

  get chosen() {
    return this.selects.map(({ value }) => value);
  }

  // What the reader has chosen is to be shown.
  choose() {}

  /**
   * The page of all comparisons, which has the words of what is made here.
   *
   * @returns {Promise<Document>}
   */
  async index() {
    return document;
  }

  // The handbook, with all that is said of what is chosen.
  async load() {
    const names = this.chosen;
    const { source, words } = this.root.dataset;
    try {
      this.#loading ??= load({ source, words });
      const data = await this.#loading;
      await data.need(names.flatMap((name) => byId(data.handbook.levels, name)?.track ?? []));
      return data;
    } catch (error) {
      this.#loading = null;
      throw error;
    }
  }

  /**
   * The page of two levels, if they have one.
   *
   * @param {ParentNode} index
   * @param {string} from
   * @param {string} to
   */
  ownPage(index, from, to) {
    const pair = (/** @type {string} */ one, /** @type {string} */ other) =>
      index.querySelector(`[data-pair="${CSS.escape(one)}--${CSS.escape(other)}"]`);
    const href = pair(from, to)?.getAttribute("href") ?? pair(to, from)?.getAttribute("data-back");
    return href ? new URL(href, new URL(this.root.dataset.index ?? "", location.href)).href : null;
  }

  /** @param {HTMLElement} button */
  async #copy(button) {
    const [from, to] = this.chosen;
    const [{ handbook, words }, index] = await Promise.all([this.load(), this.index()]);
    const comparison = compare(handbook, words, from, to);
    if (comparison) await copyMarkdown(button, async () => markdown(comparison, index));
  }

  sayFailed() {
    this.status(part("picker-failed"));
  }

  /** @param {...HTMLElement} content */
  status(...content) {
    const status = this.root.parentElement?.querySelector(".picker-status");
    status?.replaceChildren(...content);
  }
}

/** On the page of all comparisons. */
class Index extends Picker {
  #title = document.title;

  start() {
    this.#complete();
    addEventListener("popstate", () => this.#read());
    this.#read();
    return () => {
      this.#complete();
      return this.#show();
    };
  }

  // Gives each choice the levels that the first one has.
  #complete() {
    for (const select of this.selects) {
      if (select.children.length === 1) select.replaceChildren(...offered(document, select.name));
    }
  }

  // Takes the choice from the address.
  #read() {
    const unknown = [];
    for (const select of this.selects) {
      const name = query().get(select.name) ?? "";
      select.value = called(select, name) ?? name;
      if (select.selectedIndex < 0) {
        select.value = "";
        unknown.push(name);
      }
    }
    const own = this.#own();
    if (own) return location.replace(own);
    this.#show();
    if (unknown.length) this.status(...unknown.map((name) => part("picker-unknown", { name })));
  }

  // The page of what is chosen, at the place that the address names.
  #own() {
    const [from, to, other] = this.chosen;
    const page = other ? null : this.ownPage(document, from, to);
    return page && page + (query().has("all") ? "?all" : "") + location.hash;
  }

  // Writes the choice into the address.
  choose() {
    const own = this.#own();
    if (own) return location.assign(own);
    const url = changed((query) => {
      for (const { name, value } of this.selects) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
    });
    if (url.href !== location.href) history.pushState(null, "", url);
    this.#show();
  }

  async #show() {
    try {
      await this.#compare();
    } catch (error) {
      this.sayFailed();
      reportMissing(error);
    } finally {
      answered();
    }
  }

  async #compare() {
    const [from, to, other] = this.chosen;
    this.#put(null, "");
    if (!from || !to) return;
    if (from === to) return this.status(part("picker-same"));
    if (from === other || to === other) return this.status(part("three-same"));
    const loaded = await this.load().catch(() => null);
    // Another choice may have been made in the meantime.
    if (this.chosen.join() !== [from, to, other].join()) return;
    const compared = loaded && this.#compared(loaded);
    if (!compared) return this.sayFailed();
    this.#put(compared.article, compared.title);
    const { title } = loaded.handbook.book;
    const both = `${compared.title} · ${title}`;
    document.title = [...both].length > LONGEST_TITLE ? cut(compared.title) : both;
    this.status(element("p", { class: "visually-hidden" }, compared.title));
  }

  /** @param {Data} data */
  #compared({ handbook, words }) {
    const [from, to, other] = this.chosen;
    const { root = "" } = this.root.dataset;
    const first = compare(handbook, words, from, to);
    if (!first) return null;
    const { from: level, to: second } = first;
    const names = { from: level.label, to: second.label };
    if (!other) return { article: view(handbook, first, root), title: fill(word("compare-title"), names) };
    const beside = compare(handbook, words, from, other);
    if (!beside) return null;
    const title = fill(word("three-title"), { ...names, with: beside.to.label });
    return { article: three(handbook, [first, beside], { root, title }), title };
  }

  /**
   * Shows a comparison in the place of what the page has without one.
   *
   * @param {HTMLElement | null} article
   * @param {string} title
   */
  #put(article, title) {
    need(document, ".picker-result").replaceChildren(...(article ? [article] : []));
    /** @type {NodeListOf<HTMLElement>} */
    const parts = document.querySelectorAll(".compare-index");
    for (const it of parts) it.hidden = Boolean(title);
    document.title = this.#title;
    this.#showWay(Boolean(title));
    this.status();
  }

  /**
   * What is chosen stands below this page, as the page of a comparison does.
   *
   * @param {boolean} isChosen
   */
  #showWay(isChosen) {
    document.querySelector(".crumbs .crumb-index")?.remove();
    if (!isChosen) return;
    const { textContent } = need(document, ".page-head h1");
    const way = element("a", { href: this.root.dataset.index }, textContent ?? "");
    document.querySelector(".crumbs ol")?.append(element("li", { class: "crumb-index" }, way));
  }
}

/** On the page of a comparison. */
class Pair extends Picker {
  /** @type {Promise<Document> | null} */
  #index = null;

  start() {
    this.#fill().catch(reportMissing);
    return () => this.#fill().catch(reportMissing);
  }

  index() {
    this.#index ??= fetched(this.root.dataset.index ?? "")
      .then((response) => response.text())
      .then((text) => new DOMParser().parseFromString(text, "text/html"));
    return this.#index;
  }

  // Offers the levels that the other page has.
  async #fill() {
    const index = await this.index();
    for (const select of this.selects) {
      const { value } = select;
      select.replaceChildren(...offered(index, select.name));
      select.value = value;
    }
  }

  async choose() {
    const [from, to, other] = this.chosen;
    const own = other ? null : this.ownPage(await this.index(), from, to);
    if (own) return location.assign(own);
    const url = new URL(this.root.dataset.index ?? "", location.href);
    for (const { name, value } of this.selects) if (value) url.searchParams.set(name, value);
    url.search = url.search.replaceAll("%2F", "/");
    location.assign(url);
  }

  // Without the other page there are no words for it either.
  sayFailed() {
    this.index().then(
      (index) => this.status(element("p", { class: "notice" }, word("picker-failed", {}, index))),
      () => {},
    );
  }
}
