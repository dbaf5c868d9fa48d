// Calibration: sentences are placed without their levels, saved as a file, and files are laid together.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { objections } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { SIZES, hosted } from "./hosted.js";
import { build, serve, variant } from "./site.js";

const on = () => variant(/(\[calibrate\]\nenabled = )false/, "$1true");

const sentence = (page) => page.locator(".calibrate-sentence");
const levels = (page) => page.locator(".calibrate-levels button");
const button = (page, name) => page.getByRole("button", { name, exact: true });

// The criteria of a track by their words, with the level that each stands at.
const standing = async (page, root, track) => {
  const response = await page.request.get(`${root}api/handbook.json`);
  const handbook = await response.json();
  const of = handbook.levels.filter((it) => it.track === track);
  return new Map(
    of.flatMap(({ id, cells }) =>
      cells.flatMap(({ criteria }) => criteria.filter(({ origin }) => !origin).map(({ text }) => [text, id])),
    ),
  );
};

const assertNothing = async (page) => assert.deepEqual(await objections(page, { least: 11 }), []);

const assertFits = async (page) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
};

// Places a whole set: `choose` is given the words and the levels' ids, and says which to press, or to skip.
const placeAll = async (page, choose) => {
  const asked = [];
  for (;;) {
    await page.locator(".calibrate-sentence, .calibrate-end").first().waitFor();
    if (await page.locator(".calibrate-end").count()) return asked;
    const words = await sentence(page).innerText();
    asked.push(words);
    const ids = await levels(page).evaluateAll((all) => all.map((it) => it.dataset.level));
    const at = choose(words, ids, asked.length - 1);
    if (at === null) await button(page, "Skip").click();
    else await levels(page).nth(at).click();
    await page.waitForFunction((words) => document.querySelector(".calibrate-sentence")?.innerText !== words, words);
  }
};

const saved = async (page) => {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save as a file").click()]);
  return readFileSync(await download.path(), "utf8");
};

const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const laid = (page, ...files) => page.locator(".calibrate input[type=file]").setInputFiles(files);
const trouble = (page) => page.locator(".calibrate-trouble .notice").allInnerTexts();

