// Editions: which one is in force is said on the day of reading, links of then lead on, the history can be filtered.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, history, serve } from "./site.js";

describe("editions", () => {
  let browser, site, folder;
  hosted(
    () => {
      folder = build(history());
      return serve(folder);
    },
    (...its) => ([browser, site] = its),
  );

  const marks = (page) =>
    page.locator(".in-force .mark:visible").evaluateAll((all) => all.map((it) => it.textContent.trim()));

  test("one that is announced is marked until its day, and the one before is in force", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}editions/e12/levels/ic/senior/`);
      assert.deepEqual(await marks(page), ["not in effect yet"]);
      await visit(page, `${site.root}editions/`);
      assert.deepEqual(await marks(page), ["not in effect yet", "in force"]);
      const now = page.locator(".edition-list > li", { has: page.locator(".in-force-now:visible") });
      assert.equal(await now.locator("h2").textContent(), "e11");
    }));

  test("the day of reading decides, not the day of the build", () =>
    withPage(browser, {}, async (page) => {
      await page.clock.setFixedTime(new Date("2999-01-01T12:00:00"));
      await visit(page, `${site.root}editions/e12/levels/ic/senior/`);
      assert.deepEqual(await marks(page), ["in force"]);
      await visit(page, `${site.root}editions/e11/levels/ic/senior/`);
      assert.deepEqual(await marks(page), []);
      await page.clock.setFixedTime(new Date("2024-03-01T12:00:00"));
      await visit(page, `${site.root}editions/`);
      const all = await marks(page);
      assert.deepEqual([all.length, all.at(-1)], [11, "in force"]);
    }));

  test("without JavaScript it says from when on it is in force, and claims nothing", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${site.root}editions/e12/levels/ic/senior/`);
      assert.match(await page.locator(".edition-mark").textContent(), /in force from 2999-01-01/);
      assert.deepEqual(await marks(page), []);
    }));

  test("each page of one leads to today and to the same level elsewhere, on paper it says which it is", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}editions/e3/levels/ic/mid/`);
      await page.locator(".edition-others summary").click();
      await page.locator(".edition-others a", { hasText: /^e7$/ }).click();
      assert.equal(page.url(), `${site.root}editions/e7/levels/ic/intermediate/`);
      await page.getByRole("link", { name: "This page today" }).click();
      assert.equal(page.url(), `${site.root}levels/ic/intermediate/`);
      await page.emulateMedia({ media: "print" });
      for (const path of ["editions/e3/levels/ic/mid/", "editions/e3/print/", "editions/e3/"]) {
        await visit(page, site.root + path);
        assert.ok(await page.getByText("Edition e3").first().isVisible(), path);
        assert.ok(await page.getByText("in force from 2024-05-02").first().isVisible(), path);
        assert.equal(await page.locator(".edition-links:visible, .edition-others:visible").count(), 0, path);
      }
    }));

  // Links that were copied when the first edition was the handbook.
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with" : "without";
    test(`a level and a criterion of the first edition are found in the last one, ${how} JavaScript`, () =>
      withPage(browser, { javaScriptEnabled }, async (page) => {
        await page.goto(`${site.root}levels/ic/mid/`);
        await page.waitForURL(`${site.root}levels/ic/intermediate/`);
        for (const id of ["small-tasks", "asks", "explains", "settles"]) {
          await page.goto("about:blank");
          await page.goto(`${site.root}criteria/#${id}`);
          if (!javaScriptEnabled) await page.locator(`[id="${id}"] .listed-place a`).first().click();
          await page.waitForURL(/\/levels\/.*#/);
          const target = await page.evaluate(() => document.querySelector(":target")?.closest("li")?.textContent);
          assert.ok(target, `${id} is on ${page.url()}`);
        }
      }));
  }

  test("the changes can be narrowed down to a level or a track, by the address as well", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}levels/ic/senior/`);
      await page.getByRole("link", { name: "History of this level" }).click();
      await page.getByText("It first stood in this edition.").waitFor();
      await page.getByRole("link", { name: "All changes of this level" }).click();
      assert.equal(page.url(), `${site.root}changes/?level=ic/senior`);
      const shown = () =>
        page.locator(".changes-subject:visible").evaluateAll((all) => all.map(({ dataset }) => dataset));
      const ofLevel = await shown();
      assert.ok(ofLevel.length > 3 && ofLevel.every(({ level }) => level === "ic/senior"));
      assert.ok((await page.locator(".changes-nothing:visible").count()) > 0, "others say that they have none");
      await page.getByLabel("Track").selectOption("management");
      assert.equal(page.url(), `${site.root}changes/?track=management`);
      const ofTrack = await shown();
      assert.ok(ofTrack.length > 0 && ofTrack.every(({ track }) => track === "management"));
      await page.getByLabel("Track").selectOption("");
      assert.equal(page.url(), `${site.root}changes/`);
      assert.ok((await shown()).length > ofTrack.length + ofLevel.length);
    }));

  test("without JavaScript all changes are there, without a filter", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${site.root}changes/?level=ic/senior`);
      assert.ok((await page.locator(".changes-subject:visible").count()) > 20);
      assert.equal(await page.locator(".changes-filter:visible").count(), 0);
    }));

  test("the feed is XML with what Atom asks for", () =>
    withPage(browser, {}, async (page) => {
      const xml = readFileSync(join(folder, "changes.xml"), "utf8");
      const feed = await page.evaluate((xml) => {
        const document = new DOMParser().parseFromString(xml, "application/xml");
        const text = (node, name) => [...node.children].find((it) => it.localName === name)?.textContent;
        const entries = [...document.querySelectorAll("entry")];
        return {
          root: [document.documentElement.namespaceURI, document.documentElement.localName],
          head: ["title", "id", "updated"].map((name) => text(document.documentElement, name)),
          author: document.querySelector("feed > author > name")?.textContent,
          ids: entries.map((it) => text(it, "id")),
          complete: entries.every((it) => text(it, "title") && /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(text(it, "updated"))),
        };
      }, xml);
      assert.deepEqual(feed.root, ["http://www.w3.org/2005/Atom", "feed"]);
      assert.ok(feed.head.every(Boolean) && feed.author && feed.complete);
      assert.equal(new Set(feed.ids).size, 12);
      assert.ok(feed.ids.every((id) => id.startsWith("https://ladder.example/changes/#lb-in-e")));
    }));
});
