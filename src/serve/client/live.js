// Keeps an open page in step with the site while its author writes. Only the preview serves this; the
// protocol is parseTag in src/serve/sse.rs. A page knows what it was made of and receives what the site
// is now, so nothing depends on having received every change in between.

import { overlay } from "./overlay.js";

const RESERVED = "/__ladderbook/";
const CLOSED = EventSource.CLOSED;

const tagOf = (page) => page.querySelector(`script[src="${RESERVED}live.js"]`);
const parseTag = ({ dataset }) => ({ page: dataset.page, found: !("missing" in dataset), waiting: "waiting" in dataset });

const path = location.pathname;
let shown = parseTag(tagOf(document));
// The other files of this page: path -> the fingerprint that was loaded, and what loaded it.
const files = new Map();
// Files that were loaded again: path -> an address that the browser has not cached yet.
const freshAddresses = new Map();

// ---- What this page is made of ----

const ownPath = (address) => {
  if (!URL.canParse(address, document.baseURI)) return null;
  const { origin, pathname } = new URL(address, document.baseURI);
  // A change of the search index alone is no reason to load a page again.
  if (pathname.includes("/search/pagefind/")) return null;
  return origin === location.origin && !pathname.startsWith(RESERVED) && pathname !== path ? pathname : null;
};

const recordFiles = (entries) => {
  let hasNewFile = false;
  for (const { name, initiatorType, serverTiming } of entries) {
    const file = ownPath(name);
    if (!file) continue;
    hasNewFile ||= !files.has(file);
    // Browsers hide the header from pages that come from another machine; such a page takes the first
    // fingerprint that it receives for the one that it has.
    const fingerprint = serverTiming?.find(({ name }) => name === "ladderbook")?.description;
    files.set(file, { fingerprint: fingerprint ?? files.get(file)?.fingerprint, initiator: initiatorType });
  }
  if (hasNewFile) connectSoon();
};

// ---- The stream ----

let stream;
let connectTimer;
let lostTimer;

const connectSoon = (delay = 60) => {
  clearTimeout(connectTimer);
  connectTimer = setTimeout(connect, delay);
};

const connect = () => {
  disconnect();
  // A browser opens six connections to one server, and a stream holds one. A hidden page lets go of it,
  // or the seventh tab would wait for ever; it catches up when it is visible again.
  if (document.hidden) return;
  const query = new URLSearchParams({ page: path });
  for (const file of files.keys()) if (query.toString().length < 30_000) query.append("file", file);
  stream = new EventSource(`${RESERVED}events?${query}`);
  stream.onopen = () => {
    clearTimeout(lostTimer);
    lostTimer = null;
    overlay.connected(true);
  };
  stream.onmessage = ({ data }) => enqueue(JSON.parse(data));
  stream.onerror = ({ target }) => {
    // A server that is started again is back before this is shown.
    lostTimer ??= setTimeout(() => overlay.connected(false), 1500);
    if (target === stream && target.readyState === CLOSED) connectSoon(2000);
  };
};

const disconnect = () => {
  clearTimeout(connectTimer);
  stream?.close();
};

// ---- Following a state ----

let latest = null;
let isApplying = false;

// Applies states one after the other. Of those that arrive meanwhile only the last one matters.
const enqueue = async (state) => {
  latest = state;
  if (isApplying) return;
  isApplying = true;
  while (latest) {
    const next = latest;
    latest = null;
    try {
      await apply(next);
    } catch {
      // The server went away in the middle. The next stream begins with the state that this one lacks.
      connectSoon(1000);
    }
  }
  isApplying = false;
};

const apply = async (state) => {
  if (shown.waiting) {
    if (state.ready) return reload();
    if (state.problems) document.getElementById("problems").textContent = state.problems;
    return;
  }
  overlay.problems(state.problems);
  if (!state.ready) return;
  overlay.missing(shown.found && !state.found);
  if (shown.found !== state.found) return state.found ? reload() : undefined;

  const changed = changedFiles(state.files);
  const swaps = changed.map(({ file, initiator }) => swapFor(file, initiator));
  if (swaps.includes(null)) return reload();
  changed.forEach(({ file, fingerprint }) => freshAddresses.set(file, `${file}?live=${fingerprint}`));
  if (state.page !== shown.page && !(await update())) return reload();
  for (const swap of swaps) if (!(await swap())) return reload();
  for (const { file, fingerprint } of changed) files.get(file).fingerprint = fingerprint;
};

const changedFiles = (current) => {
  const changed = [];
  for (const [file, fingerprint] of Object.entries(current)) {
    const loaded = files.get(file);
    if (loaded.fingerprint === undefined) loaded.fingerprint = fingerprint;
    else if (loaded.fingerprint !== fingerprint) changed.push({ file, fingerprint, initiator: loaded.initiator });
  }
  return changed;
};

// Loads the page again. The promise never resolves, so that nothing else happens before it is loaded.
const reload = () => {
  disconnect();
  saveScroll();
  location.reload();
  return new Promise(() => {});
};

// ---- Scroll position ----

const SCROLL_KEY = "ladderbook-preview-scroll";

// A browser gives up restoring the position before a script has built what the reader was looking at.
const saveScroll = () => {
  try {
    sessionStorage.setItem(SCROLL_KEY, JSON.stringify({ path, left: scrollX, top: scrollY }));
    history.scrollRestoration = "manual";
  } catch {
    // Without storage the browser restores what it can.
  }
};

