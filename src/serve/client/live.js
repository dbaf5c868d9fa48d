// Keeps an open page in step with the site while its author writes. Only a preview serves this; the
// protocol is told in src/serve/sse.rs. A page knows what it was made of and is told what the site is
// now, so nothing depends on having heard of every change in between.

import { overlay } from "./overlay.js";

/**
 * What the server says of the site: whether there is one, the report of its problems, and of this page whether it
 * exists, its fingerprint, and those of its other files.
 *
 * @typedef {object} SiteState
 * @property {boolean} ready
 * @property {string | null} problems
 * @property {boolean} found
 * @property {string} page
 * @property {Record<string, string>} files
 */
/** @typedef {{ file: string, fingerprint: string, initiator: string }} ChangedFile `initiator` is what loaded it. */

const RESERVED = "/__ladderbook/";
const CLOSED = EventSource.CLOSED;

/**
 * The tag in a page, which says what the page is.
 *
 * @param {Document} page
 * @returns {HTMLScriptElement | null}
 */
const tagOf = (page) => page.querySelector(`script[src="${RESERVED}live.js"]`);

/** @param {HTMLScriptElement} tag */
const parseTag = ({ dataset }) => ({
  page: dataset.page,
  found: !("missing" in dataset),
  waiting: "waiting" in dataset,
});

const path = location.pathname;
let shown = parseTag(/** @type {HTMLScriptElement} */ (tagOf(document)));
/**
 * The other files of this page by path: the fingerprint as it was loaded, and what loaded it.
 *
 * @type {Map<string, { fingerprint: string | undefined, initiator: string }>}
 */
const files = new Map();
/**
 * Files that were loaded once more: by path the address under which the browser does not know them yet.
 *
 * @type {Map<string, string>}
 */
const freshAddresses = new Map();

// ---- What this page is made of ----

/** @param {string} address */
const ownPath = (address) => {
  if (!URL.canParse(address, document.baseURI)) return null;
  const { origin, pathname } = new URL(address, document.baseURI);
  // A page that shows the same under another index has no need to be loaded anew.
  if (pathname.includes("/search/pagefind/")) return null;
  return origin === location.origin && !pathname.startsWith(RESERVED) && pathname !== path ? pathname : null;
};

/** @param {PerformanceResourceTiming[]} entries */
const recordFiles = (entries) => {
  let hasNewFile = false;
  for (const { name, initiatorType, serverTiming } of entries) {
    const file = ownPath(name);
    if (!file) continue;
    hasNewFile ||= !files.has(file);
    // Browsers hide the header from pages that come from another machine; such a page takes what it
    // is told first for what it has.
    const fingerprint = serverTiming?.find(({ name }) => name === "ladderbook")?.description;
    files.set(file, { fingerprint: fingerprint ?? files.get(file)?.fingerprint, initiator: initiatorType });
  }
  if (hasNewFile) connectSoon();
};

// ---- The stream ----

/** @type {EventSource | undefined} */
let stream;
let connectTimer = 0;
/** @type {number | null} Runs until an interruption is said to be one. */
let lostTimer = null;

const connectSoon = (delay = 60) => {
  clearTimeout(connectTimer);
  connectTimer = window.setTimeout(connect, delay);
};

const connect = () => {
  disconnect();
  // A browser opens six connections to one server, and a stream holds one. A page that is hidden
  // lets go of it, or the seventh tab would wait for ever; it catches up when it is seen again.
  if (document.hidden) return;
  const query = new URLSearchParams({ page: path });
  for (const file of files.keys()) if (query.toString().length < 30_000) query.append("file", file);
  const opened = new EventSource(`${RESERVED}events?${query}`);
  opened.onopen = () => {
    clearTimeout(lostTimer ?? undefined);
    lostTimer = null;
    overlay.setConnected(true);
  };
  opened.onmessage = ({ data }) => enqueue(JSON.parse(data));
  opened.onerror = () => {
    // A server that starts again is back before this is said.
    lostTimer ??= window.setTimeout(() => overlay.setConnected(false), 1500);
    if (opened === stream && opened.readyState === CLOSED) connectSoon(2000);
  };
  stream = opened;
};

const disconnect = () => {
  clearTimeout(connectTimer);
  stream?.close();
};

// ---- Following a state ----

/** @type {SiteState | null} */
let latest = null;
let following = false;

/** @param {SiteState} state */
const enqueue = async (state) => {
  latest = state;
  if (following) return;
  following = true;
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
  following = false;
};

