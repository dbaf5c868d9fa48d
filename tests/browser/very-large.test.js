// What is too much for one page is reached from it all the same.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { serve, written, build } from "./site.js";

const TRACKS = 80;
const RUNGS = 4;
// Together more than the page of a divided list has anchors for.
const EACH = 18;

const numbers = (count) => Array.from({ length: count }, (_, i) => i + 1);

const criteria = (track, n) =>
  numbers(EACH)
    .map((it) => `- Does ${it} of ${n} for ${track} {#${it % 2 ? "n" : it}-${track}-${n}-${it}}\n`)
    .join("");

const veryLarge = () => {
  const files = { "book.toml": '[book]\ntitle = "Very large"\n[search]\nenabled = false\n' };
  for (const track of numbers(TRACKS)) {
    for (const n of numbers(RUNGS)) {
      files[`content/levels/t${track}/${n}-l${n}.md`] =
        `---\ntitle: Rung ${n} of ${track}\ngrade: ${n}\n---\n\n## Craft\n\n${criteria(track, n)}`;
    }
  }
  return files;
};

describe("a very large handbook", () => {
  let browser, site;
  hosted(
    () => serve(build(written(veryLarge()))),
    (...its) => ([browser, site] = its),
  );

  test("the address of a criterion leads to its level without an anchor on the list", () =>
    withPage(browser, {}, async (page) => {
      for (const [anchor, level] of [
        ["n-1-1-1", "t1/l1"],
        ["n-42-3-17", "t42/l3"],
        [`n-${TRACKS}-${RUNGS}-17`, `t${TRACKS}/l${RUNGS}`],
        ["c-2-7-2-2", "t7/l2"],
        ["c-18-80-4-18", "t80/l4"],
      ]) {
        await page.goto("about:blank");
        await page.goto(`${site.root}criteria/#${anchor}`);
        await page.waitForURL(`${site.root}levels/${level}/#${anchor}`);
      }
    }));

  test("an id that stands behind all others leads nowhere", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}criteria/#zzzz`);
      assert.equal(page.url(), `${site.root}criteria/#zzzz`);
    }));

  test("any two levels can be compared from their choice", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/`);
      const count = await page.locator("[name=to] option").count();
      assert.equal(count, await page.locator("[name=from] option").count());
      assert.equal(count, 1 + TRACKS * RUNGS);
      await page.locator("[name=from]").selectOption("t7/l1");
      await page.locator("[name=to]").selectOption("t60/l3");
      await page.locator(".picker-result h1").waitFor();
      const text = await page.locator(".picker-result").textContent();
      assert.match(text, /Does 1 of 1 for 7/);
      assert.match(text, /Does 1 of 3 for 60/);
      assert.match(page.url(), /from=t7\/l1&to=t60\/l3$/);
    }));

  test("the page of a comparison offers all levels", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/t7.l1--t7.l2/`);
      await page.locator("[name=with] option").nth(300).waitFor({ state: "attached" });
      assert.equal(await page.locator("[name=from]").inputValue(), "t7/l1");
      assert.equal(await page.locator("[name=to]").inputValue(), "t7/l2");
      await page.locator("[name=to]").selectOption("t8/l4");
      await page.waitForURL(/compare\/\?from=t7\/l1&to=t8\/l4$/);
      await page.locator(".picker-result h1").waitFor();
    }));
});
