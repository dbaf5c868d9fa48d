// What of all changes is new to the reader: those of levels that were read, since they were read. Only the browser
// knows what was read; there it is forgotten as well.

import { ReadLevels, marksIn, namesOf, unmark, unread } from "./memory.js";
import { element, fill, need, part } from "./parts.js";

/** @typedef {{ name: string, subject: HTMLElement, lines: HTMLElement[] }} News `name` is that which is remembered. */

export class AllNews {
  #levels;
  #changed;

  /** @param {() => void} changed Is called when something else is new. */
  constructor(changed) {
    this.#levels = ReadLevels.of(this.#box);
    this.#changed = changed;
    addEventListener("storage", (event) => this.#levels?.isAbout(event) && changed());
    addEventListener("pageshow", ({ persisted }) => persisted && changed());
    document.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest(".for-you-do button");
      if (button instanceof HTMLElement) this.#do(button.dataset.do ?? "");
    });
  }

  get #box() {
    return need(document, ".for-you-all");
  }

  // Marks what is new. True if there is something.
  show() {
    unmark();
    const read = this.#levels?.all() ?? new Map();
    const news = read.size ? newsOf(read) : [];
    for (const subject of subjects()) delete subject.dataset.news;
    for (const { subject, lines } of news) {
      subject.dataset.news = "";
      need(subject, "h3 .permalink").before(part("for-you-line"), " ");
      // Where all of it is new, the heading says so.
      if (lines.length === marksIn(subject).length) continue;
      for (const line of lines) need(line, ".told-label").after(" ", part("for-you-line"));
    }
    this.#box.hidden = !read.size;
    const kept = need(this.#box, ".for-you-kept");
    kept.textContent = fill(kept.dataset.text ?? "", { n: read.size });
    this.#list(news);
    return news.length > 0;
  }

  /** @param {News[]} news */
  #list(news) {
    const list = need(this.#box, ".for-you-news");
    list.hidden = need(this.#box, "[data-do=read]").hidden = !news.length;
    for (const old of list.querySelectorAll(".for-you-levels")) old.remove();
    /** @type {Map<string, HTMLAnchorElement>} */
    const links = new Map();
    for (const { name, subject } of news) {
      const title = need(subject, "h3");
      const text = title.querySelector("a:not(.permalink)")?.textContent ?? title.firstChild?.textContent ?? name;
      if (!links.has(name)) links.set(name, element("a", { href: `#${encodeURIComponent(title.id)}` }, text.trim()));
    }
    list.append(
      element("span", { class: "for-you-levels" }, ...[...links.values()].flatMap((it, i) => (i ? [" · ", it] : [it]))),
    );
  }

  /** @param {string} what */
  #do(what) {
    if (what === "forget") this.#levels?.forget();
    else this.#readAll();
    const said = need(document, ".for-you-said");
    said.textContent = (what === "forget" ? said.dataset.forgotten : said.dataset.read) ?? "";
    this.#changed();
  }

  #readAll() {
    const read = this.#levels?.all() ?? new Map();
    /** @type {Map<string, string[]>} */
    const marks = new Map();
    for (const { name, subject } of newsOf(read)) marks.set(name, [...(marks.get(name) ?? []), ...marksIn(subject)]);
    this.#levels?.add(marks, this.#box.dataset.edition ?? "");
  }
}

/** @returns {NodeListOf<HTMLElement>} */
const subjects = () => document.querySelectorAll(".changes-subject");

/**
 * @param {ReturnType<ReadLevels["all"]>} read
 * @returns {News[]}
 */
const newsOf = (read) =>
  [...subjects()].flatMap((subject) => {
    const name = namesOf(subject).find((it) => read.has(it));
    const lines = name === undefined ? [] : unread(subject, read.get(name)?.marks ?? new Set());
    return name !== undefined && lines.length ? [{ name, subject, lines }] : [];
  });
