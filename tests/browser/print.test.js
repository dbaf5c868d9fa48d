// On paper: all of a level's text and none of the paths through the site; the whole handbook as one document.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve, variant, withEdition } from "./site.js";

// How many sheets a page fills.
const sheetsOf = async (page) => {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 10_000, `${pdf.length} bytes`);
  return pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g)?.length;
};

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

  // For a conversation: without examples two sheets, with them a third.
  test("fills two sheets", () =>
    onPaper(async (page) => {
      const paths = [
        "ic/junior",
        "ic/senior",
        "ic/staff",
        "management/tech-lead",
        "management/engineering-manager",
      ].map((it) => `levels/${it}/`);
      for (const path of paths) {
        await visit(page, site.root + path);
        assert.equal(await sheetsOf(page), 2, path);
      }
      await visit(page, `${site.root}levels/ic/staff/?examples`);
      assert.ok((await sheetsOf(page)) <= 3, "with examples");
    }));

  test("begins with what it expects, and has room to write", () =>
    onPaper(async (page) => {
      for (const left of [".changes", ".level-radar", ".page-tools", ".changes-short", ".level-head button"]) {
        assert.ok((await page.locator(left).count()) > 0, left);
        assert.equal(await page.locator(`${left}:visible`).count(), 0, left);
      }
      assert.ok(await page.getByText("Notes", { exact: true }).isVisible());
      await page.emulateMedia({ media: "screen" });
      assert.ok(!(await page.getByText("Notes", { exact: true }).isVisible()));
    }));

  test("leaves out what only a screen can use", () =>
    onPaper(async (page) => {
      const onScreenOnly = page.locator("nav, .skip, fieldset, input");
      assert.ok((await onScreenOnly.count()) > 5, "the page has navigation to leave out");
      for (const element of await onScreenOnly.all()) {
        assert.ok(!(await element.isVisible()), await element.evaluate((node) => node.outerHTML.slice(0, 120)));
      }
    }));

  test("keeps what is unfolded, and of what is not only what still is expected", () =>
    onPaper(async (page) => {
      assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
      const all = await page.locator(".criteria > li").count();
      assert.equal(await page.locator(".criteria > li:visible").count(), all, "every criterion");
      const [examples, earlier] = [page.locator("details.examples"), page.locator("details.earlier")];
      assert.ok((await examples.count()) > 5 && (await earlier.count()) > 5, "the page has folds");
      const shown = (folds) =>
        folds.evaluateAll((all) => all.filter((fold) => fold.lastElementChild.checkVisibility()).length);
      assert.deepEqual([await shown(examples), await shown(earlier)], [0, 0]);
      assert.equal(await page.locator("details.examples summary:visible").count(), 0);
      assert.equal(await page.locator("details.earlier summary:visible").count(), await earlier.count());
      await page.emulateMedia({ media: "screen" });
      await page.getByRole("button", { name: "Show examples" }).click();
      assert.equal(new URL(page.url()).search, "?examples");
      await page.emulateMedia({ media: "print" });
      assert.deepEqual([await shown(examples), await shown(earlier)], [await examples.count(), 0]);
      assert.equal(await page.locator("details.examples summary:visible").count(), 0);
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

  test("has a cover with its day, and its map with arrows", () =>
    visitPrint(async (page) => {
      const today = await page.evaluate(() =>
        new Intl.DateTimeFormat("en", { dateStyle: "medium" }).format(new Date()),
      );
      await page.locator(".cover").getByText(`Printed on ${today}`).waitFor();
      await page.emulateMedia({ media: "print" });
      assert.ok((await page.locator(".map-moves > path:visible").count()) > 5);
      assert.ok(await page.locator(".map-legend .legend").first().isVisible());
      await visit(page, site.root);
      await page.setViewportSize({ width: 680, height: 900 });
      // As wide as a sheet of paper. An arrow straight up has no width, so that not each counts as seen.
      assert.ok(await page.locator(".map-moves").isVisible());
      assert.ok((await page.locator(".map-moves > path").count()) > 5);
    }));

  test("says on its cover which edition it is, and where it stands", async () => {
    const site = await serve(build(withEdition(variant(/^# base-url = .*$/m, 'base-url = "https://ladder.example/"'))));
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${site.root}print/`);
        const cover = page.locator(".cover");
        await cover.getByText("As it stands today. The last edition is 2025.").waitFor();
        await cover.getByText("https://ladder.example/print/").waitFor();
        await visit(page, `${site.root}editions/2025/print/`);
        await cover.getByText("2025").first().waitFor();
        assert.equal(await page.getByText("As it stands today").count(), 0);
      });
    } finally {
      await site.close();
    }
  });

  test("leads from the contents to its own parts", () =>
    visitPrint(
      async (page) => {
        await page.locator(".contents").getByRole("link", { name: "Senior Software Engineer" }).click();
        await page.waitForFunction(() => location.hash === "#at-levels-ic-senior");
        assert.ok(await page.locator(":target h3").isVisible());
      },
      { reducedMotion: "reduce" },
    ));

  test("has no sheet without a word behind what a search found", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}search/?q=mentor`);
      await page.locator("main .search-results li").first().waitFor();
      assert.equal(await sheetsOf(page), 1);
    }));

  test("has no heading at the foot of a sheet", { skip: pdftotext() }, () =>
    visitPrint(async (page) => {
      const texts = (selector) =>
        page
          .locator(selector)
          .evaluateAll((all) => all.map((it) => it.textContent.replace(/#\s*$/, "").replace(/\s+/g, " ").trim()));
      const headings = await texts(".sheet-level :is(h3, h4, h5, h6, .earlier-level), .sheet-level .earlier > summary");
      assert.ok(headings.includes("Craft") && headings.length > 100, `${headings.length} headings`);
      // What also ends a list or a row, such as the name of a competency, is no heading there.
      const ends = new Set(await texts(".sheet-level :is(li, td, th, dd, a, p)"));
      const names = new Set(headings.filter((it) => !ends.has(it)));
      assert.ok(names.has("Craft") && names.size > 10, `${names.size} names`);
      const sheets = asText(await page.pdf({ preferCSSPageSize: true })).split("\f");
      // A level's first sheet says which one it is; the last line of each is its number.
      const levels = sheets.slice(2).filter((text) => !/^\s*Glossary\b/.test(text));
      const feet = levels.map((text) => text.trim().split(/\n\s*/).at(-2)?.trim() ?? "");
      assert.deepEqual(
        feet.filter((foot) => names.has(foot)),
        [],
      );
    }),
  );

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
