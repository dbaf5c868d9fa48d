// The permanent address of a criterion leads to where it is now, with and without scripts.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

describe("the list of all criteria", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

  /** The first entry of today, and the first old one. */
  const entries = async (page) => {
    await visit(page, `${site.root}criteria/`);
    return page.evaluate(() => {
      const all = [...document.querySelectorAll(".listed > li")].map((li) => ({
        id: li.id,
        href: li.querySelector("a").href,
        isOld: Boolean(li.querySelector("span code")),
      }));
      return [all.find(({ isOld }) => !isOld), all.find(({ isOld }) => isOld)];
    });
  };

  test("an address with an id goes on to the level, an old id as well", () =>
    withPage(browser, {}, async (page) => {
      for (const { id, href } of await entries(page)) {
        await page.goto("about:blank");
        await page.goto(`${site.root}criteria/#${id}`);
        await page.waitForURL(href);
        const target = await page.evaluate(() => document.querySelector(":target")?.closest("li")?.textContent);
        assert.ok(target, `${href} is on the page`);
      }
    }));

  test("without JavaScript the entry stands there, with a link", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      for (const { id, href } of await entries(page)) {
        await page.goto(`${site.root}criteria/#${id}`);
        assert.equal(page.url(), `${site.root}criteria/#${id}`);
        const at = page.locator(`.listed > li[id="${id}"]`);
        const { y } = await at.boundingBox();
        assert.ok(y >= 0 && y < 800, `it is in view: ${y}`);
        await at.locator("a").first().click();
        assert.equal(page.url(), href);
      }
    }));

  test("a list without an id stays, and so does one with a letter", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}criteria/#lb-letter-2`);
      await page.waitForTimeout(200);
      assert.equal(page.url(), `${site.root}criteria/#lb-letter-2`);
    }));

  test("a permalink copies the address in the list, and leads to the criterion on its page", () =>
    withPage(browser, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await visit(page, `${site.root}levels/ic/senior/`);
      const link = page.locator(".criteria .permalink[data-permanent]").first();
      const anchor = (await link.getAttribute("href")).slice(1);
      await link.click();
      await page.locator(".toast").filter({ hasText: /./ }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${site.root}criteria/#${anchor}`);
      assert.equal(page.url(), `${site.root}levels/ic/senior/#${anchor}`);
    }));
});
