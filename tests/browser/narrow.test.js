// On the narrowest screens no page is wider than the screen, whatever its author put into it: what is wider scrolls by
// itself, can be scrolled with the keyboard, and has a name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { OF_COLOUR, objections } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, address, build, htmlFiles, serve, withEdition } from "./site.js";
import { SCRIPTED, wide } from "./wide.js";

const NARROW = {
  viewport: { width: 320, height: 640 },
  reducedMotion: "reduce",
};

// The kinds of pages, as themes know them: the list of criteria and a part of it are one.
const NAMES = readFileSync(join(REPOSITORY, "src/handbook/page.rs"), "utf8").matchAll(/\bname: "([\w-]+)"/g);
const KINDS = [...new Set([...NAMES].map(([, name]) => name))];

// What sticks out of the window or is cut off, and what is wide without a way to scroll it.
const faults = () => {
  const width = document.documentElement.clientWidth;
  const found = [];
  const tell = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 100)}`);
  if (document.documentElement.scrollWidth > width) found.push(`${document.documentElement.scrollWidth} px wide`);
  const scrolls = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  const scrollerOf = (node) => {
    for (let it = node; it && it !== document.body; it = it.parentElement) if (scrolls(it)) return it;
    return null;
  };
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  // The copy of a table's heads follows the table when that is scrolled.
  const isHidden = (node) => node.closest(".visually-hidden, .skip, dialog, [popover], .matrix-heads");
  const seen = { code: 0, tables: 0, scrollers: 0 };
  for (const node of document.body.querySelectorAll("*")) {
    if (!isShown(node) || isHidden(node)) continue;
    const { left, right, width: own } = node.getBoundingClientRect();
    if (own > 1 && (right > width + 1 || left < -1) && !scrollerOf(node.parentElement) && !node.closest("svg")) {
      tell(`sticks out by ${Math.ceil(Math.max(right - width, -left))} px`, node);
    }
    const isCut = ["hidden", "clip"].includes(getComputedStyle(node).overflowX) && own > 1;
    if (isCut && node.scrollWidth > node.clientWidth + 1) tell("cut off", node);
    if (node.matches("main pre")) seen.code++;
    if (node.matches("main table")) seen.tables++;
    if (!scrolls(node) || node.scrollWidth <= node.clientWidth) continue;
    seen.scrollers++;
    if (own < 150) tell(`scrolls in ${Math.ceil(own)} px`, node);
    const name = node.getAttribute("aria-label") ?? document.getElementById(node.getAttribute("aria-labelledby"));
    if (node.tabIndex < 0) tell("scrolls, but not with the keyboard", node);
    if (!name) tell("scrolls without a name", node);
  }
  return {
    kind: /kind-([\w-]+)/.exec(document.body.className)?.[1],
    found: [...new Set(found)],
    seen,
  };
};

for (const theme of ["default", "ink"]) {
  describe(`a wide handbook on a narrow screen, in the skin ${theme}`, () => {
    let browser, site, folder;
    hosted(
      () => {
        folder = build(withEdition(wide(theme)));
        return serve(folder);
      },
      (...its) => ([browser, site] = its),
    );

    test("fits on every page, and what is wide scrolls by itself", () =>
      withPage(browser, NARROW, async (page) => {
        const wrong = {};
        const seen = {};
        for (const path of [...htmlFiles(folder).map(address), ...SCRIPTED]) {
          await visit(page, site.root + path, { until: SCRIPTED.includes(path) ? "settled" : "load" });
          const its = await page.evaluate(faults);
          if (its.found.length > 0) wrong[path] = [`${its.found.length} faults`, ...its.found.slice(0, 4)];
          const all = (seen[its.kind] ??= { code: 0, tables: 0, scrollers: 0 });
          for (const [what, count] of Object.entries(its.seen)) all[what] += count;
        }
        assert.deepEqual(wrong, {});
        assert.deepEqual(Object.keys(seen).sort(), [...KINDS].sort());
        // A search shows passages, lists of criteria and of changes their plain words; no other page is without what is
        // wide.
        const bare = Object.keys(seen).filter((kind) => seen[kind].scrollers === 0);
        assert.deepEqual(bare.sort(), ["calibrate", "changes", "criteria", "editions", "not-found", "search"]);
      }));
  });
}

// Roles and names are those of every skin.
describe("a wide handbook on a narrow screen", () => {
  let browser, site, folder;
  hosted(
    () => {
      folder = build(withEdition(wide("default")));
      return serve(folder);
    },
    (...its) => ([browser, site] = its),
  );

  test("is accessible where it scrolls", () =>
    withPage(browser, NARROW, async (page) => {
      const findings = [];
      const looked = new Set();
      const scripted = SCRIPTED.map((path) => [path, `${path.split("?")[0]}index.html`]);
      for (const [path, file] of [...scripted, ...htmlFiles(folder).map((file) => [address(file), file])]) {
        const [kind] = /\bkind-[\w-]+/.exec(readFileSync(join(folder, file), "utf8"));
        if (looked.has(kind)) continue;
        looked.add(kind);
        // It holds what other pages have, and takes as long as all of them.
        if (kind === "kind-print") continue;
        await visit(page, site.root + path);
        // Colours take the longest, and are those of every page.
        const found = await objections(page, { narrowed: (all) => all.disableRules(OF_COLOUR) });
        findings.push(...found.map((it) => `${path} ${it}`));
      }
      assert.deepEqual(findings, []);
      assert.equal(looked.size, KINDS.length);
    }));
});