const restoreScroll = () => {
  let saved;
  try {
    saved = JSON.parse(sessionStorage.getItem(SCROLL_KEY));
    sessionStorage.removeItem(SCROLL_KEY);
  } catch {
    return;
  }
  if (saved?.path !== path) return;
  const restore = () => scrollTo({ ...saved, behavior: "instant" });
  const observer = new ResizeObserver(restore);
  // Until the reader moves, or the page has had time to complete.
  const controller = new AbortController();
  const { signal } = controller;
  signal.addEventListener("abort", () => {
    observer.disconnect();
    history.scrollRestoration = "auto";
  });
  const stop = () => controller.abort();
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(kind, stop, { signal, passive: true });
  addEventListener("load", restore, { signal });
  observer.observe(document.body);
  setTimeout(stop, 3000);
};

// An element in view that will most likely stay: what has the focus, what has an id, or else any.
const scrollAnchor = () => {
  const inView = (it) => {
    const { top, bottom, height } = it.getBoundingClientRect();
    return height > 0 && bottom > 0 && top >= 0 && top < innerHeight;
  };
  const focused = document.activeElement;
  if (focused !== document.body && inView(focused)) return focused;
  return [...document.body.querySelectorAll("main [id]")].find(inView) ?? document.elementFromPoint(innerWidth / 2, innerHeight / 3);
};

// Changes the page so that what the reader looks at stays where it is. Some browsers do so themselves, but
// fail when much is changed at once.
const withoutScrolling = (change) => {
  const anchor = scrollY > 0 ? scrollAnchor() : null;
  const before = anchor?.getBoundingClientRect().top;
  const { style } = document.documentElement;
  style.overflowAnchor = "none";
  change();
  if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => style.removeProperty("overflow-anchor"));
};

// ---- Files ----

const using = (page, selector, attribute, file) => [...page.querySelectorAll(selector)].filter((it) => ownPath(it[attribute]) === file);
const SHEETS = 'link[rel~="stylesheet"]';

// A function that replaces a file in the page, or null if that takes a reload: scripts have run, and data
// that a script has fetched may be anywhere by now.
const swapFor = (file, initiator) => {
  const sheets = using(document, SHEETS, "href", file);
  if (sheets.length) return async () => (await Promise.all(sheets.map((sheet) => swapSheet(sheet, freshAddresses.get(file))))).every(Boolean);
  const images = using(document, "img", "currentSrc", file);
  if (initiator === "img" && images.every((image) => !image.srcset && !image.closest("picture"))) {
    return async () => {
      for (const image of images) image.src = freshAddresses.get(file);
      return true;
    };
  }
  return null;
};

// The old sheet stays until the new one applies, so that the page is never without style.
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
  // Asking for a missing page would leave a message in the console.
  if (!shown.found || !scripts(document).every(follows)) return false;
  const [response, { Idiomorph }] = await Promise.all([fetch(location.href, { cache: "no-cache" }), import("./idiomorph.js")]);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const tag = tagOf(next);
  if (!tag || !canChangeInto(next)) return false;
  // Files that were swapped must not fall back to those that the browser has cached under the plain address.
  for (const sheet of next.querySelectorAll(SHEETS)) {
    const [now] = using(document, SHEETS, "href", ownPath(sheet.href));
    if (now) sheet.setAttribute("href", now.getAttribute("href"));
  }
  for (const image of next.querySelectorAll("img[src]")) image.src = freshAddresses.get(ownPath(image.src)) ?? image.getAttribute("src");
  withoutScrolling(() => {
    for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, next.documentElement.getAttribute(name) ?? "");
    Idiomorph.morph(document.head, next.head, { head: { style: "merge" } });
    Idiomorph.morph(document.body, next.body, { callbacks: { beforeAttributeUpdated: followsSource } });
    document.dispatchEvent(new CustomEvent("ladderbook:update"));
  });
  shown = parseTag(tag);
  return true;
};

// A script promises with `data-live-update` that it handles `ladderbook:update`. What other scripts have
// built is not known, and would be lost without them noticing. Data blocks are no scripts.
const scripts = (page) => [...page.scripts].filter((it) => it !== tagOf(page));
const follows = ({ type, dataset }) => "liveUpdate" in dataset || (type && type !== "module" && !/javascript/i.test(type));

// What cannot be changed in place has to be equal: policies, scripts, the order of style sheets.
const canChangeInto = (next) => fixed(document) === fixed(next);
const fixed = (page) =>
  [
    ...[...page.querySelectorAll("[http-equiv], base")].map((it) => it.outerHTML),
    ...[...page.querySelectorAll(SHEETS)].map((it) => `${it.media} ${new URL(it.href, document.baseURI).pathname}`),
    ...scripts(page).map((it) => it.outerHTML),
  ].join("\n");

// Whether an attribute is taken from the new page. Otherwise it is the reader's: an open fold, what was
// typed or chosen.
const followsSource = (name, element) => {
  if (name === "open") return false;
  if (name === "value") return element.value === element.defaultValue;
  if (name === "checked") return element.checked === element.defaultChecked;
  return name !== "selected";
};

// ---- Start ----

restoreScroll();
new PerformanceObserver((list) => recordFiles(list.getEntries())).observe({ type: "resource", buffered: true });
document.addEventListener("visibilitychange", connect);
addEventListener("pageshow", ({ persisted }) => persisted && connect());
addEventListener("pagehide", disconnect);
connectSoon();
