// axe finds nothing to object to, on one page of every kind, in both colour schemes, on a phone and on a desk.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { OF_COLOUR, OF_STYLE, objections } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { PAGES, PAGES_OF_HISTORY } from "./pages.js";
import { build, history, serve, variant } from "./site.js";

// Lists of hundreds of things, for which axe takes a minute. On a phone it looks at the same kinds of pages of the smaller
// handbook with editions.
const LONG = ["print", "criteria"];

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
      ["light", 360, BUT_COLOURS],
      ["light", 1280, ALL],
      ["dark", 360, COLOURS],
    ],
  ],
  "accessibility of the skin ink": [
    () => build(variant('theme = "default"', 'theme = "ink"')),
    PAGES,
    [
      ["light", 360, STYLE],
      ["dark", 1280, COLOURS],
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
      test(kind, () =>
        withPage(browser, { reducedMotion: "reduce" }, async (page) => {
          await visit(page, site.root + path);
          const findings = [];
          for (const [colorScheme, width, [narrowed, least]] of looks) {
            if (pages === PAGES && LONG.includes(kind) && width === 360) continue;
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width, height: 900 });
            const found = await objections(page, narrowed, least);
            findings.push(...found.map((it) => `at ${width} px, ${colorScheme}: ${it}`));
          }
          assert.deepEqual(findings, []);
        }),
      );
    }
  });
}
