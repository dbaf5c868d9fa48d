// The browser's own bars have the colour of the page's ground, in each skin and scheme, whoever chose it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, visit, withPage } from "./browser.js";
import { build, serve, variant } from "./site.js";

// The colour of the ground and that of the bars, both as painted.
const colours = (page, scheme) =>
  page.evaluate((scheme) => {
    const painted = (colour) => {
      const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].join(" ");
    };
    const bars = document.querySelector(`meta[name="theme-color"][media*="${scheme}"]`);
    return { ground: painted(getComputedStyle(document.documentElement).backgroundColor), bars: painted(bars.content) };
  }, scheme);

// A change of the system's scheme takes a moment.
const assertAlike = async (page, scheme) => {
  let seen;
  for (let tries = 0; tries < 50; tries++) {
    seen = await colours(page, scheme);
    if (seen.bars === seen.ground) break;
    await page.waitForTimeout(50);
  }
  assert.equal(seen.bars, seen.ground);
  return seen;
};

describe("theme-color", () => {
  let browser, site, ink;
  before(async () => {
    site = await serve(build());
    ink = await serve(build(variant('theme = "default"', 'theme = "ink"')));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await ink?.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`is right in the template, ${colorScheme}`, () =>
      withPage(browser, { colorScheme, javaScriptEnabled: false }, async (page) => {
        await visit(page, site.root);
        await assertAlike(page, colorScheme);
      }));
  }

  test("follows a skin, the system and the reader", () =>
    withPage(browser, { colorScheme: "light" }, async (page) => {
      await visit(page, ink.root);
      const light = await assertAlike(page, "light");
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = await assertAlike(page, "dark");
      assert.notEqual(dark.ground, light.ground);
      await page.locator(".theme-switch label").nth(1).click();
      assert.deepEqual(await colours(page, "dark"), light);
    }));
});