describe("calibration", () => {
  let site, browser;
  hosted(
    () => serve(build(on())),
    (...its) => ([browser, site] = its),
  );

  test("is there only where it is switched on", async () => {
    const off = await serve(build());
    await withPage(browser, {}, async (page) => {
      await visit(page, `${off.root}calibrate/`, { status: 404 });
      assert.equal(await page.getByRole("link", { name: "Calibration" }).count(), 0);
      await visit(page, `${site.root}levels/`);
      await page.getByRole("link", { name: "Calibration" }).click();
      await page.getByRole("heading", { name: "Calibration", level: 1 }).waitFor();
    });
    await off.close();
  });

  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`twenty sentences are placed, and what differs is shown, ${size}`, () =>
      withPage(browser, { viewport, reducedMotion: "reduce" }, async (page) => {
        await visit(page, `${site.root}calibrate/?track=ic&set=7`);
        const stands = await standing(page, site.root, "ic");
        await button(page, "Begin").click();
        await sentence(page).waitFor();
        await page.getByText("Sentence 1 of 20").waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.className), "calibrate-sentence");
        assert.equal(await page.locator(".calibrate-question a").count(), 0, "nothing leads to where it stands");
        await assertNothing(page);
        await assertFits(page);

        // The first wrong, the second skipped, the others where they stand.
        const asked = await placeAll(page, (words, ids, i) => {
          assert.ok(stands.has(words), `“${words}” is no criterion`);
          const right = ids.indexOf(stands.get(words));
          assert.ok(right >= 0, `${stands.get(words)} is to be chosen`);
          if (i === 1) return null;
          return i ? right : (right + 1) % ids.length;
        });
        assert.equal(new Set(asked).size, 20);
        assert.deepEqual(await page.locator(".calibrate-differing a").allInnerTexts(), [asked[0]]);
        await page.getByText("Skipped: 1.").waitFor();
        assert.equal(await page.getByText(/%|score/i).count(), 0, "nobody is rated");
        await assertNothing(page);
        await assertFits(page);

        const json = JSON.parse(await saved(page));
        assert.equal(json.format, "ladderbook-calibration");
        assert.deepEqual([json.track, json.set, json.placements.length, "name" in json], ["ic", 7, 20, false]);
        assert.equal(json.placements.filter(({ placed }) => placed).length, 19);
        for (const words of asked) assert.ok(!JSON.stringify(json).includes(words), "the file has no words of it");

        // The same number asks for the same, in the same order.
        assert.equal(new URL(page.url()).search, "?track=ic&set=7");
        await button(page, "Another set").click();
        await button(page, "Begin").click();
        await sentence(page).waitFor();
        assert.equal(await sentence(page).innerText(), asked[0]);
        await page.locator(".calibrate-differing a").count();
        await page.evaluate(() => addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true));
      }));
  }

  test("by keyboard alone, with a step back", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      await visit(page, `${site.root}calibrate/?track=management&set=3&competency=mentoring`);
      await button(page, "Begin").focus();
      await page.keyboard.press("Enter");
      await sentence(page).waitFor();
      const first = await sentence(page).innerText();
      await page.keyboard.press("2");
      await page.getByText(/^Sentence 2 of/).waitFor();
      assert.notEqual(await sentence(page).innerText(), first);
      await button(page, "Back").focus();
      await page.keyboard.press("Enter");
      await page.getByText(/^Sentence 1 of/).waitFor();
      assert.equal(await sentence(page).innerText(), first);
      // A number is typed as such where one types.
      await page.locator("[name=set]").fill("");
      await page.locator("[name=set]").press("4");
      assert.equal(await page.locator("[name=set]").inputValue(), "4");
      await page.getByText(/^Sentence 1 of/).waitFor();
    }));

  test("files laid together show the sentences, and not who placed them", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      await visit(page, `${site.root}calibrate/?track=ic&set=7&competency=mentoring`);
      const stands = await standing(page, site.root, "ic");
      await button(page, "Begin").click();
      const asked = await placeAll(page, (words, ids) => ids.indexOf(stands.get(words)));
      await page.getByText("Every sentence that you placed stands where you placed it.").waitFor();
      const one = JSON.parse(await saved(page));
      const other = structuredClone(one);
      const ids = [...new Set(stands.values())];
      const at = other.placements.findIndex(({ placed }) => placed === ids[0]);
      other.placements[at].placed = ids.at(-1);
      other.name = "Second";
      const odd = { ...one, placements: [{ ...one.placements[0], wording: "00000000" }] };
      const texts = [one, other, odd].map((it) => JSON.stringify(it));
      await laid(page, ...texts.map((text, i) => file(`file-${i}.json`, text)));
      const rows = page.locator(".calibrate-table tbody tr");
      await rows.first().waitFor();
      assert.equal(await rows.count(), asked.length);
      assert.equal(await rows.first().locator("th a").innerText(), asked[at], "the most different one is first");
      assert.match(await rows.first().innerText(), /Junior Software Engineer 1\s+Distinguished Engineer 1\s+5 levels/);
      assert.match(await rows.last().innerText(), /Same level/);
      await page.getByText("gone since: 1.").waitFor();
      assert.doesNotMatch(await page.locator(".calibrate-table table").innerText(), /Second|file-/);
      await assertNothing(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await assertFits(page);
      const href = await rows.first().locator("th a").getAttribute("href");
      assert.match(href, /levels\/ic\/junior\/#/);

      await laid(
        page,
        file("again.json", texts[0]),
        file("words.json", "not JSON"),
        file("sheet.json", '{"format":"ladderbook-review","version":1}'),
        file("new.json", JSON.stringify({ ...one, version: 2 })),
        file("odd.json", JSON.stringify({ ...one, placements: [{ id: 5 }] })),
        file("more.json", JSON.stringify({ ...one, evil: "<img>" })),
        file("foreign.json", JSON.stringify({ ...one, book: { title: "Another" } })),
        file("large.json", " ".repeat(300_000)),
      );
      await page.locator(".calibrate-trouble .notice").nth(7).waitFor();
      const said = (await trouble(page)).map((it) => it.replace(" It was left out.", ""));
      assert.deepEqual(said, [
        "The file “again.json” is already there.",
        "The file “words.json” is not JSON, so it does not come from this page.",
        "The file “sheet.json” is JSON, but was not saved by a page for calibration.",
        "The file “new.json” was saved by another version of this page (2), which this one cannot read.",
        "The file “odd.json” is damaged: “placements[0].id” is not what it should be.",
        "The file “more.json” is damaged: “evil” is not what it should be.",
        "The file “foreign.json” is about another handbook, “Another”.",
        "The file “large.json” is too large to come from this page.",
      ]);
      assert.equal(await rows.count(), asked.length, "what was there stays");
      await button(page, "Remove all files").click();
      assert.equal(await rows.count(), 0);
    }));

  test("without JavaScript it says what it needs", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await visit(page, `${site.root}calibrate/`);
      assert.equal(await page.getByText("open this handbook from a web server").isVisible(), true);
      assert.equal(await button(page, "Begin").isVisible(), false);
    }));
});
