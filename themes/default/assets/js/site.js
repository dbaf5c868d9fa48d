// What needs more than the first paint. Everything in here is an extra: each page is complete without it.

import { fragment, query, replace } from "./address.js";
import { copyMarkdown } from "./copy.js";
import { onFreshData } from "./fresh.js";
import "./keys.js";
import { need, reportMissing } from "./parts.js";
import { showToast } from "./toast.js";

// A browser that has the scripts already runs them before it has read all of a page that comes slowly.
if (document.readyState === "loading") {
  await new Promise((read) => document.addEventListener("DOMContentLoaded", read, { once: true }));
}

// A link to a criterion opens the folds around it.
const reveal = () => {
  let fold = document.getElementById(fragment())?.closest("details");
  while (fold) {
    fold.open = true;
    fold = fold.parentElement?.closest("details");
  }
};
addEventListener("hashchange", reveal);
reveal();

// What is folded is printed as well, but for a level, which is printed as it is shown. Where style sheets can say so,
// they do.
if (!CSS.supports("selector(::details-content)")) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details")].filter(
      (fold) => !fold.open && fold.closest("main") && !fold.closest(".kind-level"),
    );
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
}

const everything = document.querySelector("[name=lb-everything]");
if (everything instanceof HTMLInputElement && query().has("all")) everything.checked = true;
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== "lb-everything") return;
  replace((query) => (target.checked ? query.set("all", "") : query.delete("all")));
});

/**
 * The address that a permalink stands for: that of a criterion in the list of all criteria, where it stays even
 * if the criterion moves to another level. One whose id follows from its words has no such address.
 *
 * @param {HTMLAnchorElement} link
 */
const permanent = (link) => {
  const { criteria } = need(document, ".toast").dataset;
  if (!criteria || !("permanent" in link.dataset)) return link.href;
  return new URL(link.hash, new URL(criteria, location.href)).href;
};

// A permalink copies its whole address as well, and says so.
document.addEventListener("click", async ({ target }) => {
  const link = target instanceof Element && target.closest(".permalink");
  if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) return;
  try {
    await navigator.clipboard.writeText(permanent(link));
  } catch {
    return; // the browser forbids it; the address is in its bar all the same
  }
  showToast(need(document, ".toast").dataset.copied ?? "");
});

onFreshData(
  () => [document.querySelector(".copy-page")?.getAttribute("data-twin") ?? undefined],
  () => {},
);
document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element && target.closest(".copy-page");
  if (!(button instanceof HTMLElement)) return;
  const { twin = "" } = button.dataset;
  await copyMarkdown(button, async () => {
    const response = await fetch(twin);
    if (!response.ok) throw new Error(`${twin}: ${response.status}`);
    const text = await response.text();
    return query().has("before") ? (await import("./earlier.js")).asShown(text) : text;
  });
});

// ---- Parts that a module drives ----

/** @type {[string, string][]} */
const PARTS = [
  [".picker", "./compare/picker.js"],
  [".grades-tracks", "./compare/tracks.js"],
  [".matrix-filter", "./matrix.js"],
  [".matrix-frame", "./matrix-heads.js"],
  [".edges", "./edges.js"],
  [".cover-day", "./cover.js"],
  [".map", "./map.js"],
  [".review", "./review.js"],
  [".calibrate", "./calibrate.js"],
  [".criteria-list", "./criteria.js"],
  [".changes-filter", "./changes.js"],
  [".in-force", "./editions.js"],
  [".level-head .for-you", "./for-you.js"],
  [".unfold-switch", "./unfold.js"],
  [".here-switch", "./here.js"],
  [".term-notes", "./terms.js"],
  [".search", "./search/view.js"],
];
/** @type {WeakMap<Element, () => void>} */
const updates = new WeakMap();

/**
 * Presses those buttons that a reader pressed before anything answered them; boot.js has marked them.
 *
 * @param {(button: HTMLElement) => boolean} [isAnswered] Without it they are forgotten.
 */
const answerEarly = (isAnswered) => {
  for (const button of document.querySelectorAll("[data-early]")) {
    if (!(button instanceof HTMLElement) || (isAnswered && !isAnswered(button))) continue;
    button.removeAttribute("data-early");
    if (isAnswered) button.click();
  }
};
answerEarly((button) => button.matches(".copy-page"));

// A preview changes an open page in place and says so: what is new is started then, and what is still there shows
// its state again.
const drive = async () => {
  // All at once, since each has modules of its own behind it. What fails is told when it is its turn.
  for (const [selector, module] of PARTS) if (document.querySelector(selector)) import(module).catch(() => {});
  for (const [selector, module] of PARTS) {
    for (const part of document.querySelectorAll(selector)) {
      const update = updates.get(part);
      if (update) update();
      else await drivePart(part, module).catch(reportMissing);
    }
  }
  document.documentElement.classList.add("driven");
  answerEarly();
  if (hasPlace()) await markPlace().catch(reportMissing);
};

const markPlace = async () => (await import("./here.js")).start();

// Whether a reader has said at which level she is. Others need no mark of it.
const hasPlace = () => {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith("ladderbook-here:"));
  } catch {
    return false;
  }
};

/**
 * @param {Element} part
 * @param {string} module
 */
const drivePart = async (part, module) => {
  updates.set(part, () => {});
  const { start } = await import(module);
  updates.set(part, start(part));
  const isOfComparison = (/** @type {Element} */ button) => part.matches(".picker") && button.matches(".copy-markdown");
  answerEarly((button) => part.contains(button) || isOfComparison(button));
};
document.addEventListener("ladderbook:update", drive);

// ---- Search is loaded when it is opened. On its own page there is no need for a dialog ----

const opener = () => document.querySelector(".search-open");

const openSearch = async () => {
  const field = document.querySelector("main .search [name=q]");
  if (field instanceof HTMLInputElement) {
    field.focus();
    return field.select();
  }
  const link = need(document, ".search-open", HTMLAnchorElement);
  try {
    await (await import("./search/dialog.js")).open(link);
  } catch {
    // Without a dialog there is still the page, but not for a reader who is offline.
    if (navigator.onLine) location.assign(link.href);
    else showToast(link.dataset.failed ?? "");
  }
};

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

document.addEventListener("click", (event) => {
  const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (event.defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey) return;
  if (!(target instanceof Element) || !target.closest(".search-open")) return;
  event.preventDefault();
  openSearch();
});
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  const isCommandK = ctrlKey !== metaKey && !altKey && key.toLowerCase() === "k";
  const isSlash = key === "/" && !ctrlKey && !metaKey && !altKey && !isTyping(target);
  if (!(isCommandK || isSlash) || event.defaultPrevented || !opener()) return;
  event.preventDefault();
  openSearch();
});

const highlight = async () => {
  if (query().has("highlight")) (await import("./highlight.js")).highlight();
};
document.addEventListener("ladderbook:update", highlight);
await Promise.all([drive(), highlight().catch(reportMissing)]);
