// The page of a level: what stays expected of earlier ones, in place, in the address and on paper.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { objections } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

describe("what stays expected", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

  const STAFF = "levels/ic/staff/";
  const toggle = (page) => page.getByRole("button", { name: "Show what is still expected" });
  const folds = (page) => page.locator("details.earlier");
  const opened = (page) => page.locator("details.earlier[open]").count();
  // A criterion that two levels before say, and one that has grown into something else since.
  const kept = (page) => page.getByText("Records which options were rejected for which reason");

  test("is unfolded one by one, with the level that says it", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + STAFF);
      const first = folds(page).first();
      assert.match(
        await first.locator("summary").innerText(),
        /^Still expected from Senior Software Engineer \(\d+\), /,
      );
      assert.equal(await kept(page).isVisible(), false);
      await first.locator("summary").click();
      assert.equal(await kept(page).isVisible(), true);
      assert.equal(await opened(page), 1);
      const said = await first.locator("li").count();
      const counts = (await first.locator("summary").innerText())
        .match(/\((\d+)\)/g)
        .map((it) => Number(it.slice(1, -1)));
      assert.equal(
        said,
        counts.reduce((sum, it) => sum + it),
      );
      await first.getByRole("link", { name: "This criterion on its level’s page" }).first().click();
      await page.waitForURL(/\/levels\/ic\/senior\/#/);
    }));

  test("is unfolded everywhere by a switch, which stands in the address", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + STAFF);
      const all = await folds(page).count();
      assert.ok(all > 5, `${all} competencies have earlier levels`);
      await toggle(page).click();
      assert.equal(await opened(page), all);
      assert.equal(await toggle(page).getAttribute("aria-pressed"), "true");
      assert.equal(new URL(page.url()).search, "?before");
      await page.reload();
      await page.waitForFunction((all) => document.querySelectorAll("details.earlier[open]").length === all, all);
      assert.deepEqual(await objections(page), []);
      // As it is shown it is printed.
      await page.emulateMedia({ media: "print" });
      assert.equal(await kept(page).isVisible(), true);
      await page.emulateMedia({ media: "screen" });
      await toggle(page).click();
      assert.equal(await opened(page), 0);
      assert.equal(new URL(page.url()).search, "");
    }));

  test("can be read without scripts, and the switch is not offered", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await visit(page, site.root + STAFF);
      assert.equal(await toggle(page).isVisible(), false);
      await folds(page).first().locator("summary").click();
      assert.equal(await kept(page).isVisible(), true);
    }));

  test("is not offered at a level without any before it", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}levels/ic/junior/`);
      assert.equal(await folds(page).count(), 0);
      assert.equal(await toggle(page).count(), 0);
    }));
});
