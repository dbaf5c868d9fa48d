// Compares any two levels in the browser. The choice is in the address, so that it can be sent, and the way back
// leads to the one before.

import { answered, changed, query } from "../address.js";
import { element, fill, need, part, reportMissing } from "../parts.js";
import { compare } from "./diff.js";
import { view } from "./view.js";

/** @import { Handbook } from "handbook-json" */
/** @import { Words } from "words-json" */

/**
 * Returns what shows the choice once more.
 *
 * @param {HTMLElement} root
 */
export const start = (root) => {
  const picker = new Picker(root);
  picker.read();
  return () => picker.show();
};

/**
 * What the level is called today that had a name before.
 *
 * @param {HTMLSelectElement} select
 * @param {string} name
 */
const called = ({ options }, name) =>
  [...options].find(({ dataset }) => name && dataset.was?.split(" ").includes(name))?.value;

/** @param {string} address */
const fetched = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

class Picker {
  #root;
  #from;
  #to;
  /** @type {Promise<[Handbook, Words]> | null} */
  #loading = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#from = need(root, "[name=from]", HTMLSelectElement);
    this.#to = need(root, "[name=to]", HTMLSelectElement);
    root.addEventListener("change", () => this.#choose());
    root.querySelector(".swap")?.addEventListener("click", () => {
      [this.#from.value, this.#to.value] = [this.#to.value, this.#from.value];
      this.#choose();
    });
    addEventListener("popstate", () => this.read());
  }

  get #chosen() {
    return [this.#from.value, this.#to.value];
  }

  // Takes the choice from the address.
  read() {
    const unknown = [];
    for (const select of [this.#from, this.#to]) {
      const name = query().get(select.name) ?? "";
      select.value = called(select, name) ?? name;
      if (select.selectedIndex < 0) {
        select.value = "";
        unknown.push(name);
      }
    }
    this.show();
    if (unknown.length) this.#say(...unknown.map((name) => part("picker-unknown", { name })));
  }

  // Writes the choice into the address.
  #choose() {
    const url = changed((query) => {
      for (const { name, value } of [this.#from, this.#to]) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
    });
    if (url.href !== location.href) history.pushState(null, "", url);
    this.show();
  }

  async show() {
    try {
      await this.#compare();
    } catch (error) {
      this.#say(part("picker-failed"));
      reportMissing(error);
    } finally {
      answered();
    }
  }

  async #compare() {
    const [from, to] = this.#chosen;
    const result = need(document, ".picker-result");
    result.replaceChildren();
    this.#say();
    if (!from || !to) return;
    if (from === to) return this.#say(part("picker-same"));
    const loaded = await this.#load().catch(() => (this.#loading = null));
    // Another choice may have been made in the meantime.
    if (this.#chosen[0] !== from || this.#chosen[1] !== to) return;
    const comparison = loaded && compare(...loaded, from, to);
    if (!comparison) return this.#say(part("picker-failed"));
    const [handbook] = loaded;
    const { root = "", title = "", orAbove = "", range = "" } = this.#root.dataset;
    result.replaceChildren(view(handbook, comparison, { root, orAbove, range }));
    const heard = fill(title, { from: comparison.from.title, to: comparison.to.title });
    this.#say(element("p", { class: "visually-hidden" }, heard));
  }

  #load() {
    const { source = "", words = "" } = this.#root.dataset;
    this.#loading ??= Promise.all([fetched(source), fetched(words)]);
    return this.#loading;
  }

  /** @param {...HTMLElement} content */
  #say(...content) {
    need(document, ".picker-status").replaceChildren(...content);
  }
}