/** @param {SiteState} state */
const apply = async (state) => {
  if (shown.waiting) {
    if (state.ready) return reload();
    const report = document.getElementById("problems");
    if (state.problems && report) report.textContent = state.problems;
    return;
  }
  overlay.setProblems(state.problems);
  if (!state.ready) return;
  overlay.setMissing(shown.found && !state.found);
  if (shown.found !== state.found) return state.found ? reload() : undefined;

  const changed = changedFiles(state.files);
  const swaps = changed.flatMap(({ file, initiator }) => swapFor(file, initiator) ?? []);
  if (swaps.length < changed.length) return reload();
  changed.forEach(({ file, fingerprint }) => freshAddresses.set(file, `${file}?live=${fingerprint}`));
  if (state.page !== shown.page && !(await update())) return reload();
  for (const swap of swaps) if (!(await swap())) return reload();
  for (const { file, fingerprint, initiator } of changed) files.set(file, { fingerprint, initiator });
};

/** @param {SiteState["files"]} now */
const changedFiles = (now) => {
  /** @type {ChangedFile[]} */
  const changed = [];
  for (const [file, fingerprint] of Object.entries(now)) {
    const known = files.get(file);
    if (!known) continue;
    if (known.fingerprint === undefined) known.fingerprint = fingerprint;
    else if (known.fingerprint !== fingerprint) changed.push({ file, fingerprint, initiator: known.initiator });
  }
  return changed;
};

// Loads the page anew. Nothing that comes later may get in between.
/** @returns {Promise<never>} */
const reload = () => {
  disconnect();
  keepScroll();
  location.reload();
  return new Promise(() => {});
};

// ---- Scroll position ----

const SCROLL_KEY = "ladderbook-preview-scroll";

// A browser gives up restoring the position before a script has built what the reader was looking at.
const keepScroll = () => {
  try {
    sessionStorage.setItem(SCROLL_KEY, JSON.stringify({ path, left: scrollX, top: scrollY }));
    history.scrollRestoration = "manual";
  } catch {
    // Without storage the browser does what it can.
  }
};

const restoreScroll = () => {
  let saved;
  try {
    saved = JSON.parse(sessionStorage.getItem(SCROLL_KEY) ?? "null");
    sessionStorage.removeItem(SCROLL_KEY);
  } catch {
    return;
  }
  if (saved?.path !== path) return;
  const put = () => scrollTo({ ...saved, behavior: "instant" });
  const observer = new ResizeObserver(put);
  // Until the reader moves, or all that comes has come.
  const controller = new AbortController();
  controller.signal.addEventListener("abort", () => {
    observer.disconnect();
    history.scrollRestoration = "auto";
  });
  const stop = () => controller.abort();
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, stop, { signal: controller.signal, passive: true });
  }
  addEventListener("load", put, { signal: controller.signal });
  observer.observe(document.body);
  setTimeout(stop, 3000);
};

// Something in view that will most likely still be there: what has the focus, what has an id, or else anything.
const scrollAnchor = () => {
  const inView = (/** @type {Element} */ it) => {
    const { top, bottom, height } = it.getBoundingClientRect();
    return height > 0 && bottom > 0 && top >= 0 && top < innerHeight;
  };
  const focused = document.activeElement;
  if (focused && focused !== document.body && inView(focused)) return focused;
  const named = [...document.body.querySelectorAll("main [id]")].find(inView);
  return named ?? document.elementFromPoint(innerWidth / 2, innerHeight / 3);
};

/**
 * Changes the page so that what the reader looks at stays where it is. Browsers that do so themselves
 * lose their hold when much is changed at once, and others do not.
 *
 * @param {() => void} change
 */
const withoutScrolling = (change) => {
  const anchor = scrollY > 0 ? scrollAnchor() : null;
  const before = anchor?.getBoundingClientRect().top ?? 0;
  const { style } = document.documentElement;
  style.overflowAnchor = "none";
  change();
  if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => style.removeProperty("overflow-anchor"));
};

// ---- Files ----

/**
 * @param {Document} page
 * @returns {HTMLLinkElement[]}
 */
const sheetsOf = (page) => [...page.querySelectorAll("link")].filter((it) => it.relList.contains("stylesheet"));

/** @param {string | null} file */
const sheetsFrom = (file) => sheetsOf(document).filter((it) => ownPath(it.href) === file);

