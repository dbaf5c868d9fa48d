// "I am at this level": who says so finds the level marked wherever it stands, in this browser alone.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { objections } from "./axe.js";
import { arrive, visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

const SENIOR = "levels/ic/senior/";
const TITLE = "Senior Software Engineer";

describe("where a reader is", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

  const button = (page) => page.getByRole("button", { name: "I am at this level" });
  const isPressed = (page) => button(page).getAttribute("aria-pressed");
  const marked = (page) =>
    page
      .locator(".here-mark:not(.matrix-heads *)")
      .evaluateAll((marks) => marks.map((it) => new URL((it.closest("a") ?? it.previousElementSibling).href).pathname));
  const kept = (page) =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("ladderbook-here")));
  const path = () => new URL(site.root + SENIOR).pathname;
  // Says that the reader is at a level.
  const settle = async (page, level = SENIOR) => {
    await visit(page, site.root + level);
    await button(page).click();
    await page.getByRole("status").filter({ hasText: "Only this browser knows it" }).waitFor();
  };

  test("is said on the page of a level, and taken back there", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SENIOR);
      assert.equal(await isPressed(page), "false");
      await settle(page);
      assert.equal(await isPressed(page), "true");
      assert.deepEqual(await marked(page), [path()], "in the rail");
      await arrive(page, () => page.reload());
      assert.equal(await isPressed(page), "true");
      assert.deepEqual(await objections(page), []);
      await button(page).click();
      await page.getByRole("status").filter({ hasText: "Forgotten" }).waitFor();
      assert.deepEqual([await isPressed(page), await marked(page), await kept(page)], ["false", [], []]);
    }));

  test("is one level at a time", () =>
    withPage(browser, {}, async (page) => {
      await settle(page);
      await settle(page, "levels/management/engineering-manager/");
      assert.equal(await isPressed(page), "true");
      await visit(page, site.root + SENIOR);
      assert.equal(await isPressed(page), "false");
      await visit(page, site.root);
      assert.deepEqual(await marked(page), [new URL(`${site.root}levels/management/engineering-manager/`).pathname]);
    }));

  test("is marked on the map, on the matrix, in the lists of levels", () =>
    withPage(browser, {}, async (page) => {
      await settle(page);
      await visit(page, site.root);
      assert.deepEqual(await marked(page), [path()]);
      assert.ok(await page.getByText(`You are at ${TITLE}, as far as this browser knows.`).isVisible());
      await visit(page, `${site.root}matrix/`);
      assert.deepEqual(await marked(page), [path()]);
      // Whoever comes by the name of the file is on the same page.
      await page.evaluate(() => localStorage.clear());
      await settle(page, `${SENIOR}index.html`);
      assert.deepEqual(await marked(page), [path()]);
      for (const chooser of ["compare/", "review/"]) {
        await visit(page, site.root + chooser);
        const options = page.locator('option[value="ic/senior"]');
        const labels = await options.evaluateAll((all) => all.map((it) => [it.label, it.text]));
        assert.ok(labels.length > 0);
        for (const label of labels) assert.deepEqual(label, [`${TITLE} · You are here`, TITLE], chooser);
      }
      await page.emulateMedia({ media: "print" });
      await visit(page, site.root);
      assert.equal(await page.locator(".here-mark:visible, .here-line:visible").count(), 0, "on paper nothing");
    }));

  test("is forgotten by one button of the map", () =>
    withPage(browser, {}, async (page) => {
      await settle(page);
      await visit(page, site.root);
      assert.deepEqual(await objections(page), []);
      await page.getByRole("button", { name: "Forget it" }).click();
      assert.deepEqual([await marked(page), await kept(page)], [[], []]);
      assert.equal(await page.getByRole("button", { name: "Forget it" }).count(), 0);
    }));

  test("other windows follow", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root);
      const other = await page.context().newPage();
      await settle(page);
      await visit(other, site.root);
      assert.deepEqual(await marked(other), [path()]);
      await button(page).click();
      await other.waitForFunction(() => !document.querySelector(".here-mark"));
    }));

  test("what something else has written there says nothing", () =>
    withPage(browser, {}, async (page) => {
      await settle(page);
      for (const text of ["{", "null", '{"version":2,"level":"ic/senior"}', '{"version":1,"level":3}']) {
        await page.evaluate((text) => {
          const [key] = Object.keys(localStorage).filter((key) => key.startsWith("ladderbook-here"));
          localStorage.setItem(key, text);
        }, text);
        await visit(page, site.root);
        assert.deepEqual(await marked(page), [], text);
      }
    }));

  test("nobody is asked where nothing can be kept, or without scripts", async () => {
    await withPage(browser, {}, async (page) => {
      await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => null }));
      await visit(page, site.root + SENIOR);
      await page.waitForFunction(() => document.documentElement.classList.contains("driven"));
      assert.equal(await button(page).count(), 0);
    });
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await visit(page, site.root + SENIOR);
      assert.equal(await button(page).count(), 0);
    });
  });

  test("a level that got another name is still it, once its page was seen", () =>
    withPage(browser, {}, async (page) => {
      await settle(page);
      const key = await page.evaluate(() => {
        const [key] = Object.keys(localStorage).filter((key) => key.startsWith("ladderbook-here"));
        const place = JSON.parse(localStorage[key]);
        localStorage[key] = JSON.stringify({ ...place, level: "ic/old", path: "levels/ic/old/" });
        return key;
      });
      await page.route(`${site.root}${SENIOR}`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('data-was=""', 'data-was="ic/older ic/old"');
        await route.fulfill({ response, body });
      });
      await visit(page, site.root + SENIOR);
      assert.equal(await isPressed(page), "true");
      const { level, path } = JSON.parse(await page.evaluate((key) => localStorage[key], key));
      assert.deepEqual([level, path], ["ic/senior", SENIOR]);
    }));
});
