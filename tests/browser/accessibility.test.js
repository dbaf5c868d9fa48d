// axe finds nothing to object to, on one page of every kind, in both colour schemes, on a phone and on a desk.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { OF_COLOUR, OF_STYLE, axe } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { PAGES, PAGES_OF_HISTORY } from "./pages.js";
import { build, history, serve, variant } from "./site.js";

// Lists of hundreds of things, for which axe takes a minute. On a phone it looks at the same kinds of pages of the smaller
// handbook with editions.
const LONG = ["print", "criteria"];

const LOOKS = ["light", "dark"].flatMap((colorScheme) => [360, 1280].map((width) => ({ colorScheme, width })));
// Each scheme and each width once.
const SOME = LOOKS.filter(({ colorScheme, width }) => (colorScheme === "light") === (width === 360));

// A site, the pages to look at, in which schemes and widths, and if not all rules those that may tell something else than
// they told of a site before.
const SITES = {
  accessibility: [() => build(), PAGES, LOOKS],
  "accessibility of the skin ink": [() => build(variant('theme = "default"', 'theme = "ink"')), PAGES, SOME, OF_STYLE],
  "accessibility of editions": [() => build(history()), PAGES_OF_HISTORY, SOME],
};

for (const [name, [made, pages, looks, rules]] of Object.entries(SITES)) {
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
          for (const { colorScheme, width } of looks) {
            if (looks === LOOKS && LONG.includes(kind) && width === 360) continue;
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width, height: 900 });
            // In the other scheme the other rules would say the same once more.
            const asked = colorScheme === "dark" ? OF_COLOUR : rules;
            const { violations, passes } = await axe(page, (all) => (asked ? all.withRules(asked) : all));
            const least = asked ? 1 : 11;
            assert.ok(passes.length >= least, `axe looked at ${passes.length} rules only`);
            for (const { id, help, nodes } of violations) {
              const where = nodes.slice(0, 5).map(({ target }) => target.join(" "));
              findings.push(
                `${id} at ${width} px, ${colorScheme}: ${help}; ${nodes.length} times, such as ${where.join(" | ")}`,
              );
            }
          }
          assert.deepEqual(findings, []);
        }),
      );
    }
  });
}
