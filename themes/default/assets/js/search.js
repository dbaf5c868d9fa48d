// Search, on its own page and in a dialog. Pagefind finds records: a level's expectations in one competency,
// the rest of a level, a page, a term. What was found inside of one leads to its criterion or section.

import { query, replace } from "./address.js";

const SHOWN = 10; // results at a time
const INSIDE = 4; // criteria or sections of one result
const EXCERPT = 26; // words
const WAIT = 120; // ms after a key

const FILTERS = ["track", "level", "competency"];
// A level's name is also in the records of its cells, where it counts less than what they say.
const RANKING = { metaWeights: { title: 5, also: 4, code: 4, competency: 2, level: 1.5, track: 0.5, move: 1 } };

// ---- The index ----

const FRESH = 5000; // ms for which an index is not asked for again

let engine = null;
let since = 0;
let attempt = 0;

const load = (index) => {
  engine ??= (async () => {
    since = Date.now();
    // A browser may remember that a module could not be loaded.
    const pagefind = await import(`${index}pagefind.js${attempt ? `?${attempt}` : ""}`);
    const made = pagefind.createInstance({ basePath: index, ranking: RANKING });
    await made.init();
    return made;
  })();
  return engine;
};
const forget = () => {
  engine?.then((it) => it.destroy()).catch(() => {});
  engine = null;
  attempt += 1;
};
// In a preview the index changes while pages stay open.
document.addEventListener("ladderbook:update", () => engine && forget());

const found = async (index, words, filters) => {
  const engine = await load(index);
  const { results } = await engine.search(words || null, { filters });
  return { results, first: await details(results.slice(0, SHOWN)) };
};
const details = (results) => Promise.all(results.map((result) => result.data()));

// ---- What was found inside of a record ----

