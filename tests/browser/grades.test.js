// Tracks side by side by grade: on the page of a competency and on that of all comparisons.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { drawn, visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { many } from "./many.js";
import { build, serve } from "./site.js";

// How far from the head of its track the farthest cell of each begins.
const drift = () => {
  const left = (part) => part.getBoundingClientRect().left;
  const heads = [...document.querySelectorAll(".grade-tracks > :not([hidden])")];
  return heads.map((head) => {
    const cells = document.querySelectorAll(`.grade-row:not([hidden]) > [data-track="${head.dataset.track}"]`);
    return Math.max(...[...cells].map((cell) => Math.abs(left(cell) - left(head))));
  });
};

// Words of heads that the edge of their box cuts.
const cut = () => {
  const { right } = document.querySelector(".by-grade").getBoundingClientRect();
  const links = [...document.querySelectorAll(".grade-tracks a")].filter((it) => it.checkVisibility());
  const isCut = (rect) => rect.left < right - 1 && rect.right > right + 1;
  return links.filter((it) => [...it.getClientRects()].some(isCut)).map((it) => it.textContent);
};

for (const count of [4, 14]) {
  describe(`grades of ${count} tracks`, () => {
    let browser, site;
    hosted(
      () => serve(build(many(count))),
      (...its) => ([browser, site] = its),
    );

    test("stand below their tracks on the page of a competency", () =>
      withPage(browser, {}, async (page) => {
        for (const query of ["", "?track=backend&track=frontend", "?track=frontend&grade=3&grade=4"]) {
          await visit(page, `${site.root}competencies/craft/${query}`);
          const heads = page.locator(".grade-tracks > :visible");
          for (const width of [960, 1280, 1920]) {
            await page.setViewportSize({ width, height: 900 });
            await drawn(page);
            const where = `${query} at ${width}`;
            assert.deepEqual(await page.evaluate(drift), Array(await heads.count()).fill(0), where);
            assert.deepEqual(await page.evaluate(cut), [], where);
            const [isWider, says] = await page
              .locator(".by-grade")
              .evaluate((box) => [box.scrollWidth > box.clientWidth + 2, box.classList.contains("more-to-come")]);
            assert.equal(says, isWider, where);
          }
        }
      }));

    test("are those of the chosen tracks in the list of a phone", () =>
      withPage(browser, { viewport: { width: 360, height: 800 } }, async (page) => {
        await visit(page, `${site.root}compare/`);
        await page.locator(".grades-tracks [name=first]").selectOption("backend");
        await page.locator(".grades-tracks [name=second]").selectOption("frontend");
        const tracks = page.locator(".grades .rung-track:visible");
        assert.deepEqual(new Set(await tracks.allInnerTexts()), new Set(["Backend", "Frontend"]));
        // Nothing stands where all that it holds is hidden.
        const empty = await page
          .locator(".grades .pair-links")
          .evaluateAll((all) => all.filter((it) => it.checkVisibility() && !it.innerText.trim()).length);
        assert.equal(empty, 0);
      }));
  });
}
