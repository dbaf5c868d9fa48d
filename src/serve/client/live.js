// Keeps an open page in step with the site while its author writes. Only a preview serves this; the
// protocol is told in src/serve/live.rs. A page knows what it was made of and is told what the site is
// now, so nothing depends on having heard of every change in between.

import { tell } from "./overlay.js";

const RESERVED = "/__ladderbook/";
const CLOSED = EventSource.CLOSED;

// What the tag in a page says about it.
const tagOf = (page) => page.querySelector(`script[src="${RESERVED}live.js"]`);
const described = ({ dataset }) => ({ page: dataset.page, found: !("missing" in dataset), waiting: "waiting" in dataset });

const path = location.pathname;
let shown = described(tagOf(document));
// The other files of this page: path -> fingerprint as it was loaded, and what loaded it.
const files = new Map();
// Files that were loaded once more: path -> address under which the browser does not know them yet.
const fresh = new Map();

// ---- What this page is made of ----

const ownPath = (address) => {
  if (!URL.canParse(address, document.baseURI)) return null;
  const { origin, pathname } = new URL(address, document.baseURI);
  // A page that shows the same under another index has no need to be loaded anew.
  if (pathname.includes("/search/pagefind/")) return null;
  return origin === location.origin && !pathname.startsWith(RESERVED) && pathname !== path ? pathname : null;
};

const note = (entries) => {
  let news = false;
  for (const { name, initiatorType, serverTiming } of entries) {
    const file = ownPath(name);
    if (!file) continue;
    news ||= !files.has(file);
    // Browsers hide the header from pages that come from another machine; such a page takes what it
    // is told first for what it has.
    const print = serverTiming?.find(({ name }) => name === "ladderbook")?.description;
    files.set(file, { print: print ?? files.get(file)?.print, by: initiatorType });
  }
  if (news) connectSoon();
};

// ---- The stream ----

let stream;
let soon;
let lost;

const connectSoon = (delay = 60) => {
  clearTimeout(soon);
  soon = setTimeout(connect, delay);
};

const connect = () => {
  disconnect();
  // A browser opens six connections to one server, and a stream holds one. A page that nobody sees
  // lets go of it, or the seventh tab would wait for ever; it catches up when it is seen again.
  if (document.hidden) return;
  const query = new URLSearchParams({ page: path });
  for (const file of files.keys()) if (query.toString().length < 30_000) query.append("file", file);
  stream = new EventSource(`${RESERVED}events?${query}`);
  stream.onopen = () => {
    clearTimeout(lost);
    lost = null;
    tell.connected(true);
  };
  stream.onmessage = ({ data }) => follow(JSON.parse(data));
  stream.onerror = ({ target }) => {
    // A server that starts again is back before this is said.
    lost ??= setTimeout(() => tell.connected(false), 1500);
    if (target === stream && target.readyState === CLOSED) connectSoon(2000);
  };
};

const disconnect = () => {
  clearTimeout(soon);
  stream?.close();
};

// ---- Following a state ----

let latest = null;
let following = false;

const follow = async (state) => {
  latest = state;
  if (following) return;
  following = true;
  while (latest) {
    const next = latest;
    latest = null;
    try {
      await step(next);
    } catch {
      // The server went away in the middle. The next stream begins with the state that this one lacks.
      connectSoon(1000);
    }
  }
  following = false;
};

const step = async (state) => {
  if (shown.waiting) {
    if (state.ready) return reload();
    if (state.problems) document.getElementById("problems").textContent = state.problems;
    return;
  }
  tell.problems(state.problems);
  if (!state.ready) return;
  tell.gone(shown.found && !state.found);
  if (shown.found !== state.found) return state.found ? reload() : undefined;

  const changed = changedFiles(state.files);
  const swaps = changed.map(({ file, by }) => swapFor(file, by));
  if (swaps.includes(null)) return reload();
  changed.forEach(({ file, print }) => fresh.set(file, `${file}?live=${print}`));
  if (state.page !== shown.page && !(await update())) return reload();
  for (const swap of swaps) if (!(await swap())) return reload();
  for (const { file, print } of changed) files.get(file).print = print;
};

const changedFiles = (now) => {
  const changed = [];
  for (const [file, print] of Object.entries(now)) {
    const known = files.get(file);
    if (known.print === undefined) known.print = print;
    else if (known.print !== print) changed.push({ file, print, by: known.by });
  }
  return changed;
};

// Loads the page anew. Nothing that comes later may get in between.
const reload = () => {
  disconnect();
  keepScroll();
  location.reload();
  return new Promise(() => {});
};

// ---- Scroll position ----

const KEPT = "ladderbook-preview-scroll";

// A browser gives up restoring the position before a script has built what the reader was looking at.
const keepScroll = () => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ path, left: scrollX, top: scrollY }));
    history.scrollRestoration = "manual";
  } catch {
    // Without storage the browser does what it can.
  }
};

const restoreScroll = () => {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch {
    return;
  }
  if (kept?.path !== path) return;
  const put = () => scrollTo({ ...kept, behavior: "instant" });
  const growing = new ResizeObserver(put);
  // Until the reader moves, or all that comes has come.
  const over = new AbortController();
  over.signal.addEventListener("abort", () => {
    growing.disconnect();
    history.scrollRestoration = "auto";
  });
  const stop = () => over.abort();
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(kind, stop, { signal: over.signal, passive: true });
  addEventListener("load", put, { signal: over.signal });
  growing.observe(document.body);
  setTimeout(stop, 3000);
};