const bare = (word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

// Its words by the criterion or heading that they belong to, those before the first one under none.
const parts = ({ content, anchors, locations }) => {
  const words = content.split(/[^\S\uFEFF]+/);
  const places = anchors.filter(({ element }) => /^(li|h[1-6]|dt)$/.test(element)).sort((a, b) => a.location - b.location);
  const hits = new Set(locations);
  const starts = [{ location: 0 }, ...places];
  return starts
    .map((anchor, at) => ({ anchor, from: anchor.location, to: starts[at + 1]?.location ?? words.length }))
    .map((part) => ({ ...part, words, hits, count: locations.filter((it) => it >= part.from && it < part.to).length }));
};

// A stretch of words with the hits marked, as nodes.
const stretch = ({ words, hits, from, to }) => {
  const first = [...hits].filter((it) => it >= from && it < to).sort((a, b) => a - b)[0] ?? from;
  const start = first - from < EXCERPT - 6 ? from : first - 6;
  const end = Math.min(start + EXCERPT, to);
  const nodes = start > from ? ["… "] : [];
  for (let at = start; at < end; at++) {
    const word = words[at];
    const core = hits.has(at) && bare(word);
    // What stands around a word is not part of it.
    if (core) nodes.push(word.slice(0, word.indexOf(core)), element("mark", {}, core), word.slice(word.indexOf(core) + core.length), " ");
    else nodes.push(word, " ");
  }
  if (end < to) nodes.push("…");
  return nodes;
};

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// ---- The parts of the page ----

export const start = (box) => {
  const field = box.querySelector("input");
  const filters = () => [...box.querySelectorAll("select")];
  const status = box.querySelector(".search-status");
  const list = box.querySelector(".search-results");
  const more = box.querySelector(".search-more");
  const isPage = !box.closest("dialog");
  const root = new URL(box.dataset.root, location.href);
  const index = new URL(box.dataset.index, location.href).href;
  const say = (key, values = {}) => {
    const text = box.querySelector(`template[data-say="${key}"]`).content.textContent;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  };

  // ---- Results ----

  const address = (data, id, highlight) => {
    const url = new URL(data.raw_url ?? data.url, root);
    if (id) url.hash = id;
    for (const word of highlight) url.searchParams.append("highlight", word);
    return url.href;
  };

  const result = (data) => {
    const { meta } = data;
    const kind = data.filters.kind?.[0];
    const hue = data.filters.hue?.[0];
    const all = parts(data);
    const { words } = all[0];
    const hits = data.locations.length ? data.locations.map((at) => words[at] ?? "") : field.value.split(/\s+/);
    const highlight = [...new Set(hits.map((word) => bare(word).toLowerCase()))].filter(Boolean).slice(0, 8);
    const link = (id, ...nodes) => element("a", { href: address(data, id, highlight) }, ...nodes);

    const [before, ...anchored] = all;
    const inside = anchored.filter(({ count }) => count);
    const where = element("p", { class: "search-where" });
    if (hue) where.append(element("span", { class: "mark" }));
    if (meta.code) where.append(element("span", { class: "code" }, meta.code), " ");
    const item = element("li", { class: hue && `hue-${hue}` }, where);
    if (kind === "cell") {
      const name = [meta.level, element("span", { class: "quiet" }, " · "), meta.competency];
      // Where a criterion was found, it is what the reader wants.
      where.append(inside.length ? element("span", { class: "search-title" }, ...name) : element("span", { class: "search-title" }, link("", ...name)), " ", element("span", { class: "search-kind" }, meta.track));
    } else {
      const rest = kind === "level" && meta.track;
      where.append(element("span", { class: "search-title" }, link("", meta.title)), " ", element("span", { class: "search-kind" }, [meta.section ?? say(`kind-${kind}`), rest].filter(Boolean).join(" · ")));
    }
    if (before.to > before.from && (before.count || !inside.length)) item.append(element("p", { class: "search-excerpt" }, ...stretch(before)));
    // Nothing but the name was found: what begins there tells more than the name alone.
    else if (!inside.length && anchored.length) item.append(element("p", { class: "search-excerpt" }, ...stretch(anchored[0])));
    if (inside.length) {
      const places = inside.slice(0, INSIDE).map((part) => {
        const { anchor, from, to } = part;
        // A criterion is followed by its examples, a heading by its text. Pagefind ends both with a full stop.
        const end = Math.min(from + anchor.text.trim().split(/\s+/).length, to);
        if (!anchor.text.trim().endsWith(".")) part.words[end - 1] = part.words[end - 1].replace(/\.$/, "");
        const isTold = /^h/.test(anchor.element) || [...part.hits].some((it) => it >= end && it < to);
        const rest = isTold && end < to ? element("p", { class: "search-excerpt" }, ...stretch({ ...part, from: end })) : "";
        return element("li", {}, link(anchor.id, ...stretch({ ...part, to: end })), rest);
      });
      item.append(element("ul", { class: "search-inside" }, ...places));
    }
    return item;
  };

  // ---- Searching ----

  let run = 0;
  let results = [];
  let shown = 0;
  let pending = Promise.resolve();

  const clear = () => {
    results = [];
    shown = 0;
    list.replaceChildren();
    more.hidden = true;
  };
  const add = (data) => {
    list.append(...data.map(result));
    shown += data.length;
    more.hidden = shown >= results.length;
  };

  const search = async () => {
    const mine = ++run;
    const words = field.value.trim();
    const chosen = Object.fromEntries(filters().filter(({ value }) => value).map(({ name, value }) => [name, value]));
    if (!words && !Object.keys(chosen).length) {
      clear();
      status.textContent = say("help");
      return;
    }
    const slow = setTimeout(() => mine === run && (status.textContent = say("busy")), 400);
    try {
      const answer = await found(index, words, chosen).catch(() => {
        // The index may be another one by now, or be there at last.
        forget();
        return found(index, words, chosen);
      });
      if (mine !== run) return;
      clear();
      results = answer.results;
      add(answer.first);
      if (results.length) status.textContent = say("count", { n: results.length });
      else status.textContent = words ? say("none", { words }) : say("none-filtered");
    } catch {
      if (mine !== run) return;
      forget();
      clear();
      status.textContent = say("failed");
    } finally {
      clearTimeout(slow);
    }
  };

  let timer;
  const soon = (delay) => {
    clearTimeout(timer);
    pending = new Promise((done) => (timer = setTimeout(() => search().then(done), delay)));
  };

  // ---- What is asked for ----

  // Levels of other tracks than the chosen one cannot be chosen.
  const narrow = () => {
    const track = box.querySelector('[name="track"]')?.value;
    for (const group of box.querySelectorAll("optgroup")) group.hidden = group.disabled = Boolean(track) && group.dataset.track !== track;
    const level = box.querySelector('[name="level"]');
    if (level.selectedOptions[0]?.parentElement.disabled) level.value = "";
  };
  const read = () => {
    const asked = query();
    field.value = asked.get("q") ?? "";
    for (const filter of filters()) {
      filter.value = asked.get(filter.name) ?? "";
      // An address may name what the handbook does not have.
      if (filter.selectedIndex < 0) filter.value = "";
    }
    narrow();
    soon(0);
  };
  const write = () => {
    if (!isPage) return;
    replace((query) => {
      for (const { name, value } of [field, ...filters()]) {
        if (value.trim()) query.set(name, value);
        else query.delete(name);
      }
    });
  };

  field.addEventListener("input", () => {
    write();
    soon(WAIT);
  });
  box.addEventListener("change", ({ target }) => {
    if (!FILTERS.includes(target.name)) return;
    narrow();
    write();
    soon(0);
  });
  more.addEventListener("click", async () => {
    const mine = run;
    const next = shown;
    const data = await details(results.slice(next, next + SHOWN)).catch(() => []);
    if (mine !== run) return;
    add(data);
    list.children[next]?.querySelector("a")?.focus();
  });

  // Arrows move between the field and the results; the return key goes to the first of them.
  const links = () => [...list.querySelectorAll("a")];
  box.addEventListener("keydown", async (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target === field && key === "Enter" && !event.isComposing) {
      event.preventDefault();
      await pending;
      links()[0]?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step || (target !== field && !list.contains(target))) return;
    const stops = [field, ...links()];
    const next = stops[stops.indexOf(target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  const show = () => {
    if (engine && Date.now() - since > FRESH) forget();
    narrow();
    soon(0);
  };
  if (isPage) {
    addEventListener("popstate", read);
    read();
    if (!field.value) field.focus({ preventScroll: true });
  }
  return show;
};
