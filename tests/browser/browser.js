// The system's Chromium, and pages that complain about whatever a reader's console would show.

import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { chromium as playwright } from "playwright-core";

// Only the last list of a command line counts, so Playwright's own (`chromiumSwitches.ts`) stands here as well. Ours are
// the pages that Chromium shows under its address bar: they take a process of their own for each context, and two fifths
// of what it costs to open a page.
const NO_FEATURES = [
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxPopup",
];

const FLAGS = [
  `--disable-features=${NO_FEATURES}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Else each context starts a second process for pages, in case one is needed.
  "--renderer-process-limit=1",
];

export const launch = () => playwright.launch({ executablePath: chromium(), args: FLAGS });

// Where the system's browser is: what tests/run found, or what is on the path.
export const chromium = () => {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
  const places = names.flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)));
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(found, `none of ${names.join(", ")} is on PATH; tests/run installs it, CHROME_PATH names another`);
  return found;
};

// Gives a page to `use` that is as new: in a context of its own, or one that a test before has left as it got it, for a new
// context with its process costs as much as a visit. What the page complained about until the end fails the test, also
// if it came after the last visit.
export const withPage = async (browser, options, use) => {
  const { viewport = DESK, colorScheme = "light", reducedMotion = null, ...rest } = options ?? {};
  const { forcedColors = null, contrast = null, ...fixed } = rest;
  // A phone is no window that can be made wider.
  const asked = fixed.isMobile ? { ...fixed, viewport } : fixed;
  const pool = poolOf(browser, JSON.stringify(asked));
  const lent = pool.pop() ?? (await newPage(browser, asked));
  const { page } = lent;
  let isDone = false;
  try {
    if (!asked.isMobile) await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion, forcedColors, contrast, media: null });
    await use(page);
    assertQuiet(page);
    isDone = true;
  } finally {
    if (isDone && (await isAsNew(lent))) pool.push(lent);
    else await lent.context.close();
  }
};

const DESK = { width: 1280, height: 900 };

// Pages of a browser that can be lent again, by what was asked of their contexts.
const pools = new WeakMap();

const poolOf = (browser, asked) => {
  if (!pools.has(browser)) pools.set(browser, new Map());
  const ofBrowser = pools.get(browser);
  if (!ofBrowser.has(asked)) ofBrowser.set(asked, []);
  return ofBrowser.get(asked);
};

// What a test does to a page, or has of it, that outlives the next visit.
const TOUCHES = [
  "addInitScript",
  "addListener",
  "addLocatorHandler",
  "clock",
  "close",
  "context",
  "exposeBinding",
  "exposeFunction",
  "on",
  "once",
  "route",
  "routeFromHAR",
  "routeWebSocket",
  "setDefaultNavigationTimeout",
  "setDefaultTimeout",
  "setExtraHTTPHeaders",
];

const newPage = async (browser, asked) => {
  const context = await browser.newContext(asked);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const lent = { context, isTouched: false };
  lent.page = new Proxy(page, {
    get: (page, name) => {
      lent.isTouched ||= TOUCHES.includes(name);
      const own = page[name];
      return typeof own === "function" ? own.bind(page) : own;
    },
  });
  bare.set(lent.page, page);
  return lent;
};

const isAsNew = async ({ context, page, isTouched }) => {
  if (isTouched || context.pages().length > 1 || !page.url().startsWith("http")) return false;
  if (!(await page.evaluate(hasKeptNothing))) return false;
  await page.mouse.move(-1, -1);
  recordOf(page).isWatched = false;
  return true;
};

// Whether a page has stored nothing, and is left without a word or a last thing to store.
const hasKeptNothing = () => {
  const isLeft = dispatchEvent(new Event("beforeunload", { cancelable: true }));
  dispatchEvent(new PageTransitionEvent("pagehide"));
  return isLeft && localStorage.length + sessionStorage.length === 0;
};

// Opens an address, waits until nothing is loaded any more, and fails on any complaint. A status
// other than 200 is expected only on purpose, and then Chromium's own message about it is not held
// against the page. Who looks at many pages that are ready without what scripts fetch can wait
// `until` they are loaded.
export const visit = async (page, url, { status = 200, until = "settled" } = {}) => {
  const record = recordOf(page);
  Object.assign(record, { url, status, origin: new URL(url).origin, isWatched: true });
  const response = await page.goto(url, { waitUntil: "load" });
  if (until === "settled") await settled(page, record);
  // A file has no status.
  if (url.startsWith("http")) assert.equal(response.status(), status, `status of ${url}`);
  assertQuiet(page);
};

// Goes to where `go` leads, such as back, and waits as a visit does.
export const arrive = async (page, go) => {
  await go();
  await settled(page, recordOf(page));
};

// Waits until a page is drawn as it is now, with what follows the sizes of its parts.
export const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// Waits until a page has loaded all that it asks for and its scripts have nothing to do. The browser's own "networkidle"
// takes half a second to know that, which is most of a short test. What comes from the browser's memory is no request, so
// the page is asked whether its modules have come.
const settled = async (page, record) => {
  const deadline = Date.now() + 30_000;
  let isDriven;
  do {
    assert.ok(Date.now() < deadline, `${page.url()} goes on loading: ${[...record.loading].map((it) => it.url())}`);
    // To ask a page costs it more than to wait.
    await delay(Math.max(20, record.loading.size > 0 ? 0 : record.changed + QUIET - Date.now()));
    const idle = page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
    // A page that leads on to another one breaks off, and one without scripts never answers.
    await Promise.race([idle.catch(() => {}), delay(500)]);
    isDriven = await page.evaluate(driven).catch(() => false);
  } while (!isDriven || record.loading.size > 0 || Date.now() - record.changed < QUIET);
};

// Whether the scripts of a page have begun with all of its parts, where there are any, and a gap sheet has all of its
// pieces.
const driven = () => {
  const { classList } = document.documentElement;
  if (document.querySelector(":is(.review-sheet, .review-content)[aria-busy]")) return false;
  return classList.contains("driven") || !classList.contains("modules");
};

// For how many milliseconds nothing is asked for, or comes, when all has come.
const QUIET = 120;

// What a page has complained about since the first visit of a test.
const records = new WeakMap();

// The page behind one that is lent.
const bare = new WeakMap();

const recordOf = (page) => {
  const own = bare.get(page) ?? page;
  if (!records.has(own)) records.set(own, listen(own));
  return records.get(own);
};

const listen = (page) => {
  const record = { url: "", status: 200, origin: "", complaints: [], loading: new Set(), changed: 0, isWatched: false };
  const change = (how) => (request) => {
    // A stream of events does not end.
    if (request.resourceType() === "eventsource") return;
    record.loading[how](request);
    record.changed = Date.now();
  };
  page.on("request", change("add"));
  page.on("requestfinished", change("delete"));
  page.on("requestfailed", change("delete"));
  const complain = (what) => record.isWatched && record.complaints.push(`${page.url()}: ${what}`);
  page.on("console", (message) => {
    const isOwnStatus = record.status !== 200 && message.location().url === record.url;
    if (!isOwnStatus) complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complain(`script error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The browser gives up what it still loads when a test leaves the page. That says nothing about
    // the page; a file that is missing or forbidden fails in another way.
    if (reason !== "net::ERR_ABORTED") complain(`request failed: ${request.url()} ${reason}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && origin !== record.origin) complain(`request to another origin: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== record.url) {
      complain(`status ${response.status()}: ${response.url()}`);
    }
  });
  return record;
};

const assertQuiet = (page) => assert.deepEqual(recordOf(page).complaints, []);
