// axe finds nothing to object to, on one page of every kind, in both colour schemes, on a phone and on a desk.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { launch, visit, withPage } from "./browser.js";
import { build, serve } from "./site.js";

const PAGES = {
  home: "",
  track: "levels/ic/",
  level: "levels/ic/senior/",
  competencies: "competencies/",
  competency: "competencies/communication/",
  matrix: "matrix/",
  compare: "compare/senior--engineering-manager/",
  comparisons: "compare/",
  picker: "compare/?from=ic/mid&to=management/vp",
  glossary: "glossary/",
  search: "search/?q=mentor",
  guide: "guides/feedback/",
  guides: "guides/",
  "not-found": "404.html",
};

describe("accessibility", () => {
  let browser, site;
  before(async () => {
    site = await serve(build());
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  for (const [kind, path] of Object.entries(PAGES)) {
    test(kind, () =>
      withPage(browser, { reducedMotion: "reduce" }, async (page) => {
        await visit(page, site.root + path);
        const findings = [];
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          for (const width of [360, 1280]) {
            await page.setViewportSize({ width, height: 900 });
            const { violations, passes } = await new AxeBuilder({ page }).analyze();
            assert.ok(passes.length > 10, `axe looked at ${passes.length} rules only`);
            for (const { id, help, nodes } of violations) {
              const where = nodes.slice(0, 5).map(({ target }) => target.join(" "));
              findings.push(`${id} at ${width} px, ${colorScheme}: ${help}; ${nodes.length} times, such as ${where.join(" | ")}`);
            }
          }
        }
        assert.deepEqual(findings, []);
      }),
    );
  }
});
