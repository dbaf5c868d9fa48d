// A level on paper: all of its text, none of the paths through the site.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, visit, withPage } from "./browser.js";
import { build, serve } from "./site.js";

describe("a printed level", () => {
  let browser, site;
  before(async () => {
    site = await serve(build());
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const onPaper = (use) =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}levels/ic/senior/`);
      await page.emulateMedia({ media: "print" });
      await use(page);
    });

  test("fills several sheets", () =>
    onPaper(async (page) => {
      const pdf = await page.pdf({ format: "A4" });
      const sheets = pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g) ?? [];
      assert.ok(sheets.length > 1, `${sheets.length} sheets`);
      assert.ok(pdf.length > 20_000, `${pdf.length} bytes`);
    }));

  test("leaves out what only a screen can use", () =>
    onPaper(async (page) => {
      const onScreenOnly = page.locator("nav, .skip, fieldset, input");
      assert.ok((await onScreenOnly.count()) > 5, "the page has navigation to leave out");
      for (const element of await onScreenOnly.all()) {
        assert.ok(!(await element.isVisible()), await element.evaluate((node) => node.outerHTML.slice(0, 120)));
      }
    }));

  test("keeps the text, examples as well", () =>
    onPaper(async (page) => {
      assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
      const folded = page.locator("main article details");
      assert.ok((await folded.count()) > 5, "the page has folds");
      const hidden = await folded.evaluateAll((folds) =>
        folds.filter((fold) => !fold.lastElementChild.checkVisibility()).map((fold) => fold.textContent.trim().slice(0, 80)),
      );
      assert.deepEqual(hidden, []);
    }));
});