/**
 * Whether a script reads a file anew that it has fetched. Without its word, what it has read may be anywhere by now.
 *
 * @param {string} file
 */
const isReadAgain = (file) => {
  const asked = new CustomEvent("ladderbook:data", { cancelable: true, detail: { file } });
  return !document.dispatchEvent(asked);
};

/**
 * How a file is put in place of its old self, or null if only a reload does that: scripts have run.
 *
 * @param {string} file
 * @param {string} initiator
 */
const swapFor = (file, initiator) => {
  const address = () => freshAddresses.get(file) ?? file;
  const sheets = sheetsFrom(file);
  if (sheets.length) {
    return async () => (await Promise.all(sheets.map((sheet) => swapSheet(sheet, address())))).every(Boolean);
  }
  if (initiator === "fetch" && isReadAgain(file)) return async () => true;
  const images = [...document.querySelectorAll("img")].filter((it) => ownPath(it.currentSrc) === file);
  if (initiator !== "img" || images.some((image) => image.srcset || image.closest("picture"))) return null;
  return async () => {
    for (const image of images) image.src = address();
    return true;
  };
};

/**
 * The old sheet stays until the new one applies, so that the page is never bare.
 *
 * @param {HTMLLinkElement} sheet
 * @param {string} address
 * @returns {Promise<boolean>}
 */
const swapSheet = (sheet, address) =>
  new Promise((done) => {
    const next = /** @type {HTMLLinkElement} */ (sheet.cloneNode());
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
  const [response, { Idiomorph }] = await Promise.all([
    fetch(location.href, { cache: "no-cache" }),
    import("./idiomorph.js"),
  ]);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const tag = tagOf(next);
  if (!tag || !canChangeInto(next)) return false;
  // What was swapped shall not fall back to what the browser has under the plain address.
  for (const sheet of sheetsOf(next)) {
    const [now] = sheetsFrom(ownPath(sheet.href));
    if (now) sheet.setAttribute("href", now.getAttribute("href") ?? "");
  }
  for (const image of next.querySelectorAll("img")) {
    const address = freshAddresses.get(ownPath(image.src) ?? "");
    if (address) image.src = address;
  }
  withoutScrolling(() => {
    for (const name of ["lang", "dir"]) {
      document.documentElement.setAttribute(name, next.documentElement.getAttribute(name) ?? "");
    }
    Idiomorph.morph(document.head, next.head, { head: { style: "merge" } });
    Idiomorph.morph(document.body, next.body, { callbacks: { beforeAttributeUpdated: followsSource } });
    document.dispatchEvent(new CustomEvent("ladderbook:update"));
  });
  shown = parseTag(tag);
  return true;
};

// A script promises with `data-live-update` that it follows `ladderbook:update`. What others have made of
// the page is not known, and would be lost without them noticing. Data is no script.
/** @param {Document} page */
const scripts = (page) => [...page.scripts].filter((it) => it !== tagOf(page));

/** @param {HTMLScriptElement} script */
const follows = ({ type, dataset }) =>
  "liveUpdate" in dataset || (type && type !== "module" && !/javascript/i.test(type));

// What cannot be changed in place has to be the same: policies, scripts, the order of style sheets.
/** @param {Document} next */
const canChangeInto = (next) => fixed(document) === fixed(next);

/** @param {Document} page */
const fixed = (page) =>
  [
    ...[...page.querySelectorAll("[http-equiv], base")].map((it) => it.outerHTML),
    ...sheetsOf(page).map((it) => `${it.media} ${new URL(it.href, document.baseURI).pathname}`),
    ...scripts(page).map((it) => it.outerHTML),
  ].join("\n");

/**
 * Whether an attribute may follow the source, or is the reader's: an open fold, what was typed or chosen.
 *
 * @param {string} name
 * @param {Element} element
 */
const followsSource = (name, element) => {
  if (name === "open") return false;
  if (name === "value" && "defaultValue" in element) {
    return /** @type {HTMLInputElement} */ (element).value === element.defaultValue;
  }
  if (name === "checked" && element instanceof HTMLInputElement) return element.checked === element.defaultChecked;
  return name !== "selected";
};

// ---- Begin ----

restoreScroll();
new PerformanceObserver((list) => {
  recordFiles(list.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming));
}).observe({ type: "resource", buffered: true });
document.addEventListener("visibilitychange", connect);
addEventListener("pageshow", ({ persisted }) => persisted && connect());
addEventListener("pagehide", disconnect);
connectSoon();
