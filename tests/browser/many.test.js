// Ladders of 4, 9 and 14 tracks: what does not fit is whole or away, says that it is there, and can be chosen.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { objections } from "./axe.js";
import { arrive, drawn, visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { many } from "./many.js";
import { build, serve } from "./site.js";

const WIDTHS = [360, 768, 1280, 1920];
const PAGES = ["", "compare/", "matrix/", "competencies/craft/"];
// What WCAG 1.4.12 asks a page to bear.
const SPACED = "* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}";

// Heads of columns of which the edge of their box cuts a word.
const cutHeads = () =>
  [...document.querySelectorAll(".edges")].flatMap((box) => {
    const { right } = box.getBoundingClientRect();
    const heads = [...box.querySelectorAll("thead a, .rung")].filter((it) => it.checkVisibility());
    return heads.flatMap((head) => {
      const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
      const words = document.createRange();
      while (walker.nextNode()) {
        words.selectNodeContents(walker.currentNode);
        const isCut = [...words.getClientRects()].some((it) => it.left < right - 1 && it.right > right + 1);
        if (isCut) return [head.textContent.trim()];
      }
      return [];
    });
  });

// Each arrow that is drawn begins and ends at a card.
const looseArrows = () => {
  const cards = [...document.querySelectorAll(".rung")].filter((it) => it.checkVisibility());
  const boxes = cards.map((it) => it.getBoundingClientRect());
  const touches = ({ x, y }) =>
    boxes.some((it) => x > it.left - 8 && x < it.right + 8 && y > it.top - 8 && y < it.bottom + 8);
  const paths = [...document.querySelectorAll(".map-moves > path:not([hidden])")];
  const loose = paths.filter((path) =>
    [0, path.getTotalLength()].some((at) => !touches(path.getPointAtLength(at).matrixTransform(path.getScreenCTM()))),
  );
  return { all: paths.length, loose: loose.map((it) => it.getAttribute("d")) };
};

// Cards that cut their words, or lie on one another.
const crowded = () => {
  const cards = [...document.querySelectorAll(".map .rung")].filter((it) => it.checkVisibility());
  const cut = cards.filter((it) => it.scrollHeight > it.clientHeight + 1);
  const boxes = cards.map((it) => it.getBoundingClientRect());
  const on = boxes.filter((a) =>
    boxes.some(
      (b) => a !== b && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1,
    ),
  );
  return { cut: cut.map((it) => it.textContent.trim()), on: on.length };
};

for (const count of [4, 9, 14]) {
  describe(`a ladder of ${count} tracks`, () => {
    let browser, site;
    hosted(
      () => serve(build(many(count))),
      (...its) => ([browser, site] = its),
    );

    test("fits every screen, cuts no word at an edge, and says where there is more", () =>
      withPage(browser, {}, async (page) => {
        for (const path of PAGES) {
          await visit(page, site.root + path);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            await drawn(page);
            const where = `${path || "home"} at ${width}`;
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${where}: ${wide} px wide`);
            assert.deepEqual(await page.evaluate(cutHeads), [], where);
            const boxes = await page
              .locator(".edges")
              .evaluateAll((all) =>
                all.map((it) => [it.scrollWidth > it.clientWidth + 2, it.classList.contains("more-to-come")]),
              );
            for (const [isWider, says] of boxes) assert.equal(says, isWider, where);
          }
        }
      }));

    test("has a map whose cards grow with their words, and whose arrows follow", () =>
      withPage(browser, {}, async (page) => {
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          await visit(page, site.root);
          for (const content of ["", SPACED]) {
            await page.evaluate((content) => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(content);
              document.adoptedStyleSheets.push(sheet);
            }, content);
            await page.waitForTimeout(300);
            assert.deepEqual(await page.evaluate(crowded), { cut: [], on: 0 }, `${width} ${content}`);
            if (width < 768) continue;
            const { all, loose } = await page.evaluate(looseArrows);
            assert.ok(all > 2, `${all} arrows`);
            assert.deepEqual(loose, [], `${width} ${content}`);
          }
        }
      }));

    test("draws a track without grades on none, and no row without a card", () =>
      withPage(browser, {}, async (page) => {
        await visit(page, site.root);
        const rows = await page.locator(".map tbody tr").evaluateAll((all) =>
          all.map((row) => ({
            grade: row.querySelector("th").innerText.trim(),
            tracks: [...new Set([...row.querySelectorAll("td.held")].map(({ dataset }) => dataset.track))],
          })),
        );
        assert.deepEqual(
          rows.filter(({ tracks }) => !tracks.length && rows.length < 2),
          [],
        );
        const own = rows.filter(({ tracks }) => tracks.includes("community"));
        assert.deepEqual(own, [{ grade: "No grade", tracks: ["community"] }]);
        assert.ok(rows.filter(({ grade }) => grade !== "No grade").length > 4);
      }));

    test("lets a reader choose tracks, and remembers them", () =>
      withPage(browser, {}, async (page) => {
        await visit(page, site.root);
        const heads = page.locator(".map thead [data-track]:visible");
        const all = page.getByRole("button", { name: "All tracks" });
        // Where there are many, it begins with the first group.
        assert.equal(await heads.count(), { 4: 4, 9: 4, 14: 7 }[count]);
        await all.click();
        assert.equal(await heads.count(), count);
        await page.locator(".map-tracks summary").click();
        const boxes = page.locator(".map-tracks input");
        assert.equal(await boxes.count(), count);
        // All but two, of which one has no grades.
        for (const box of await boxes.all()) {
          if (!["backend", "community"].includes(await box.getAttribute("value"))) await box.uncheck();
        }
        const check = async () => {
          assert.equal(await heads.count(), 2);
          assert.equal(await page.locator(".map-tracks-state").innerText(), `2 of ${count}`);
          const rows = page.locator(".map tbody tr:visible");
          for (const row of await rows.all()) assert.ok((await row.locator(".rung:visible").count()) > 0);
          const { all, loose } = await page.evaluate(looseArrows);
          assert.ok(all > 0);
          assert.deepEqual(loose, []);
        };
        await check();
        await arrive(page, () => page.reload());
        await check();
        await page.getByRole("button", { name: "Management" }).click();
        assert.equal(await heads.count(), count < 9 ? 1 : 2);
        await all.click();
        await arrive(page, () => page.reload());
        assert.equal(await heads.count(), count);
        assert.deepEqual(await objections(page), []);
      }));

    test("shows the tracks that are chosen on all pages, no empty rows, and the way back", () =>
      withPage(browser, {}, async (page) => {
        const chosen = ["community", ["frontend", "frontend", "security"][[4, 9, 14].indexOf(count)]];
        const left = page.locator(".tracks-left");
        // What is on a page of the tracks, and how many rows have none of their levels.
        const seen = () =>
          page.evaluate(() => {
            const shown = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
            const tracks = shown("main [data-track]").map(({ dataset }) => dataset.track.replace(/^track-/, ""));
            const rows = shown(".map tbody tr, .grades tbody tr:not(.grade-pairs), .grade-row");
            const isEmpty = (row) =>
              ![...row.querySelectorAll(".rung, .grade-level, .growth-level")].some((it) => it.checkVisibility());
            return { tracks: [...new Set(tracks)].sort(), empty: rows.filter(isEmpty).length };
          });
        const assertChosen = async (path) => {
          const { tracks, empty } = await seen();
          assert.deepEqual(tracks, chosen.toSorted(), path);
          assert.equal(empty, 0, path);
        };

        await visit(page, `${site.root}matrix/`);
        assert.ok(await left.isHidden());
        for (const box of await page.locator("[data-filter=track]").all()) {
          if (!chosen.includes(await box.getAttribute("data-id"))) await box.uncheck();
        }
        await assertChosen("matrix/");
        for (const path of PAGES) {
          await visit(page, site.root + path);
          await assertChosen(path);
          if (path) assert.match(await left.innerText(), new RegExp(`^2 of ${count} tracks are shown`), path);
        }
        // The address has its own.
        await visit(page, `${site.root}competencies/craft/?track=backend`);
        assert.deepEqual((await seen()).tracks, ["backend"]);
        await visit(page, `${site.root}matrix/?level=backend/l2`);
        assert.deepEqual((await seen()).tracks, ["backend"]);
        assert.ok(await left.isHidden());
        await visit(page, `${site.root}matrix/#track-backend`);
        assert.deepEqual((await seen()).tracks, ["backend", ...chosen].sort());
        assert.equal(await page.locator("#track-backend").evaluate((it) => it.getBoundingClientRect().top < 800), true);
        await visit(page, `${site.root}compare/`);
        await assertChosen("compare/ after a link");

        await left.getByRole("button", { name: "All tracks" }).click();
        assert.ok(await left.isHidden());
        for (const path of PAGES.slice(0, 2)) {
          await visit(page, site.root + path);
          const { tracks, empty } = await seen();
          assert.equal(tracks.length, count, path);
          assert.equal(empty, 0, path);
        }
      }));
  });
}

describe("a choice among 14 tracks", () => {
  let browser, site;
  hosted(
    () => serve(build(many(14))),
    (...its) => ([browser, site] = its),
  );

  test("bears a storage that is refused, or has something else in it", async () => {
    for (const spoil of [
      () =>
        Object.defineProperty(window, "localStorage", {
          get: () => {
            throw new Error("refused");
          },
        }),
      () => localStorage.setItem("ladderbook-tracks:/:Many", '{"no": [" track * '),
    ]) {
      await withPage(browser, {}, async (page) => {
        await page.addInitScript(spoil);
        await visit(page, `${site.root}competencies/craft/`);
        const heads = page.locator(":is(.grade-tracks, .growth-tracks) > [data-track]:visible");
        assert.equal(await heads.count(), 14);
        await page.locator("[data-filter=track]").first().uncheck();
        assert.equal(await heads.count(), 13);
        await page.getByRole("button", { name: "All tracks" }).click();
        assert.equal(await heads.count(), 14);
      });
    }
  });

  test("leaves of the matrix by grade the columns of these, on every screen", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}matrix/?by=grade&brief`);
      const columns = page.locator(".matrix-scroll thead tr:last-child th:visible");
      const levels = await page.locator("[data-filter=level]").count();
      assert.equal(await columns.count(), levels);
      const grades = await page.locator(".matrix-scroll [scope=colgroup]:visible").allInnerTexts();
      assert.deepEqual(grades, [..."12345678"].map((it) => `Grade ${it}`).concat("No grade"));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await drawn(page);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `at ${width}`);
        assert.deepEqual(await page.evaluate(cutHeads), [], `at ${width}`);
      }
      // No grade is there without a column.
      await page.getByRole("group", { name: "Tracks" }).getByLabel("Community").uncheck();
      await page.locator("[data-filter=level][value$='l1']").evaluateAll((boxes) => boxes.forEach((it) => it.click()));
      assert.ok(
        (await page.locator("thead:visible [scope=colgroup]:visible").allInnerTexts()).every((it) => /\d/.test(it)),
      );
      const spans = await page
        .locator(".matrix-scroll [scope=colgroup]:visible")
        .evaluateAll((all) => all.reduce((sum, it) => sum + it.colSpan, 0));
      assert.equal(await columns.count(), spans);
    }));
});
