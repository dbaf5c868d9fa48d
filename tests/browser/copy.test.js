// "Copy as Markdown" on levels, competencies and the gap sheet: what is copied, what is said, and who is offered it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, build, printed, serve } from "./site.js";

describe("copying as Markdown", () => {
  let browser, site;
  const folder = build();
  hosted(
    () => serve(folder),
    (...its) => ([browser, site] = its),
  );

  const allowed = { permissions: ["clipboard-read", "clipboard-write"] };
  const button = (page) => page.getByRole("button", { name: "Copy as Markdown" });
  const said = (page, words) => page.getByRole("status").filter({ hasText: words }).waitFor();
  const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

  for (const path of ["levels/ic/staff/", "competencies/delivery/"]) {
    test(`${path} is what stands beside the page`, () =>
      withPage(browser, allowed, async (page) => {
        await visit(page, site.root + path);
        await button(page).click();
        await said(page, "Markdown copied");
        assert.equal(await copied(page), readFileSync(join(folder, path, "index.md"), "utf8"));
      }));
  }

  test("with what is still expected of earlier levels, where the page shows that", () =>
    withPage(browser, allowed, async (page) => {
      await visit(page, `${site.root}levels/ic/senior/?before`);
      await button(page).click();
      await said(page, "Markdown copied");
      const text = await copied(page);
      const earlier = await page
        .locator("details.earlier")
        .evaluateAll((all) => all.map((it) => it.querySelectorAll("li").length));
      const beside = readFileSync(join(folder, "levels/ic/senior/index.md"), "utf8");
      const added = text.split("\n").filter((it) => it.startsWith("- ")).length;
      const own = beside.split("\n").filter((it) => it.startsWith("- ")).length;
      assert.ok(earlier.length > 5);
      assert.equal(
        added - own,
        earlier.reduce((sum, it) => sum + it, 0),
      );
      assert.match(text, /\n\*\*Mid-Level Software Engineer\*\*\n\n- Points out before building where/);
      assert.ok(
        beside.split("\n").every((it) => text.includes(it)),
        "nothing of the file is lost",
      );
    }));

  test("a gap sheet is what would be saved", () =>
    withPage(browser, allowed, async (page) => {
      await visit(page, `${site.root}review/?level=ic/senior`);
      await page.locator(".review-item").first().waitFor();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save as Markdown" }).click(),
      ]);
      await button(page).click();
      await said(page, "Markdown copied");
      assert.equal(await copied(page), readFileSync(await file.path(), "utf8"));
    }));

  // A slow network brings the page long before the script that compares.
  test("a button that is pressed before its script is there is answered once it is", () =>
    withPage(browser, allowed, async (page) => {
      let bring;
      const brought = new Promise((done) => (bring = done));
      await page.route("**/compare/picker.js", async (route) => {
        await brought;
        await route.continue();
      });
      await page.goto(`${site.root}compare/senior--staff/`);
      await button(page).click();
      bring();
      await said(page, "Markdown copied");
      assert.equal(await copied(page), printed("compare", "senior", "staff", REPOSITORY, "--format", "markdown"));
    }));

  test("what cannot be copied is said", () =>
    withPage(browser, allowed, async (page) => {
      await page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
      });
      await visit(page, `${site.root}levels/ic/staff/`);
      await button(page).click();
      await said(page, "the browser did not copy");
    }));

  test("without scripts nobody is offered what needs them", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      for (const path of ["levels/ic/staff/", "competencies/delivery/", "review/"]) {
        await visit(page, site.root + path);
        assert.equal(await button(page).count(), 0, path);
      }
    }));

  test("a keyboard copies as well", () =>
    withPage(browser, allowed, async (page) => {
      await visit(page, `${site.root}levels/ic/staff/`);
      await button(page).focus();
      await page.keyboard.press("Enter");
      await said(page, "Markdown copied");
    }));
});
