// Reading: terms explained in place, addresses to copy, keys; and texts that are hard to lay out.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { objections } from "./axe.js";
import { arrive, visit, withPage } from "./browser.js";
import { hard } from "./hard.js";
import { SIZES, hosted } from "./hosted.js";
import { address, build, htmlFiles, serve } from "./site.js";

for (const [size, viewport] of Object.entries(SIZES)) {
  describe(`reading (${size})`, () => {
    let browser, site;
    hosted(
      () => serve(build()),
      (...its) => ([browser, site] = its),
    );

    const onLevel = (use, options = {}) =>
      withPage(browser, { viewport, reducedMotion: "reduce", ...options }, async (page) => {
        await visit(page, `${site.root}levels/ic/senior/`);
        await use(page);
      });
    const note = (page) => page.locator(".term-note:popover-open");

    test("a term is explained under the pointer, which may move onto the explanation", () =>
      onLevel(async (page) => {
        const term = page.locator("main .term").first();
        await term.hover();
        await note(page).waitFor();
        assert.equal(await note(page).getAttribute("id"), await term.getAttribute("aria-describedby"));
        const [below, box] = [await note(page).boundingBox(), await term.boundingBox()];
        assert.ok(below.y >= box.y, "it does not cover the term");
        await note(page).hover();
        await page.waitForTimeout(500);
        assert.equal(await note(page).count(), 1, "it stays");
        await page.mouse.move(2, 2);
        await note(page).waitFor({ state: "detached" });
      }));

    test("a term is explained with the focus, until Escape", () =>
      onLevel(async (page) => {
        const term = page.locator("main .term").first();
        await page.locator("main a").first().focus();
        while (!(await term.evaluate((link) => link === document.activeElement))) await page.keyboard.press("Tab");
        await note(page).waitFor();
        await page.keyboard.press("Escape");
        assert.equal(await note(page).count(), 0);
        assert.ok(await term.evaluate((link) => link === document.activeElement), "the focus stays");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Shift+Tab");
        await note(page).waitFor();
        await page.keyboard.press("Tab");
        await note(page).waitFor({ state: "detached" });
      }));

    test("an explanation stays inside a phone's window", () =>
      onLevel(
        async (page) => {
          for (const term of await page.locator("main .term").all()) {
            await term.scrollIntoViewIfNeeded();
            await term.hover();
            const wanted = await term.getAttribute("aria-describedby");
            await page.locator(`#${wanted}:popover-open`).waitFor();
            const { x, y, width, height } = await note(page).boundingBox();
            assert.ok(
              x >= 0 && y >= 0 && x + width <= 360 && y + height <= 740,
              JSON.stringify({ wanted, x, y, width, height }),
            );
            await page.keyboard.press("Escape");
          }
        },
        { viewport: { width: 360, height: 740 } },
      ));

    test("without JavaScript a term leads to the glossary, and nothing is offered that would not work", () =>
      onLevel(
        async (page) => {
          assert.ok(!(await page.locator(".keys-open").isVisible()));
          assert.equal(await page.locator(".term-note:visible, dialog:visible").count(), 0);
          const term = page.locator("main .term").first();
          const words = (await term.textContent()).toLowerCase();
          await term.click();
          assert.match(page.url(), /\/glossary\/#term-/);
          assert.ok((await page.locator(":target").textContent()).toLowerCase().includes(words));
        },
        { javaScriptEnabled: false },
      ));

    test("a permalink copies the full address and says so", () =>
      onLevel(
        async (page) => {
          const link = page.locator(".criteria .permalink").nth(2);
          await link.focus();
          await page.keyboard.press("Enter");
          await page.getByRole("status").filter({ hasText: "Address copied" }).waitFor();
          const copied = await page.evaluate(() => navigator.clipboard.readText());
          // The address that lasts, wherever the criterion will stand.
          assert.match(page.url(), /\/levels\/ic\/senior\/#[\w-]+$/);
          assert.equal(copied, page.url().replace("/levels/ic/senior/", "/criteria/"));
          await page.waitForFunction(() => !document.querySelector(".toast").textContent);
        },
        { permissions: ["clipboard-read", "clipboard-write"] },
      ));

    test("? lists the keys, Escape closes the list and the focus returns", () =>
      onLevel(async (page) => {
        const link = page.locator("main .kicker a").first();
        await link.focus();
        await page.keyboard.press("?");
        const list = page.getByRole("dialog", { name: "Keys" });
        await list.waitFor();
        assert.ok(await list.getByText("Next page").isVisible());
        assert.deepEqual(await objections(page, { within: "dialog" }), []);
        await page.keyboard.press("n");
        assert.match(page.url(), /senior\/$/, "the list is in the way");
        await page.keyboard.press("Escape");
        await list.waitFor({ state: "hidden" });
        assert.ok(await link.evaluate((it) => it === document.activeElement));
        await page.keyboard.press("n");
        await arrive(page, () => page.waitForURL(/levels\/ic\/staff\//));
        await page.keyboard.press("p");
        await page.waitForURL(/levels\/ic\/senior\//);
      }));

    test("single keys can be switched off, for good", () =>
      onLevel(async (page) => {
        await page.getByRole("button", { name: "Keyboard" }).click();
        const list = page.getByRole("dialog", { name: "Keys" });
        await list.getByRole("checkbox").uncheck();
        await list.getByRole("button", { name: "Close" }).click();
        for (const load of [false, true]) {
          if (load) await arrive(page, () => page.reload());
          for (const key of ["?", "n", "/"]) await page.keyboard.press(key);
          await page.waitForTimeout(300);
          assert.ok(!(await list.isVisible()));
          assert.match(page.url(), /senior\/$/);
        }
        await page.getByRole("button", { name: "Keyboard" }).click();
        assert.ok(!(await list.getByRole("checkbox").isChecked()));
      }));

    test("the first stop of the keyboard skips to the content", () =>
      onLevel(async (page) => {
        await page.keyboard.press("Tab");
        const skip = page.locator(".skip");
        assert.ok(
          await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0),
        );
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
      }));

    test("whatever has the focus shows it", () =>
      onLevel(async (page) => {
        const bare = new Set();
        for (let stop = 0; stop < 70; stop++) {
          await page.keyboard.press("Tab");
          const shows = await page.evaluate(() => {
            const it = document.activeElement;
            const ring = (node) =>
              getComputedStyle(node).outlineStyle !== "none" && parseFloat(getComputedStyle(node).outlineWidth) > 0;
            return it === document.body || ring(it) || ring(it.parentElement) ? "" : it.outerHTML.slice(0, 120);
          });
          if (shows) bare.add(shows);
        }
        assert.deepEqual([...bare], []);
      }));
  });
}

for (const language of ["de", "he"]) {
  describe(`a handbook with hard texts in ${language}`, () => {
    let browser, site, folder;
    hosted(
      () => {
        folder = build(hard(language));
        return serve(folder);
      },
      (...its) => ([browser, site] = its),
    );

    test("fits a phone, a tablet and a desk", () =>
      withPage(browser, {}, async (page) => {
        const wide = [];
        const pages = htmlFiles(folder).filter((path) => !/n\d+/.test(path) && path !== "404.html");
        assert.ok(pages.length > 15, `${pages.length} pages`);
        for (const path of pages) {
          await page.setViewportSize({ width: 360, height: 800 });
          await visit(page, site.root + address(path), { until: "load" });
          for (const width of [360, 768, 1280]) {
            await page.setViewportSize({ width, height: 800 });
            const over = await page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            if (over > 0) wide.push(`${path}: ${over} px too wide for ${width}`);
          }
        }
        assert.deepEqual(wide, []);
      }));

    test("has a rail that stays small beside sixty levels", () =>
      withPage(browser, {}, async (page) => {
        await visit(page, `${site.root}levels/ic/n30/`);
        assert.ok((await page.locator(".rail-rungs li").count()) <= 13);
        assert.ok(await page.locator('.rail-rungs [aria-current="page"]').isVisible());
        assert.equal(await page.locator(".rail-more").count(), 2);
        const { height } = await page.locator(".rail").boundingBox();
        assert.ok(height <= 900, `${height} px`);
      }));
  });
}
