// Compares any two levels in the browser. The answer is the markup of a comparison's own page: its parts
// lie in the page as templates, so that this module has no words and no markup of its own.

import { answered, changed, query } from "./address.js";
import { compare, marked } from "./comparison.js";
import { addresses, anchorOf, huesOf } from "./handbook.js";

const template = (id) => document.getElementById(`lb-${id}`).content;
const word = (id) => template(id).textContent.trim();
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (written, name) => values[name] ?? written);

// A copy of a template's element, with values in place of the words in braces.
const part = (id, values = {}) => {
  const element = template(id).firstElementChild.cloneNode(true);
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = fill(texts.currentNode.data, values);
  return element;
};
const link = (element, selector, href) => element.querySelector(selector).setAttribute("href", href);
const tint = (element, hue) => element.classList.replace("hue-0", `hue-${hue}`);

// Returns what shows the choice once more.
export const start = (picker) => {
  const { source, root, title, orAbove, range } = picker.dataset;
  const [from, to] = picker.querySelectorAll("select");
  const status = document.querySelector(".picker-status");
  const result = document.querySelector(".picker-result");

  let loading;
  const load = () => (loading ??= fetch(source).then((response) => (response.ok ? response.json() : Promise.reject(response.status))));

  const say = (...content) => status.replaceChildren(...content);
  const show = async () => {
    await compareChosen();
    answered();
  };
  const compareChosen = async () => {
    const [a, b] = [from.value, to.value];
    result.replaceChildren();
    say();
    if (!a || !b) return;
    if (a === b) return say(part("picker-same"));
    const handbook = await load().catch(() => (loading = null));
    // Another choice may have been made in the meantime.
    if (a !== from.value || b !== to.value) return;
    const comparison = handbook && compare(handbook, a, b);
    if (!comparison) return say(part("picker-failed"));
    result.replaceChildren(view(handbook, comparison));
    const line = document.createElement("p");
    line.className = "unseen";
    line.textContent = fill(title, { from: comparison.from.title, to: comparison.to.title });
    say(line);
  };

  // The choice is in the address, so that it can be sent, and the way back leads to the one before.
  const read = () => {
    const unknown = [];
    for (const select of [from, to]) {
      const name = query().get(select.name) ?? "";
      select.value = name;
      if (select.selectedIndex < 0) {
        select.value = "";
        unknown.push(name);
      }
    }
    show();
    if (unknown.length) say(...unknown.map((name) => part("picker-unknown", { name })));
  };
  const choose = () => {
    const url = changed((query) => {
      for (const { name, value } of [from, to]) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
    });
    if (url.href !== location.href) history.pushState(null, "", url);
    show();
  };
  picker.addEventListener("change", choose);
  picker.querySelector(".swap").addEventListener("click", () => {
    [from.value, to.value] = [to.value, from.value];
    choose();
  });
  addEventListener("popstate", read);
  read();

  const address = addresses(root);
  const step = (it) => {
    if (!it) return "";
    if (it.first !== it.last) return fill(range, { from: it.first, to: it.last });
    return it.orAbove ? fill(orAbove, { step: it.first }) : it.first;
  };

  const view = (handbook, { from, to, facts, competencies, totals }) => {
    const trackOf = (level) => handbook.tracks.find(({ id }) => id === level.track);
    const hue = huesOf(handbook);
    const hues = { from: hue(from), to: hue(to) };
    const hueOf = (kind) => (kind === "gone" ? hues.from : hues.to);
    const names = { from: from.title, to: to.title };
    if (from.title === to.title) for (const [side, level] of [["from", from], ["to", to]]) names[side] += `, ${trackOf(level).title}`;

    const article = part("comparison", names);
    const find = (selector) => article.querySelector(selector);
    article.classList.toggle("two-sided", totals.gone + totals.reworded > 0);

    const own = document.querySelector(`[data-pair="${CSS.escape(from.id)}--${CSS.escape(to.id)}"]`);
    if (own) link(article, ".own-page a", own.getAttribute("href"));
    else find(".own-page").remove();
    find(".everything input").checked = query().has("all");
    find(".compare-head").append(...[from, to].map((level) => side(level, trackOf(level), hue(level))));

    if (facts.length) find(".fact-pairs tbody").append(...facts.map(fact));
    else find(".compare-facts").remove();

    for (const [kind, n] of Object.entries(totals)) {
      if (!n) continue;
      const total = part(`total-${kind}`, { n });
      tint(total, hueOf(kind));
      find(".totals").append(total);
    }
    if (!totals.same && !totals.expected) find(".everything").remove();
    if (!Object.values(totals).some(Boolean)) find(".compare-bar").remove();
    if (facts.some(({ same }) => !same) || competencies.some(({ same }) => !same)) find(".no-difference").remove();
    [hues.from, hues.to].forEach((hue, i) => tint(find(".pair-heads").children[i], hue));

    let heading;
    for (const item of competencies) {
      const category = handbook.categories?.find(({ id }) => id === item.competency.category)?.title ?? "";
      if (heading !== category) article.append(category ? part("category", { category }) : part("no-category"));
      heading = category;
      article.append(competency(item, { from, to, hueOf }));
    }
    return article;
  };

  const side = (level, track, hue) => {
    const element = part("side", { ...level, track: track.title, grade: level.grade.join("–") });
    tint(element, hue);
    link(element, ".side-title a", address(level));
    if (!level.code) element.querySelector(".code").remove();
    if (!level.grade.length) element.querySelector(".kicker .quiet").remove();
    if (!level.summary) element.querySelector(".side-summary").remove();
    return element;
  };

  const fact = ({ name, from, to, same }) => {
    const words = name.replace(/[-_]/g, " ");
    const row = part("fact", { name: words.charAt(0).toUpperCase() + words.slice(1), from: from || word("not-stated"), to: to || word("not-stated") });
    row.classList.toggle("is-same", same);
    return row;
  };

  const competency = (item, levels) => {
    const element = part("competency", { title: item.competency.title });
    const [head, body] = [".pair-head", ".pair-body"].map((selector) => element.querySelector(selector));
    element.classList.toggle("is-same", item.same);
    link(element, "h3 a", address(item.competency));
    if (item.step) head.append(part(`step-${item.step}`, { from: step(item.fromStep) || word("no-step"), to: step(item.toStep) || word("no-step") }));
    const { new: added, reworded, gone } = item.totals;
    if (item.same) body.append(part("nothing-differs"));
    else if (item.criteria.length && !added && !reworded && !gone) body.append(part("no-criterion-differs"));
    if (item.criteria.length) {
      const list = document.createElement("ul");
      list.className = "pairs";
      list.append(...item.criteria.map((it) => criterion(it, levels)));
      body.append(list);
    }
    return element;
  };

  const criterion = ({ kind, from, to }, levels) => {
    const row = part(`pair-${kind}`, { from: from?.text, to: to?.text });
    tint(row, levels.hueOf(kind));
    for (const [name, it] of Object.entries({ from, to })) {
      const text = it && row.querySelector(`.on-${name}`);
      if (!text) continue;
      const href = address(it.level, anchorOf(it));
      const between = it.level !== levels.from && it.level !== levels.to;
      if (between && kind !== "reworded") {
        const via = part("via", { via: it.level.title });
        link(via, "a", href);
        text.querySelector(".permalink").replaceWith(via);
      } else link(text, ".permalink", href);
    }
    if (kind === "reworded") {
      marked(from.text, to.text).forEach((runs, i) => mark(row.querySelector(i ? ".on-to" : ".on-from"), runs, i ? "ins" : "del"));
    }
    return row;
  };

  // Sets the words that changed apart; what follows the text stays.
  const mark = (text, runs, tag) => {
    const nodes = runs.flatMap(({ words, changed }) => {
      const node = document.createElement(tag);
      node.textContent = words;
      return [changed ? node : words, " "];
    });
    text.firstChild.replaceWith(...nodes);
  };

  return show;
};
