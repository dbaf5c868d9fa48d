// The gap sheet: what a level and the next one expect, with what a reader writes about it. It stays in the
// browser. Everything that is shown of it is text, wherever it comes from.

import { changed as changedAddress, query } from "./address.js";
import { LARGEST, RATINGS, Wrong, blankRecord, empty, isBlank, isBlankRecord, merge, read, write } from "./review/file.js";
import { markdown } from "./review/markdown.js";
import { dateText, fill, part, today, word } from "./review/parts.js";
import { competenciesOf, followed, indexOf, isReworded, levelOf, nextOf } from "./review/sheet.js";
import { open } from "./review/store.js";
import { view } from "./review/view.js";

// Returns what shows the sheet once more.
export const start = (root) => {
  const find = (selector) => root.querySelector(selector);
  const place = () => document.querySelector(".review-sheet");
  const [levels, nexts, name, files] = ["[name=level]", "[name=next]", "[name=name]", "[type=file]"].map(find);
  const base = () => new URL(root.dataset.root || "./", document.baseURI);

  let source, handbook, index, store, from, to, content;
  let mine = empty();
  let beside = null;

  // ---- What is said ----

  const say = (...lines) => find(".review-status").replaceChildren(...lines);
  let state = "";
  const says = (now) => {
    find(".review-state").classList.toggle("is-waiting", now === "waiting");
    if (now === "waiting") return;
    state = now;
    const isTrouble = now !== "" && now !== "saved";
    find(".review-trouble").replaceChildren(...(isTrouble ? [part(now)] : []));
    find(".review-state").textContent = now === "saved" ? word("saved") : "";
  };

  // ---- The handbook ----

  // True if there is something new to show.
  const load = async () => {
    const text = await fetch(root.dataset.source, { cache: "no-cache" }).then((response) => (response.ok ? response.text() : Promise.reject(response.status)));
    if (text === source) return false;
    const next = JSON.parse(text);
    const found = indexOf(next);
    [source, index] = [text, found];
    const title = handbook?.book.title;
    handbook = next;
    if (title !== handbook.book.title) {
      store?.flush();
      store = open(base().pathname, handbook.book.title, says);
      fromStore();
    } else mine = followed(mine, index);
    return true;
  };

  const fromStore = () => {
    mine = followed(store.load(), index);
    beside = store.loadBeside();
    if (beside) beside = followed(beside, index);
  };

  const changed = () => store.save(mine);

  // ---- Which levels ----

  // The choice is in the address, so that a link leads to it; without one, it is that of the last time.
  const choose = () => {
    const wanted = query().get("level");
    const known = levelOf(handbook, wanted ?? mine.level);
    from = known?.url ? known : null;
    const ways = from ? nextOf(handbook, from) : [];
    const next = query().has("next") ? query().get("next") : from?.id === mine.level ? (mine.next ?? "") : ways[0]?.id;
    to = next === "" ? null : (ways.find(({ id }) => id === next) ?? ways[0] ?? null);
    if (wanted && !from) say(part("unknown", { name: wanted }));
    if (from && (mine.level !== from.id || mine.next !== (to?.id ?? null))) {
      Object.assign(mine, { level: from.id, next: to?.id ?? null });
      changed();
    }
  };

  const controls = () => {
    levels.value = from?.id ?? "";
    const ways = from ? nextOf(handbook, from) : [];
    const only = new Option(word("only"), "");
    nexts.replaceChildren(...ways.map(({ id, title }) => new Option(title, id)), only);
    nexts.value = to?.id ?? "";
    find(".review-next").hidden = !ways.length;
    if (document.activeElement !== name) name.value = mine.name;
    root.classList.toggle("is-open", Boolean(from));
    for (const link of document.querySelectorAll(".review-levels [data-level]")) link.setAttribute("href", sheetOf({ id: link.dataset.level }));
  };

  const sheetOf = ({ id }) => `?level=${encodeURIComponent(id).replaceAll("%2F", "/")}`;

  // ---- The sheet ----

  // What was written about criteria that the handbook does not have, and about those of other levels.
  const rest = (competencies) => {
    const shown = new Set(competencies.flatMap(({ now, next }) => [...now, ...next].map(({ id }) => id)));
    const written = new Map([...(beside?.criteria ?? []), ...mine.criteria].filter(([, it]) => !isBlankRecord(it)));
    const gone = [...written].filter(([id]) => !index.criteria.has(id));
    const elsewhere = [...mine.criteria].filter(([id, it]) => !isBlankRecord(it) && !shown.has(id) && index.criteria.has(id));
    return {
      kept: gone.map(([id, { text, competency }]) => ({ id, text, competency })),
      elsewhere: [...new Set(elsewhere.map(([id]) => index.criteria.get(id).levels[0]).filter(Boolean))],
    };
  };

  const compare = () => (to ? `${new URL("compare/", base()).href}?from=${from.id}&to=${to.id}` : "");

  const show = () => {
    controls();
    content = null;
    if (from) {
      const competencies = competenciesOf(handbook, from, to);
      content = view({ handbook, index, from, to, competencies, ...rest(competencies), mine, beside, changed, root: root.dataset.root, compare: compare(), sheetOf });
      content.querySelector("[data-do=put-away]")?.addEventListener("click", () => {
        lay(null);
        say();
        find("[data-do=open]").focus();
      });
    }
    place().replaceChildren(...(content ? [content] : []));
    offerOlder();
  };

  const lay = (sheet) => {
    beside = sheet && followed(sheet, index);
    store.saveBeside(beside);
    show();
  };

  const offerOlder = () => {
    if (!isBlank(mine) || state === "unreadable") return;
    const [older] = store.older();
    if (!older) return;
    const line = part("older", { title: older.title });
    line.querySelector("button").addEventListener("click", () => {
      store.forget(older.key);
      Object.assign(older.sheet, { level: mine.level || older.sheet.level, next: mine.level ? mine.next : older.sheet.next });
      take(older.sheet);
      say();
      levels.focus();
    });
    say(line);
  };

  const take = (sheet) => {
    mine = followed(sheet, index);
    choose();
    changed();
    store.flush();
    show();
  };

  // ---- Files ----

  const ask = (id, values = {}) =>
    new Promise((answer) => {
      const dialog = document.getElementById(id);
      for (const line of dialog.querySelectorAll("[data-text]")) line.textContent = fill(line.dataset.text, values);
      if (values.title !== undefined) dialog.querySelector(".review-ask-other").hidden = values.title === handbook.book.title;
      const pick = ({ target }) => {
        const button = target.closest("button");
        if (button) dialog.close(button.value);
      };
      dialog.returnValue = "";
      dialog.addEventListener("click", pick);
      dialog.addEventListener("close", () => (dialog.removeEventListener("click", pick), answer(dialog.returnValue)), { once: true });
      dialog.showModal();
    });

  const openFile = async (file) => {
    let sheet;
    try {
      if (file.size > LARGEST) throw new Wrong("size");
      sheet = read(await file.text().catch(() => Promise.reject(new Wrong("reading"))));
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      return say(part(`wrong-${error.reason}`, { ...error.values, file: file.name }));
    }
    say();
    sheet.name ||= file.name.replace(/\.json$/i, "");
    const answer = await ask("lb-ask-open", { name: sheet.name, date: dateText(sheet.saved) || "–", title: sheet.book });
    if (answer === "beside") {
      lay(sheet);
      say(part("beside-open", { name: sheet.name }));
    } else if (answer === "merge") {
      take(merge(mine, sheet));
      say(part("added"));
    } else if (answer === "replace") {
      const known = levelOf(handbook, sheet.level)?.url;
      if (known) history.pushState(null, "", changedAddress((query) => ["level", "next"].forEach((name) => query.delete(name))));
      take(known ? sheet : { ...sheet, level: mine.level, next: mine.next });
      say(part("replaced"));
    }
  };

  const fileName = (ending) => {
    const words = [root.dataset.file, mine.name, from?.id.split("/").pop(), to?.id.split("/").pop()];
    return `${words.filter(Boolean).join("-").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.${ending}`;
  };
  const download = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const asMarkdown = () => {
    const competencies = from ? competenciesOf(handbook, from, to) : [];
    const { kept } = rest(competencies);
    const label = (level, key) => `${word(key)}: ${level.title}`;
    const about = to ?? from;
    const sides = [{ sheet: mine, name: "" }, ...(beside ? [{ sheet: beside, name: beside.name }] : [])];
    const pair = from && (to ? word("compare-title", { from: from.title, to: to.title }) : from.title);
    return markdown({
      title: [word("title"), pair].filter(Boolean).join(": "),
      about: [mine.name, handbook.book.title, dateText(today())],
      sides,
      words: { own: word("own"), evidence: word("evidence"), note: word("note"), work: word("work"), kept: word("kept"), changed: (text) => word("changed", { text }) },
      ratingOf: (rating) => (RATINGS.includes(rating) ? word(`rating-${rating}`) : ""),
      groups: competencies.map(({ competency, now, next }) => ({
        heading: competency.title,
        levels: [
          { label: label(from, "now-label"), items: now },
          { label: to ? label(to, "next-label") : "", items: next },
        ].filter(({ items }) => items.length),
      })),
      kept,
      isReworded: (id, record) => isReworded(index, id, record ?? blankRecord()),
      needed: about ? sides.map(({ sheet, name }) => ({ heading: word("needed", { title: about.title }), text: sheet.needed.get(about.id)?.text ?? "", name })).filter(({ text }) => text) : [],
    });
  };

  const ACTIONS = {
    save: () => download(fileName("json"), "application/json", `${JSON.stringify(write({ ...mine, book: handbook.book.title }, today()), null, 2)}\n`),
    "save-markdown": () => download(fileName("md"), "text/markdown", asMarkdown()),
    print: () => print(),
    open: () => files.click(),
    clear: async () => {
      if ((await ask("lb-ask-clear")) !== "clear") return;
      store.clear();
      mine = { ...empty(), level: from?.id ?? "", next: to?.id ?? null };
      beside = null;
      show();
      say(part("cleared"));
    },
  };

  // ---- Wiring ----

  find(".review-tools").addEventListener("click", ({ target }) => {
    if (handbook) ACTIONS[target.closest("button")?.dataset.do]?.();
  });
  files.addEventListener("change", () => {
    const [file] = files.files;
    if (file && handbook) openFile(file);
    // The same file can then be chosen again.
    files.value = "";
  });
  name.addEventListener("input", () => {
    if (!handbook) return;
    mine.name = name.value;
    content?.querySelector(".review-who").replaceChildren([mine.name, dateText(today())].filter(Boolean).join(" · "));
    changed();
  });
  const turn = (change) => {
    if (!handbook) return;
    const url = changedAddress(change);
    if (url.href !== location.href) history.pushState(null, "", url);
    say();
    choose();
    show();
  };
  levels.addEventListener("change", () =>
    turn((query) => {
      query.delete("next");
      if (levels.value) query.set("level", levels.value);
      else query.delete("level");
      if (!levels.value) mine.level = "";
    }),
  );
  nexts.addEventListener("change", () =>
    turn((query) => {
      query.set("level", from.id);
      query.set("next", nexts.value);
    }),
  );
  addEventListener("popstate", () => turn(() => {}));
  addEventListener("storage", (event) => {
    if (!store?.changed(event)) return;
    fromStore();
    choose();
    keepingFocus(show);
  });

  // The field that has the focus, or had it until the page was changed under it.
  let focused = null;
  document.addEventListener("focusin", ({ target }) => (focused = place()?.contains(target) ? target : null));
  const keepingFocus = (change) => {
    const field = focused;
    const range = field && [field.selectionStart, field.selectionEnd];
    const id = field?.closest("[data-id]")?.dataset.id;
    const alike = (within) => [...(within?.querySelectorAll(field.localName) ?? [])].filter((it) => it.name === field.name && it.dataset.do === field.dataset.do);
    const group = (where) => (id === undefined ? where : where && [...where.querySelectorAll("[data-id]")].find((it) => it.dataset.id === id));
    const at = field ? alike(group(content)).indexOf(field) : -1;
    change();
    const again = field && (field.isConnected ? field : alike(group(content))[Math.max(at, 0)]);
    if (!again || document.activeElement === again) return;
    again.focus({ preventScroll: true });
    if (range[0] != null && again.setSelectionRange) again.setSelectionRange(...range);
  };

  const refresh = async () => {
    try {
      if (await load()) keepingFocus(() => (choose(), show()));
    } catch {
      // What is shown of an older handbook is better than nothing.
      if (!handbook) say(part("failed"));
    }
  };
  refresh();
  return () => {
    if (!handbook) return refresh();
    keepingFocus(() => {
      controls();
      says(state);
      place().replaceChildren(...(content ? [content] : []));
    });
    return refresh();
  };
};
