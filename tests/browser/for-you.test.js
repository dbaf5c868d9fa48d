// What changed for a reader: the browser, and only it, remembers what was read of a level; what is new since is marked.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { objectionsInSchemes } from "./axe.js";
import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, files, history, preview, serve } from "./site.js";

const SENIOR = "levels/ic/senior/";
const MARK = "Since you read it";
const upTo = (last) => Array.from({ length: last }, (_, i) => i + 1);

// The same site at different times: editions up to a number, and what today's handbook is.
const built = new Map();
const siteOf = (editions, today = editions) => {
  const key = `${editions} ${today}`;
  if (!built.has(key)) built.set(key, build(history(upTo(editions), today)));
  return built.get(key);
};
const folder = mkdtempSync(join(tmpdir(), "ladderbook-for-you-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const publish = (editions, today) => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(siteOf(editions, today), folder, { recursive: true });
};

describe("what changed for a reader", () => {
  let browser, site;
  hosted(
    () => {
      publish(3);
      return serve(folder);
    },
    (...its) => ([browser, site] = its),
  );

  const at = (path) => site.root + path;
  const box = (page) => page.locator(".for-you");
  const marks = (page) => page.locator(".criteria .for-you-mark").allTextContents();
  const remembered = (page) => page.evaluate(() => localStorage["ladderbook-read:/:Harbour ladder"]);
  // Until the script of a page has looked whether there is anything new.
  const visitRead = async (page, path) => {
    await visit(page, at(path));
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  };
  // Reads a level to its end.
  const read = async (page, path) => {
    await page.clock.install();
    await visit(page, at(path));
    await page.clock.runFor(6000);
    await page.waitForFunction(() => "ladderbook-read:/:Harbour ladder" in localStorage);
    await page.clock.resume();
  };
  const withReader = (use, options = {}) =>
    withPage(browser, options, async (page) => {
      publish(3);
      await read(page, SENIOR);
      await use(page);
    });

  test("the first visit marks nothing, and is remembered after a while, not at once", () =>
    withPage(browser, {}, async (page) => {
      publish(5);
      await page.clock.install();
      await visit(page, at(SENIOR));
      await page.clock.runFor(3000);
      assert.equal(await remembered(page), undefined);
      assert.equal(await page.locator(".for-you:visible, .for-you-mark:visible").count(), 0);
      await page.clock.runFor(3000);
      const { version, levels } = JSON.parse(await remembered(page));
      assert.equal(version, 1);
      assert.deepEqual(
        levels.map(([name, { edition }]) => [name, edition]),
        [["ic/senior", "e5"]],
      );
      await visitRead(page, SENIOR);
      assert.equal(await page.locator(".for-you:visible, .for-you-mark:visible").count(), 0);
    }));

  test("what an edition changed is marked until it is marked as read", () =>
    withReader(async (page) => {
      publish(4);
      await visit(page, at(SENIOR));
      await box(page).waitFor();
      assert.match(await box(page).textContent(), /Changed here since you last read it \(edition e3\): 3/);
      assert.deepEqual((await marks(page)).sort(), [`${MARK}: Grown`, `${MARK}: Reworded`, `${MARK}: Rewritten`]);
      // The first on the page, wherever it stands in the history.
      await box(page).getByRole("link", { name: "To the first change" }).click();
      const target = await page.evaluate(() => {
        const marked = document.querySelector(".criteria .for-you-mark").closest("li");
        return [location.hash, `#${marked.id}`, document.querySelector(":target") === marked];
      });
      assert.deepEqual(target, [target[1], target[1], true]);
      // It stays so, however often and long it is looked at.
      await page.clock.install();
      await visit(page, at(SENIOR));
      await page.clock.runFor(60_000);
      await page.reload();
      await box(page).waitFor();
      assert.equal((await marks(page)).length, 3);
      await page.getByRole("button", { name: "Mark as read" }).click();
      await box(page).waitFor({ state: "hidden" });
      assert.deepEqual(await marks(page), []);
      assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
      await visitRead(page, SENIOR);
      assert.deepEqual(await marks(page), []);
    }));

  test("what was read ahead of an edition is not new in it, what came on top is", () =>
    withPage(browser, {}, async (page) => {
      publish(3, 4);
      await read(page, SENIOR);
      publish(4);
      await visitRead(page, SENIOR);
      assert.equal(await page.locator(".for-you:visible, .for-you-mark:visible").count(), 0);
      publish(5);
      await visit(page, at(SENIOR));
      await box(page).waitFor();
      assert.deepEqual([...new Set(await marks(page))].sort(), [
        `${MARK}: Moved from Delivery`,
        `${MARK}: Moved from “Design” to “Operation”`,
        `${MARK}: Moved from “Operation” to “Design”`,
      ]);
    }));

  test("a change that is no criterion is marked in the history, to which the line leads", () =>
    withPage(browser, {}, async (page) => {
      publish(8);
      await read(page, SENIOR);
      publish(9);
      await visit(page, at(SENIOR));
      await box(page).waitFor();
      await box(page).getByRole("link").click();
      await page.locator(".level-history .for-you-mark").waitFor();
      assert.match(
        await page.locator(".level-history li:has(> .for-you-mark)").textContent(),
        /^\s*Grade .*Since you read it/,
      );
    }));

  test("a level that got another name is remembered under it", () =>
    withPage(browser, {}, async (page) => {
      publish(6);
      await read(page, "levels/ic/mid/");
      publish(7);
      await visit(page, at("changes/"));
      await page.locator(".for-you-all").waitFor();
      assert.equal(await page.locator(".changes-subject[data-news]").count(), 1);
      await visit(page, at("levels/ic/intermediate/"));
      await box(page).waitFor();
      await page.getByRole("button", { name: "Mark as read" }).click();
      assert.deepEqual(
        JSON.parse(await remembered(page)).levels.map(([name]) => name),
        ["ic/intermediate"],
      );
    }));

  test("the page of all changes marks and lists it, and can show nothing else", () =>
    withReader(async (page) => {
      await visitRead(page, "changes/");
      assert.match(await page.locator(".for-you-all").textContent(), /remembers you have read: 1\./);
      assert.equal(await page.getByLabel("Only what is new for me").isVisible(), false, "there is nothing new");
      publish(5);
      await visit(page, at("changes/"));
      const all = await page.locator(".changes-subject:visible").count();
      assert.deepEqual(await page.locator(".for-you-levels a").allTextContents(), ["Senior Engineer"]);
      await page.getByLabel("Only what is new for me").check();
      assert.equal(page.url(), at("changes/?new"));
      const shown = await page
        .locator(".changes-subject:visible")
        .evaluateAll((all) => all.map((it) => [it.dataset.level, it.closest(".changes-step").querySelector("h2").id]));
      assert.deepEqual(shown, [
        ["ic/senior", "lb-in-e5"],
        ["ic/senior", "lb-in-e4"],
      ]);
      assert.equal(await page.locator(".changes-step:visible").count(), 2, "no edition without anything new");
      await page.reload();
      await page.locator(".changes-subject[hidden]").first().waitFor({ state: "attached" });
      assert.equal(await page.locator(".changes-subject:visible").count(), 2);
      await page.getByRole("button", { name: "Mark all as read" }).click();
      await page.getByText("All is marked as read.").waitFor();
      assert.equal(await page.locator(".changes-subject:visible").count(), all);
      assert.equal(await page.locator(".for-you-mark:visible").count(), 0);
      await visitRead(page, SENIOR);
      assert.deepEqual(await marks(page), []);
    }));

  test("a level that is gone, and was read, can be marked as read", () =>
    withPage(browser, {}, async (page) => {
      publish(10);
      await read(page, "levels/architecture/staff/");
      publish(11);
      await visit(page, at("changes/"));
      await page.locator(".for-you-levels a").waitFor();
      await page.getByRole("button", { name: "Mark all as read" }).click();
      await visitRead(page, "changes/");
      assert.equal(await page.locator(".changes-subject[data-news]").count(), 0);
    }));

  test("one button forgets all that was read, and keeps notes", () =>
    withReader(async (page) => {
      publish(4);
      await page.evaluate(() => (localStorage["ladderbook-review:/:Harbour ladder"] = "kept"));
      await visit(page, at("changes/"));
      await page.getByRole("button", { name: "Forget what I have read" }).click();
      await page.getByText("Forgotten. Notes in the gap sheet are kept.").waitFor();
      assert.equal(await page.locator(".for-you-all:visible, .for-you-mark:visible").count(), 0);
      assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ["ladderbook-review:/:Harbour ladder"]);
      await visitRead(page, SENIOR);
      assert.deepEqual(await marks(page), []);
    }));

  test("what something else has written there says nothing, and breaks nothing", () =>
    withPage(browser, {}, async (page) => {
      publish(4);
      await visit(page, at("404.html"));
      for (const text of [
        "",
        "{",
        "null",
        "[]",
        '{"version":1}',
        '{"version":1,"levels":[[1,2],3]}',
        '{"version":2}',
      ]) {
        await page.evaluate((text) => (localStorage["ladderbook-read:/:Harbour ladder"] = text), text);
        if (text.length > 15) await visitRead(page, SENIOR);
        assert.deepEqual(await marks(page), [], text);
        await visitRead(page, "changes/");
        assert.equal(await page.locator(".for-you-mark:visible").count(), 0, text);
      }
    }));

  test("where the browser keeps nothing, nothing shows and nothing breaks", () =>
    withPage(browser, {}, async (page) => {
      publish(4);
      await page.addInitScript(() =>
        Object.defineProperty(window, "localStorage", {
          get() {
            throw new DOMException("forbidden", "SecurityError");
          },
        }),
      );
      for (const path of [SENIOR, "changes/"]) {
        await visitRead(page, path);
        assert.equal(await page.locator(".for-you:visible, .for-you-mark:visible").count(), 0, path);
      }
      await page.getByLabel("Track").selectOption("ic");
      assert.equal(page.url(), at("changes/?track=ic"), "the filter works");
    }));

  test("axe finds nothing, and on paper nothing of it shows", () =>
    withReader(async (page) => {
      publish(5);
      for (const path of [SENIOR, "changes/"]) {
        await visit(page, at(path));
        await page.locator(".for-you").waitFor();
        if (path === SENIOR) await page.locator("#lb-history > summary").click();
        assert.deepEqual(await objectionsInSchemes(page), [], path);
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.locator(".for-you:visible, .for-you-mark:visible, .changes-only:visible").count(), 0);
        await page.emulateMedia({ media: "screen" });
      }
      await page.setViewportSize({ width: 320, height: 700 });
      for (const path of [SENIOR, "changes/"]) {
        await visit(page, at(path));
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 320, `${path} is ${width} px wide`);
      }
    }));

  test("a handbook without editions has none of it", () => {
    const without = build();
    const levels = files(without).filter((path) => /^(levels|changes)\/.*\.html$/.test(path));
    assert.ok(levels.length > 5);
    const marked = levels.filter((path) => /for-you|data-mark/.test(readFileSync(join(without, path), "utf8")));
    assert.deepEqual(marked, []);
  });

  test("a preview that changes the page keeps the marks", () =>
    withPage(browser, {}, async (page) => {
      const book = history(upTo(4), 4);
      const server = await preview(book);
      try {
        await page.addInitScript(() => {
          localStorage["ladderbook-read:/:Harbour ladder"] ??= JSON.stringify({
            version: 1,
            levels: [["ic/senior", { edition: "e3", marks: "" }]],
          });
        });
        await page.goto(server.root + SENIOR);
        await box(page).waitFor();
        const before = (await marks(page)).length;
        await page.evaluate(() => (window.isSame = true));
        const file = files(join(book, "content/levels/ic")).find((it) => it.includes("senior"));
        const path = join(book, "content/levels/ic", file);
        writeFileSync(path, readFileSync(path, "utf8").replace(/^summary: .*$/m, "summary: Written while it is read."));
        await page.getByText("Written while it is read.").first().waitFor();
        await page.waitForTimeout(300);
        assert.equal((await marks(page)).length, before);
        assert.ok(await box(page).isVisible());
        assert.ok(await page.evaluate(() => window.isSame), "it was not loaded anew");
      } finally {
        await server.close();
      }
    }));

  describe("the gap sheet", () => {
    const SHEET = "review/?level=ic/senior";
    const item = (page, text) => page.locator(".review-item", { hasText: text });
    const button = (page, name) => page.getByRole("button", { name, exact: true });
    const written = (page) => item(page, "").filter({ has: page.locator("input:checked") });
    const give = (page, text) =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(text) });

    const download = async (page, name) => {
      const [file] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
      return readFileSync(await file.path(), "utf8");
    };
    // Rates all that edition 3 asks of a senior engineer.
    const withNotes = (use) =>
      withPage(browser, {}, async (page) => {
        publish(3);
        await visit(page, at(SHEET));
        await page.locator(".review-item").first().waitFor();
        for (const line of await page.locator(".review-item").all()) await line.getByLabel("Sometimes").check();
        await page.getByText("Kept in this browser.").first().waitFor();
        await use(page);
      });

    test("says against which edition each note was written, once there is another", () =>
      withNotes(async (page) => {
        assert.equal(await page.locator(".review-edition").count(), 0);
        const saved = JSON.parse(await download(page, "Save as a file"));
        assert.ok(Object.values(saved.criteria).every(({ edition }) => edition === "e3"));
        publish(4);
        await visit(page, at(SHEET));
        const notes = page.locator(".review-item:has(.review-edition)");
        await notes.first().waitFor();
        assert.equal(await notes.count(), await written(page).count());
        assert.match(await page.locator(".review-edition").first().textContent(), /^Written against edition e3\./);
        // Only where the words have changed since there is something to look at.
        const reworded = page.locator(".review-item:has(div.review-changed)");
        assert.ok((await reworded.count()) > 0 && (await reworded.count()) < (await notes.count()));
        assert.equal(await page.locator(".review-edition a").count(), await reworded.count());
        assert.match(await download(page, "Save as Markdown"), / {2}- Written against edition e3\./);
        const first = reworded.first();
        const href = await first.locator(".review-edition a").evaluate((it) => it.href);
        await first.getByRole("button", { name: "What I wrote still holds" }).click();
        const id = await page.evaluate(() => document.activeElement.closest(".review-item").dataset.id);
        assert.equal(await page.locator(`.review-item[data-id="${id}"] .review-edition`).count(), 0);
        const now = JSON.parse(await download(page, "Save as a file"));
        assert.equal(now.criteria[id].edition, "e4");
        await visit(page, href);
        assert.ok((await page.locator(".changes-subject:visible").count()) > 0);
      }));

    test("takes a file without editions, and refuses one whose edition is none", () =>
      withNotes(async (page) => {
        const saved = JSON.parse(await download(page, "Save as a file"));
        const [id] = Object.keys(saved.criteria);
        for (const odd of [null, 4, ["e1"], "e".repeat(300)]) {
          saved.criteria[id].edition = odd;
          await give(page, JSON.stringify(saved));
          await page.getByText(`damaged: “criteria.${id}.edition”`).waitFor();
          await page.reload();
          await page.locator(".review-item").first().waitFor();
        }
        Object.values(saved.criteria).forEach((notes) => delete notes.edition);
        publish(4);
        await visit(page, at(SHEET));
        await give(page, JSON.stringify(saved));
        await button(page, "Replace mine with it").click();
        await page.getByText("Your sheet is replaced by the file.").waitFor();
        // The sheet comes piece by piece, and that of before was kept as well.
        await page.locator(":is(.review-sheet, .review-content)[aria-busy]").waitFor({ state: "detached" });
        assert.equal(await page.locator(".review-edition").count(), 0);
        const again = JSON.parse(await download(page, "Save as a file"));
        const notes = Object.values(again.criteria);
        assert.equal(notes.length, Object.keys(saved.criteria).length);
        assert.ok(notes.every((it) => !("edition" in it)));
      }));

    test("forgets what was read as well, where all is cleared, and says so", () =>
      withReader(async (page) => {
        assert.ok(await remembered(page));
        await visit(page, at(SHEET));
        await page.locator(".review-item").first().waitFor();
        await button(page, "Clear all…").click();
        await page.getByText("It also forgets which levels you have read.").waitFor();
        await button(page.getByRole("dialog"), "Clear all").click();
        await page.getByText("Everything is cleared.").waitFor();
        assert.equal(await remembered(page), undefined);
      }));
  });
});
