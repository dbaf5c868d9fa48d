// Calibration: sentences without their levels, one at a time; what was placed is a file, and files are laid together.
// Everything that is shown is text, wherever it comes from, and nothing leaves the page but a file that is saved.

import { query, replace } from "./address.js";
import { draw, levelsOf } from "./calibrate/draw.js";
import { InvalidFile, LARGEST, read, write } from "./calibrate/file.js";
import { together } from "./calibrate/together.js";
import { load } from "./data.js";
import { addresses } from "./handbook.js";
import { drop, element, formOf, link, need, part, reportMissing, word } from "./parts.js";
import { today } from "./dates.js";

/** @import { Handbook, Level } from "handbook-json" */
/** @import { Choice, Sentence } from "./calibrate/draw.js" */
/** @import { Placed } from "./calibrate/file.js" */
/** @import { Data } from "./data.js" */
/** @import { Row } from "./calibrate/together.js" */

/** @param {HTMLElement} root */
export const start = (root) => {
  const calibration = new Calibration(root);
  return () => calibration.again();
};

class Calibration {
  #root;
  #sheet;
  #status;
  /** @type {Promise<Data> | null} */
  #data = null;
  /** @type {Choice | null} */
  #choice = null;
  /** @type {Sentence[]} */
  #sentences = [];
  /** @type {string[]} The levels that were chosen, in the order of the sentences; an empty one was skipped. */
  #placed = [];
  /** @type {{ name: string, text: string, placed: Placed }[]} */
  #files = [];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#sheet = need(root, ".calibrate-sheet");
    this.#status = need(root, ".calibrate-status");
    const asked = query();
    for (const name of ["track", "competency", "set"]) {
      const field = this.#field(name);
      field.value = asked.get(name) ?? field.value;
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
    }
    need(root, "[name=examples]", HTMLInputElement).checked = asked.has("examples");
    this.#listen();
  }

  // A preview has changed the page: what was placed is still there.
  again() {
    this.#data = null;
    if (this.#choice) this.#ask().catch(reportMissing);
    this.#showTogether().catch(reportMissing);
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (need(this.#root, `[name=${name}]`));
  }

  #listen() {
    need(this.#root, ".calibrate-begin").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#begin().catch(reportMissing);
    });
    const picker = need(this.#root, "[type=file]", HTMLInputElement);
    this.#root.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      const { do: action, level } = button?.dataset ?? {};
      if (level !== undefined) this.#place(level);
      else if (action === "open") picker.click();
      else if (action) this.#do(action).catch(reportMissing);
    });
    // Numbers choose a level only where the question has the focus.
    this.#sheet.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      const button = this.#sheet.querySelectorAll(".calibrate-levels button")[Number(event.key) - 1];
      if (!(button instanceof HTMLElement)) return;
      event.preventDefault();
      button.click();
    });
    picker.addEventListener("change", () => {
      this.#open([...(picker.files ?? [])]).catch(reportMissing);
      picker.value = "";
    });
    const area = need(this.#root, ".calibrate-together");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#open([...(event.dataTransfer?.files ?? [])]).catch(reportMissing);
    });
    addEventListener("beforeunload", (event) => this.#placed.length && event.preventDefault());
  }

  /** @param {string} action */
  async #do(action) {
    if (action === "skip") this.#place("");
    if (action === "back") {
      this.#placed.pop();
      await this.#ask();
    }
    if (action === "again") {
      this.#forget();
      need(this.#root, ".calibrate-begin select").focus();
    }
    if (action === "save") this.#save(await this.#written());
    if (action === "add") {
      const text = await this.#written();
      this.#add(this.#root.dataset.file ?? "", text, (await this.#load()).book.title);
      await this.#showTogether();
      need(this.#root, ".calibrate-together").scrollIntoView({ block: "start" });
    }
    if (action === "print") print();
    if (action === "remove") {
      this.#files = [];
      await this.#showTogether();
      need(this.#root, "[data-do=open]").focus();
    }
  }

  /**
   * The handbook, with all that is said of some tracks.
   *
   * @param {string[]} tracks
   */
  async #load(tracks = []) {
    this.#data ??= load({ source: this.#root.dataset.source });
    const data = await this.#data;
    await data.need(tracks);
    return data.handbook;
  }

  /**
   * The same; if it cannot be read that is said, and there is none.
   *
   * @param {string[]} tracks
   */
  async #loaded(tracks = []) {
    try {
      return await this.#load(tracks);
    } catch {
      this.#data = null;
      this.#status.replaceChildren(part("calibrate-failed"));
      return null;
    }
  }

  // ---- One sentence after the other ----

  async #begin() {
    const handbook = await this.#loaded([this.#field("track").value]);
    if (!handbook) return;
    const set = this.#field("set");
    if (!/^\d{1,9}$/.test(set.value)) set.value = String(crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000);
    const examples = need(this.#root, "[name=examples]", HTMLInputElement).checked;
    const [track, competency] = ["track", "competency"].map((name) => this.#field(name).value);
    this.#choice = { track, competency, examples, set: Number(set.value) };
    this.#sentences = draw(handbook, this.#choice);
    this.#placed = [];
    replace((query) => {
      for (const name of ["competency", "examples"]) query.delete(name);
      query.set("track", track);
      if (competency) query.set("competency", competency);
      if (examples) query.set("examples", "");
      query.set("set", set.value);
    });
    this.#status.replaceChildren(...(this.#sentences.length > 1 ? [] : [part("calibrate-too-few")]));
    if (this.#sentences.length < 2) this.#forget();
    else await this.#ask();
  }

  #forget() {
    this.#choice = null;
    this.#placed = [];
    this.#sheet.replaceChildren();
  }

  /** @param {string} level */
  #place(level) {
    this.#placed.push(level);
    this.#ask().catch(reportMissing);
  }

  async #ask() {
    const handbook = await this.#loaded(this.#choice ? [this.#choice.track] : []);
    const sentence = this.#sentences[this.#placed.length];
    if (!handbook || !this.#choice) return;
    if (!sentence) return this.#end(handbook);
    const { competency, text, of } = sentence;
    const progress = { number: this.#placed.length + 1, count: this.#sentences.length };
    const question = part("calibrate-question", { ...progress, competency, sentence: text, text: of });
    if (!of) drop(question, ".calibrate-of");
    if (!this.#placed.length) drop(question, "[data-do=back]");
    const levels = levelsOf(handbook, this.#choice.track).map((level, i) => {
      const made = part("calibrate-level", { number: i + 1, code: level.code ?? "", title: level.title });
      if (!level.code) drop(made, ".code");
      if (i > 8) drop(made, "kbd");
      need(made, "button").dataset.level = level.id;
      return made;
    });
    need(question, ".calibrate-levels").append(...levels);
    this.#sheet.replaceChildren(question);
    need(question, ".calibrate-sentence").focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  // ---- What was placed ----

  /** @param {Handbook} handbook */
  #end(handbook) {
    const levels = new Map(handbook.levels.map((it) => [it.id, it]));
    const skipped = this.#placed.filter((it) => !it).length;
    const end = part("calibrate-end", { skipped });
    const differing = this.#sentences.flatMap((sentence, i) => {
      const placed = levels.get(this.#placed[i]);
      return placed && placed.id !== sentence.level.id ? [this.#differs(sentence, placed)] : [];
    });
    need(end, ".calibrate-differing").append(...differing);
    drop(end, differing.length ? ".calibrate-agrees" : ".calibrate-differing");
    if (!skipped) drop(end, ".calibrate-skipped");
    this.#sheet.replaceChildren(end);
    need(end, "h2").focus({ preventScroll: true });
    end.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Sentence} sentence
   * @param {Level} placed
   */
  #differs({ text, level, anchor }, placed) {
    const made = part("calibrate-differs", { sentence: text, level: level.title, placed: placed.title });
    link(made, "a", this.#address(level, anchor));
    return made;
  }

  /**
   * @param {Level} level
   * @param {string} anchor
   */
  #address(level, anchor) {
    return addresses(this.#root.dataset.root ?? "")(level, anchor);
  }

  async #written() {
    const { book } = await this.#load();
    const { track = "", competency = "", set = 0 } = this.#choice ?? {};
    const name = need(this.#sheet, "input", HTMLInputElement).value.trim();
    const placements = this.#sentences.map((it, i) => ({ ...it, placed: this.#placed[i] ?? "" }));
    const about = { track, competency, set, placements };
    return write({ book: book.title, edition: this.#root.dataset.edition ?? "", saved: today(), name, ...about });
  }

  /** @param {string} text */
  #save(text) {
    const { track = "", set = 0 } = this.#choice ?? {};
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    element("a", { href: url, download: `${this.#root.dataset.file}-${track}-${set}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  // ---- Files together ----

  /** @param {File[]} files */
  async #open(files) {
    const handbook = await this.#loaded();
    if (!handbook) return;
    /** @type {HTMLElement[]} */
    const trouble = [];
    for (const file of files) {
      try {
        if (file.size > LARGEST) throw new InvalidFile("size");
        const text = await file.text().catch(() => Promise.reject(new InvalidFile("reading")));
        this.#add(file.name, text, handbook.book.title);
      } catch (error) {
        if (!(error instanceof InvalidFile)) throw error;
        trouble.push(part(`calibrate-wrong-${error.reason}`, { ...error.values, file: file.name }));
      }
    }
    await this.#showTogether();
    need(this.#root, ".calibrate-trouble").replaceChildren(...trouble);
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {string} book
   */
  #add(name, text, book) {
    const placed = read(text);
    if (placed.book !== book) throw new InvalidFile("book", { title: placed.book });
    if (this.#files.some((it) => it.text === text)) throw new InvalidFile("twice");
    this.#files.push({ name: placed.name || name, text, placed });
  }

  async #showTogether() {
    const table = need(this.#root, ".calibrate-table");
    need(this.#root, ".calibrate-trouble").replaceChildren();
    const files = this.#files.map(({ placed }) => placed);
    const handbook = files.length ? await this.#loaded(files.map(({ track }) => track)) : null;
    if (!handbook) return table.replaceChildren();
    const { tables, left } = together(handbook, files);
    const head = part("calibrate-files", { files: this.#files.map(({ name }) => name).join(" · "), left });
    if (!left) drop(head, ".calibrate-left");
    const results = tables.map(({ track, rows }) => {
      const made = part("calibrate-result", { track });
      made.setAttribute("aria-label", track);
      need(made, "tbody").append(...rows.map((row) => this.#row(row)));
      return made;
    });
    table.replaceChildren(head, ...results);
  }

  /** @param {Row} row */
  #row({ sentence, places, skipped, apart }) {
    const { text, competency, level, anchor } = sentence;
    const people = places.reduce((sum, { count }) => sum + count, 0);
    const same = people > 1 ? word("calibrate-word-same") : "";
    const distance = apart ? word(`calibrate-apart-${formOf(apart)}`, { count: apart }) : same;
    const made = part("calibrate-row", { sentence: text, competency, level: level.title, apart: distance });
    link(made, "a", this.#address(level, anchor));
    const placed = places.map(({ level, count }) => part("calibrate-place", { title: level.title, count }));
    const none = skipped ? [part("calibrate-place", { title: word("calibrate-word-skipped"), count: skipped })] : [];
    need(made, ".calibrate-places").append(...[...placed, ...none].flatMap((it) => [it, " "]));
    return made;
  }
}
