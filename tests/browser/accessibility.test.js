// axe finds nothing to object to, on one page of every kind, in both colour schemes, on a phone and on a desk.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { OF_COLOUR, OF_STYLE, objections } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { PAGES, PAGES_OF_HISTORY } from "./pages.js";
import { build, history, serve, variant } from "./site.js";

// Lists of hundreds of things, for which axe takes a minute. What is left out there says the same kinds of things as what
// is before it: levels behind the first of a track, competencies behind the first, letters behind the second.
const SHEETS = ":is(.sheet-level + .sheet-level, .sheet-competency + .sheet-competency)";
const LETTERS = ".letter ~ .letter ~ .letter";
const LEFT_OUT = {
  print: SHEETS,
  "edition on paper": SHEETS,
  criteria: LETTERS,
  "criteria with their ages": LETTERS,
};

// What shows under a pointer elsewhere is always there on a phone.
const PHONE = { isMobile: true, hasTouch: true, viewport: { width: 360, height: 900 } };

const leaveOut = (selector) => {
  const parts = document.querySelectorAll(selector);
  for (const part of parts) part.remove();
  return parts.length;
};

// What is asked for, and how many rules pass at least where axe has looked.
const ALL = [(all) => all, 11];
const BUT_COLOURS = [(all) => all.disableRules(OF_COLOUR), 11];
const COLOURS = [(all) => all.withRules(OF_COLOUR), 1];
const STYLE = [(all) => all.withRules(OF_STYLE), 1];

// A site, the pages to look at, and in which schemes and widths. Colours take most of the time: both skins together show
// them in each scheme at each width. In the dark scheme other rules would say the same once more, and in another skin
// those that no style sheet changes.
const SITES = {
  accessibility: [
    () => build(),
    PAGES,
    [
      ["light", 360, ALL],
      ["light", 1280, BUT_COLOURS],
      ["dark", 360, COLOURS],
    ],
  ],
  "accessibility of the skin ink": [
    () => build(variant('theme = "default"', 'theme = "ink"')),
    PAGES,
    [
      ["light", 1280, STYLE],
      ["dark", 360, COLOURS],
    ],
  ],
  "accessibility of editions": [
    () => build(history()),
    PAGES_OF_HISTORY,
    [
      ["light", 360, ALL],
      ["dark", 1280, COLOURS],
    ],
  ],
};

for (const [name, [made, pages, looks]] of Object.entries(SITES)) {
  describe(name, () => {
    let browser, site;
    hosted(
      () => serve(made()),
      (...its) => ([browser, site] = its),
    );

    for (const [kind, path] of Object.entries(pages)) {
      test(kind, async () => {
        const findings = [];
        for (const [options, isOfIt] of [
          [PHONE, (width) => width === 360],
          [{}, (width) => width !== 360],
        ]) {
          await withPage(browser, { reducedMotion: "reduce", ...options }, async (page) => {
            await visit(page, site.root + path);
            const leftOut = LEFT_OUT[kind];
            if (leftOut) assert.ok((await page.evaluate(leaveOut, leftOut)) > 0, `nothing is ${leftOut}`);
            for (const [colorScheme, width, [narrowed, least]] of looks.filter(([, width]) => isOfIt(width))) {
              await page.emulateMedia({ colorScheme });
              await page.setViewportSize({ width, height: 900 });
              const found = await objections(page, { narrowed, least });
              findings.push(...found.map((it) => `at ${width} px, ${colorScheme}: ${it}`));
            }
          });
        }
        assert.deepEqual(findings, []);
      });
    }
  });
}
