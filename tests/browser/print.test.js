// On paper: all of a level's text and none of the paths through the site; the whole handbook as one document.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

describe("a printed level", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

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
        folds
          .filter((fold) => !fold.lastElementChild.checkVisibility())
          .map((fold) => fold.textContent.trim().slice(0, 80)),
      );
      assert.deepEqual(hidden, []);
    }));
});

describe("the page for paper", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

  const visitPrint = (use, options = {}) =>
    withPage(browser, options, async (page) => {
      await visit(page, `${site.root}print/`);
      await use(page);
    });

  test("is linked from every page and holds every level", () =>
    visitPrint(async (page) => {
      const titles = await page.locator(".sheet-level > .sheet-head h3").allTextContents();
      assert.ok(titles.length > 8, `${titles.length} levels`);
      for (const title of titles) {
        assert.ok(
          (await page.locator(".contents").getByRole("link", { name: title }).count()) > 0,
          `${title} is in the contents`,
        );
      }
      await page.goto(`${site.root}levels/ic/senior/`);
      await page.getByRole("contentinfo").getByRole("link", { name: "The whole handbook" }).click();
      await page.waitForURL(`${site.root}print/`);
    }));

  test("leads from the contents to its own parts", () =>
    visitPrint(
      async (page) => {
        await page.locator(".contents").getByRole("link", { name: "Senior Software Engineer" }).click();
        await page.waitForFunction(() => location.hash === "#at-levels-ic-senior");
        assert.ok(await page.locator(":target h3").isVisible());
      },
      { reducedMotion: "reduce" },
    ));

  test("becomes a document with its contents, its levels and numbered sheets", { skip: pdftotext() }, () =>
    visitPrint(async (page) => {
      const sheets = asText(await page.pdf({ preferCSSPageSize: true, printBackground: true })).split("\f");
      assert.ok(sheets.length > 30, `${sheets.length} sheets`);
      assert.match(sheets[0], /Engineering career ladder/);
      assert.match(sheets[1], /Contents[^]*Senior Software Engineer[^]*Glossary/);
      const starts = (title) =>
        sheets.findIndex((text) =>
          new RegExp(`^\\s*\\S+\\s+Individual contributor\\s+Grade \\d\\s+${title}`).test(text),
        );
      const levels = ["Junior", "Mid-Level", "Senior"].map((word) => starts(`${word} Software Engineer`));
      // Each level starts a sheet, and they follow one another.
      assert.ok(
        levels.every((at) => at > 1) && levels.join() === levels.toSorted((a, b) => a - b).join(),
        levels.join(),
      );
      assert.match(sheets[4], new RegExp(`5 / ${sheets.length - 1}\\s*$`));
      // What is folded on a screen is open on paper.
      const example = await page.locator(".examples li").first().textContent();
      const squeezed = (text) => text.replace(/\s+/g, " ");
      assert.ok(squeezed(sheets.join(" ")).includes(squeezed(example).slice(1, 40)), example);
    }),
  );

  test("fits a phone and a desk, without JavaScript as well", () =>
    visitPrint(
      async (page) => {
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} px wide at ${width}`);
        }
        assert.ok(await page.locator(".examples li").first().isVisible());
      },
      { javaScriptEnabled: false },
    ));
});

function pdftotext() {
  return spawnSync("pdftotext", ["-v"]).error ? "pdftotext of poppler-utils is not there" : false;
}

const asText = (pdf) => {
  const file = join(tmpdir(), `ladderbook-${process.pid}.pdf`);
  writeFileSync(file, pdf);
  const { stdout, status } = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(status, 0);
  return stdout;
};
