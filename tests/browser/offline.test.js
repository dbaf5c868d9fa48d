// Without a connection, after a page has been loaded: it works on, and says what it cannot do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { arrive, visit, withPage } from "./browser.js";
import { tool } from "./gap-sheet.js";
import { SIZES, hosted } from "./hosted.js";
import { build, serve } from "./site.js";

for (const [size, viewport] of Object.entries(SIZES)) {
  describe(`offline, ${size}`, () => {
    let browser, site;
    hosted(
      () => serve(build()),
      (...its) => ([browser, site] = its),
    );

    // Opens a page, then cuts the connection. `tried` gets what the page asks for from then on.
    const offline = (path, use) =>
      withPage(browser, { viewport, reducedMotion: "reduce", permissions: ["clipboard-write"] }, async (page) => {
        await arrive(page, () => page.goto(site.root + path));
        await page.context().setOffline(true);
        const tried = [];
        // The icon is the browser's own wish, whenever it thinks that it has a new page.
        page.on("request", (request) => /^http(?!.*favicon\.svg$)/.test(request.url()) && tried.push(request.url()));
        await use(page, tried);
      });

    test("a level is read as before", () =>
      offline("levels/ic/senior/", async (page, tried) => {
        const menu = page.getByRole("button", { name: "Menu" });
        if (await menu.isVisible()) await menu.click();
        await page.locator(".theme-switch label").nth(2).click();
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
        await page.locator("main .term").first().focus();
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Tab");
        await page.locator(".term-note:popover-open").waitFor();
        await page.keyboard.press("Escape");
        await page.locator("main .permalink").first().click({ force: true });
        await page.getByText("Address copied").waitFor();
        await page.keyboard.press("?");
        await page.getByRole("dialog", { name: "Keys" }).waitFor();
        await page.keyboard.press("Escape");
        const fold = page.locator("main details:not(.rail details)").first();
        await fold.locator("summary").first().click();
        assert.ok(await fold.evaluate((it) => it.open));
        assert.deepEqual(tried, []);
      }));

    test("the matrix is filtered", () =>
      offline("matrix/", async (page, tried) => {
        const shown = () => page.locator("main tbody tr:visible").count();
        const all = await shown();
        await page.getByRole("group", { name: "Categories" }).getByRole("checkbox").first().uncheck();
        await page.waitForFunction(
          (all) => [...document.querySelectorAll("main tbody tr")].filter((it) => it.checkVisibility()).length < all,
          all,
        );
        assert.ok((await shown()) > 0);
        assert.deepEqual(tried, []);
      }));

    test("the gap sheet is filled in, saved and still there later", () =>
      offline("review/?level=ic/senior", async (page, tried) => {
        await page.getByRole("radio", { name: "Sometimes" }).first().check();
        await page.getByRole("button", { name: "Note", exact: true }).first().click();
        await page.locator(".review-own-note textarea").fill("Written on a train");
        const save = await tool(page, "Save as a file");
        const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
        assert.match(readFileSync(await download.path(), "utf8"), /Written on a train/);
        await page.locator(".review-state:not(.is-waiting)").filter({ hasText: "Kept in this browser." }).waitFor();
        await page.getByRole("combobox", { name: "Level", exact: true }).selectOption("ic/staff");
        await page.getByRole("heading", { name: "Staff engineer" }).first().waitFor();
        assert.deepEqual(tried, []);
        await page.context().setOffline(false);
        await visit(page, `${site.root}review/?level=ic/senior`);
        assert.equal(await page.locator(".review-own-note textarea").inputValue(), "Written on a train");
        assert.ok(await page.getByRole("radio", { name: "Sometimes" }).first().isChecked());
      }));

    test("search says that it cannot, and does once it can", () =>
      offline("levels/ic/senior/", async (page) => {
        const address = page.url();
        await page.getByRole("link", { name: "Search" }).click();
        await page.locator(".toast").getByText("could not be loaded").waitFor();
        assert.equal(page.url(), address, "the page that was loaded stays");
        await page.context().setOffline(false);
        await page.getByRole("link", { name: "Search" }).click();
        const field = page.getByRole("searchbox");
        await field.fill("mentors");
        const status = page.locator(".search-status");
        await status.getByText(/^\d+ results?$/).waitFor();
        const found = await status.textContent();
        await page.context().setOffline(true);
        await field.fill("zebra crossing");
        await status.getByText(/could not be loaded|Nothing was found/).waitFor();
        await page.context().setOffline(false);
        await field.fill("mentors");
        await status.getByText(found, { exact: true }).waitFor();
      }));
  });
}