// Something in view that will most likely still be there: what has the focus, what has an id, or else anything.
const landmark = () => {
  const inView = (it) => {
    const { top, bottom, height } = it.getBoundingClientRect();
    return height > 0 && bottom > 0 && top >= 0 && top < innerHeight;
  };
  const focused = document.activeElement;
  if (focused !== document.body && inView(focused)) return focused;
  return [...document.body.querySelectorAll("main [id]")].find(inView) ?? document.elementFromPoint(innerWidth / 2, innerHeight / 3);
};

// Changes the page so that what the reader looks at stays where it is. Browsers that do so themselves
// lose their hold when much is changed at once, and others do not.
const inPlace = (change) => {
  const mark = scrollY > 0 ? landmark() : null;
  const before = mark?.getBoundingClientRect().top;
  const { style } = document.documentElement;
  style.overflowAnchor = "none";
  change();
  if (mark?.isConnected) scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => style.removeProperty("overflow-anchor"));
};

// ---- Files ----

const using = (page, selector, attribute, file) => [...page.querySelectorAll(selector)].filter((it) => ownPath(it[attribute]) === file);
const SHEETS = 'link[rel~="stylesheet"]';

// How a file is put in place of its old self, or null if only a reload does that: scripts have run,
// and data that a script has fetched may be anywhere by now.
const swapFor = (file, by) => {
  const sheets = using(document, SHEETS, "href", file);
  if (sheets.length) return async () => (await Promise.all(sheets.map((sheet) => swapSheet(sheet, fresh.get(file))))).every(Boolean);
  const images = using(document, "img", "currentSrc", file);
  if (by === "img" && images.every((image) => !image.srcset && !image.closest("picture"))) {
    return async () => {
      for (const image of images) image.src = fresh.get(file);
      return true;
    };
  }
  return null;
};

// The old sheet stays until the new one applies, so that the page is never bare.
const swapSheet = (sheet, address) =>
  new Promise((done) => {
    const next = sheet.cloneNode();
    next.href = address;
    next.onload = () => {
      sheet.remove();
      done(true);
    };
    next.onerror = () => done(false);
    sheet.after(next);
  });

// ---- The page itself ----

// Changes the page in place, so that scroll position, focus, typed text and open folds survive.
const update = async () => {
  // Asking for a page that is not there would leave a message in the console.
  if (!shown.found || !scripts(document).every(follows)) return false;
  const [response, { Idiomorph }] = await Promise.all([fetch(location.href, { cache: "no-cache" }), import("./idiomorph.js")]);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const tag = tagOf(next);
  if (!tag || !canChangeInto(next)) return false;
  // What was swapped shall not fall back to what the browser has under the plain address.
  for (const sheet of next.querySelectorAll(SHEETS)) {
    const [now] = using(document, SHEETS, "href", ownPath(sheet.href));
    if (now) sheet.setAttribute("href", now.getAttribute("href"));
  }
  for (const image of next.querySelectorAll("img[src]")) image.src = fresh.get(ownPath(image.src)) ?? image.getAttribute("src");
  inPlace(() => {
    for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, next.documentElement.getAttribute(name) ?? "");
    Idiomorph.morph(document.head, next.head, { head: { style: "merge" } });
    Idiomorph.morph(document.body, next.body, { callbacks: { beforeAttributeUpdated: isOfTheSource } });
    document.dispatchEvent(new CustomEvent("ladderbook:update"));
  });
  shown = described(tag);
  return true;
};

// A script promises with `data-live-update` that it follows `ladderbook:update`. What others have made of
// the page is not known, and would be lost without them noticing. Data is no script.
const scripts = (page) => [...page.scripts].filter((it) => it !== tagOf(page));
const follows = ({ type, dataset }) => "liveUpdate" in dataset || (type && type !== "module" && !/javascript/i.test(type));

// What cannot be changed in place has to be the same: policies, scripts, the order of style sheets.
const canChangeInto = (next) => fixed(document) === fixed(next);
const fixed = (page) =>
  [
    ...[...page.querySelectorAll("[http-equiv], base")].map((it) => it.outerHTML),
    ...[...page.querySelectorAll(SHEETS)].map((it) => `${it.media} ${new URL(it.href, document.baseURI).pathname}`),
    ...scripts(page).map((it) => it.outerHTML),
  ].join("\n");

// Whether an attribute may follow the source, or is the reader's: an open fold, what was typed or chosen.
const isOfTheSource = (name, element) => {
  if (name === "open") return false;
  if (name === "value") return element.value === element.defaultValue;
  if (name === "checked") return element.checked === element.defaultChecked;
  return name !== "selected";
};

// ---- Begin ----

restoreScroll();
new PerformanceObserver((list) => note(list.getEntries())).observe({ type: "resource", buffered: true });
document.addEventListener("visibilitychange", connect);
addEventListener("pageshow", ({ persisted }) => persisted && connect());
addEventListener("pagehide", disconnect);
connectSoon();
