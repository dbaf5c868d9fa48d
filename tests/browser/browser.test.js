// Pages that are lent to one test after the other: only those that are as new.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

describe("a page that is lent", () => {
  let browser, site;
  hosted(
    () => serve(build()),
    (...its) => ([browser, site] = its),
  );

  // A page has a context of its own, so that their number tells whether one was lent again.
  const contexts = () => browser.contexts().length;
  const home = (use = () => {}, options = {}) =>
    withPage(browser, options, async (page) => {
      await visit(page, site.root);
      await use(page);
    });

  test("is lent again if it was only looked at, with its size and colours as asked", async () => {
    await home((page) => page.emulateMedia({ colorScheme: "dark", media: "print" }), {
      viewport: { width: 360, height: 740 },
    });
    const before = contexts();
    await home(async (page) => {
      assert.equal(contexts(), before);
      const seen = await page.evaluate(() => [
        innerWidth,
        matchMedia("screen and (prefers-color-scheme: light)").matches,
      ]);
      assert.deepEqual(seen, [1280, true]);
    });
    await withPage(browser, {}, () =>
      withPage(browser, {}, () => assert.equal(contexts(), before + 1, "one for each")),
    );
  });

  const LEAVES = {
    "has stored something": (page) => page.evaluate(() => localStorage.setItem("it", "is")),
    "stores something as it is left": (page) =>
      page.evaluate(() => addEventListener("pagehide", () => sessionStorage.setItem("it", "is"))),
    "asks whether it may be left": (page) =>
      page.evaluate(() => addEventListener("beforeunload", (event) => event.preventDefault())),
    "is answered by a test": (page) => page.route("**/none", (route) => route.abort()),
    "has another page beside it": (page) => page.evaluate(() => void open("about:blank")),
  };
  for (const [what, act] of Object.entries(LEAVES)) {
    test(`is not lent again if it ${what}`, async () => {
      const known = [];
      await home(async (page) => {
        known.push(...browser.contexts());
        await act(page);
        if (what.includes("another page")) await page.waitForTimeout(200);
      });
      assert.equal(browser.contexts().length, known.length - 1, "its context is closed");
      await home((page) =>
        page.evaluate(() => localStorage.length + sessionStorage.length).then((it) => assert.equal(it, 0)),
      );
    });
  }

  test("is held to nothing that a test before it saw", async () => {
    await home();
    await withPage(browser, {}, async (page) => {
      await page.goto(site.root);
      await page.evaluate(() => console.error("nobody visits here"));
    });
    await assert.rejects(
      home((page) => page.evaluate(() => console.error("somebody does"))),
      /somebody does/,
    );
  });
});
