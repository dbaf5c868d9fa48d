// Ladders of 4, 9 and 14 tracks: what does not fit is whole or away, says that it is there, and can be chosen.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { axe } from "./axe.js";
import { visit, withPage } from "./browser.js";
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
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
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
        await page.reload({ waitUntil: "networkidle" });
        await check();
        await page.getByRole("button", { name: "Management" }).click();
        assert.equal(await heads.count(), count < 9 ? 1 : 2);
        await all.click();
        await page.reload({ waitUntil: "networkidle" });
        assert.equal(await heads.count(), count);
        const { violations } = await axe(page);
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}`),
          [],
        );
      }));
  });
}
