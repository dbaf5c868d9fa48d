// What happens in an open page while its author writes, with the real command serving a real folder.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { axe } from "./axe.js";
import { launch, withPage } from "./browser.js";
import { preview, variant } from "./site.js";

const LEVEL = "levels/ic/senior/";
const LEVEL_FILE = "content/levels/ic/3-senior.md";
// A page with everything that a reader may have changed before its author changes the text.
const DESK = `---
title: Desk
---

The first words.

<label>Name <input id="name"></label>
<label>Note <textarea id="note">Given</textarea></label>
<label>Kind <select id="kind"><option>One</option><option>Two</option></select></label>
<label>Done <input id="done" type="checkbox"></label>

<details id="fold"><summary>More</summary>

Inside the fold.

</details>

![A dot](dot.svg)

${"A paragraph that makes the page long.\n\n".repeat(80)}

<button id="far">Far down</button>

${"Another paragraph that makes the page long.\n\n".repeat(40)}

The last words.
`;
const DOT = (color) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="${color}"/></svg>`;

// A handbook to write in.
const handbook = (files = {}) => {
  const folder = variant(/^authors = .*$/m, "");
  const path = (name) => join(folder, name);
  const write = (name, text) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  const read = (name) => readFileSync(path(name), "utf8");
  const edit = (name, from, to) => {
    const changed = read(name).replace(from, to);
    assert.notEqual(changed, read(name), `${name} has no ${from}`);
    write(name, changed);
  };
  write("content/guides/desk.md", DESK);
  write("content/guides/dot.svg", DOT("red"));
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { folder, path, write, read, edit };
};

// Waits until a preview has built a page that was not there.
const served = async (url) => {
  for (let tries = 0; tries < 200; tries++) {
    if ((await fetch(url)).ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`${url} is not served`);
};

// Opens a page of a preview and waits until it follows. A mark on its window tells whether it was loaded anew.
const open = async (page, url, { status = 200 } = {}) => {
  const quiet = listen(page);
  const followed = page.waitForResponse((response) => response.url().includes("/__ladderbook/events"));
  // If the page fails before, that is what is to be told.
  followed.catch(() => {});
  const response = await page.goto(url);
  assert.equal(response.status(), status);
  await followed;
  await page.waitForLoadState("load");
  // The page names the files that it found while it was loading.
  await page.waitForTimeout(300);
  await page.evaluate(() => (window.mark = "first"));
  return quiet;
};
const isMarked = (page) => page.evaluate(() => window.mark === "first");

// Complaints of a page. Chromium itself names what it cannot load, which only a test can expect.
const listen = (page) => {
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on(
    "response",
    (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
  );
  return (expected = /^$/) =>
    assert.deepEqual(
      complaints.filter((it) => !expected.test(it)),
      [],
    );
};

// axe cannot tell what lies under a modal dialog, so its contrast is computed here.
const contrasts = (page) =>
  overlay(page).evaluate((dialog) => {
    const channels = (color) => color.match(/[\d.]+/g).map(Number);
    const light = (color) => {
      const [r, g, b] = channels(color).map((it) =>
        it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      const color = getComputedStyle(element).backgroundColor;
      return channels(color)[3] === 0 ? ground(element.parentElement) : color;
    };
    return ["h2", "p", "button", "pre"].map((name) => {
      const element = dialog.querySelector(name);
      const [dark, bright] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => a - b);
      return { name, ratio: (bright + 0.05) / (dark + 0.05) };
    });
  });

const overlay = (page) => page.getByRole("alertdialog");

describe("live", () => {
  let browser, book, server;
  before(async () => {
    browser = await launch();
    book = handbook();
    server = await preview(book.folder);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test("a page that was copied as Markdown follows without being loaded anew", () =>
    withPage(browser, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      const quiet = await open(page, server.root + LEVEL);
      const copy = async () => {
        await page.getByRole("button", { name: "Copy as Markdown" }).click();
        await page.getByRole("status").filter({ hasText: "Markdown copied" }).waitFor();
        return page.evaluate(() => navigator.clipboard.readText());
      };
      assert.doesNotMatch(await copy(), /Carried over/);
      // The page tells the preview what it has fetched.
      await page.waitForTimeout(300);
      book.write(LEVEL_FILE, `${book.read(LEVEL_FILE)}\nCarried over the bridge.\n`);
      await page.locator("main").getByText("Carried over the bridge.").waitFor();
      assert.ok(await isMarked(page), "the page was loaded anew");
      assert.match(await copy(), /Carried over the bridge/);
      quiet();
    }));

  test("a text appears, and what the reader did survives", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}guides/desk/`);
      await page.fill("#name", "Ada");
      await page.fill("#note", "Typed");
      await page.selectOption("#kind", "Two");
      await page.check("#done");
      await page.click("#fold summary");
      await page.focus("#far");
      await page.evaluate(() => document.querySelector("#far").scrollIntoView({ block: "center" }));
      const place = () => page.evaluate(() => Math.round(document.querySelector("#far").getBoundingClientRect().top));
      const before = { place: await place(), scroll: await page.evaluate(() => scrollY) };
      assert.ok(before.scroll > 500, `scrolled to ${before.scroll}`);

      book.edit("content/guides/desk.md", "The first words.", "The new words.\n\nAnd some more in front.");
      book.edit("content/guides/desk.md", "title: Desk", "title: Table");
      await page.getByText("The new words.").waitFor();
      await page.waitForFunction(() => document.title.startsWith("Table"));
      assert.ok(await isMarked(page), "the page was loaded anew");
      assert.ok(
        Math.abs((await place()) - before.place) <= 2,
        `the button moved from ${before.place} to ${await place()}`,
      );
      const left = await page.evaluate(() => ({
        focus: document.activeElement.id,
        open: document.querySelector("#fold").open,
        name: document.querySelector("#name").value,
        note: document.querySelector("#note").value,
        kind: document.querySelector("#kind").value,
        done: document.querySelector("#done").checked,
      }));
      assert.deepEqual(left, { focus: "far", open: true, name: "Ada", note: "Typed", kind: "Two", done: true });
      assert.equal(await page.getByText("The first words.").count(), 0);
      quiet();
    }));

  test("typing is not interrupted", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}guides/desk/`);
      await page.fill("#name", "Grace");
      await page.evaluate(() => document.querySelector("#name").setSelectionRange(1, 3));
      book.edit("content/guides/desk.md", "The last words.", "The very last words.");
      await page.getByText("The very last words.").waitFor();
      const { focus, selection } = await page.evaluate(() => {
        const { id, selectionStart, selectionEnd } = document.activeElement;
        return { focus: id, selection: [selectionStart, selectionEnd] };
      });
      assert.deepEqual([focus, selection], ["name", [1, 3]]);
      quiet();
    }));

  test("a style applies without a reload", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}${LEVEL}`);
      const color = () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).color);
      for (const [n, rgb] of [
        [1, "rgb(1, 2, 3)"],
        [2, "rgb(4, 5, 6)"],
      ]) {
        const sheets = await page.locator("link[rel=stylesheet]").count();
        book.write("themes/default/assets/css/brand.css", `/* ${n} */ h1 { color: ${rgb} !important; }`);
        await page.waitForFunction((rgb) => getComputedStyle(document.querySelector("h1")).color === rgb, rgb);
        await page.waitForFunction((n) => document.querySelectorAll("link[rel=stylesheet]").length === n, sheets);
      }
      // Neither does a change of the page bring the old style back.
      book.edit(LEVEL_FILE, /^summary: /m, "summary: Reworded. ");
      await page.getByText("Reworded.").first().waitFor();
      assert.equal(await color(), "rgb(4, 5, 6)");
      assert.ok(await isMarked(page), "the page was loaded anew");
      quiet();
    }));

  test("an image is swapped", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}guides/desk/`);
      const shown = () =>
        page.evaluate(async () => {
          const image = document.querySelector('img[alt="A dot"]');
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
          canvas.drawImage(image, 0, 0);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        });
      assert.deepEqual(await shown(), [255, 0, 0]);
      book.write("content/guides/dot.svg", DOT("blue"));
      await page.waitForFunction(() => document.querySelector('img[alt="A dot"]').src.includes("live="));
      assert.deepEqual(await shown(), [0, 0, 255]);
      book.edit("content/guides/desk.md", "Far down", "Further down");
      await page.getByText("Further down").waitFor();
      assert.deepEqual(await shown(), [0, 0, 255]);
      assert.ok(await isMarked(page), "the page was loaded anew");
      quiet();
    }));

  test("only the tab on the changed page does anything", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const other = await page.context().newPage();
      const quiet = [await open(page, `${server.root}guides/desk/`), await open(other, `${server.root}glossary/`)];
      const requests = [];
      other.on("request", (request) => requests.push(request.url()));
      book.edit("content/guides/desk.md", "Inside the fold.", "Within the fold.");
      await page.waitForFunction(() => document.querySelector("#fold").textContent.includes("Within the fold."));
      await other.waitForTimeout(500);
      assert.deepEqual(requests, []);
      assert.ok(await isMarked(other));
      quiet.forEach((quiet) => quiet());
    }));

  test("a script of the theme that changes is loaded anew", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}${LEVEL}`);
      await page.evaluate(() => scrollTo(0, 600));
      await page.waitForFunction(() => scrollY === 600);
      const script = "themes/default/assets/js/site.js";
      book.write(script, `window.changed = true;\n${book.read(script)}`);
      await page.waitForFunction(() => window.changed === true);
      assert.equal(await isMarked(page), false);
      await page.waitForFunction(() => scrollY === 600);
      quiet();
    }));

  test("a page with a script of its own is loaded anew", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const text = (words) => `---\ntitle: Own\n---\n\n${words}\n\n<script src="own.js"></script>\n`;
      book.write("content/guides/own.js", "window.runs = 1;");
      book.write("content/guides/own.md", text("Old words"));
      await served(`${server.root}guides/own/`);
      const quiet = await open(page, `${server.root}guides/own/`);
      // A build may have read the script while it was being written; then the page is loaded anew with the whole of it.
      await page.waitForFunction(() => window.runs === 1);
      book.write("content/guides/own.md", text("New words"));
      await page.getByText("New words").waitFor();
      assert.equal(await isMarked(page), false);
      quiet();
    }));

  test("the matrix keeps its filter and its listeners", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}matrix/`);
      const hidden = () => page.evaluate(() => [...document.querySelectorAll("[data-track]")].map((it) => it.hidden));
      const boxes = page.locator(".matrix-filter input[data-filter=track]");
      await boxes.first().uncheck();
      const before = await hidden();
      assert.ok(before.includes(true) && before.includes(false), before.join());
      book.edit(LEVEL_FILE, "\n- ", "\n- Whittles ");
      await page.waitForFunction(() => document.body.textContent.includes("Whittles"));
      assert.ok(await isMarked(page), "the page was loaded anew");
      assert.deepEqual(await hidden(), before);
      await boxes.first().check();
      assert.ok(!(await hidden()).includes(true));
      // One table by grade is made anew of the new tables.
      await page.getByLabel("By grade").check();
      const count = () => page.locator(".matrix-by-grade .matrix-scroll td:visible").count();
      const cells = await count();
      book.edit(LEVEL_FILE, "\n- ", "\n- Carves ");
      await page.getByText("Carves").first().waitFor();
      assert.ok(await isMarked(page), "the page was loaded anew");
      assert.equal(await count(), cells);
      assert.equal(await page.locator(".matrix-by-grade .matrix-heads").count(), 1);
      await page.getByLabel("By track").check();
      assert.equal(await page.locator(".matrix-section:visible").count(), 2);
      assert.equal(await page.locator(".matrix-section td:visible").count(), cells);
      quiet();
    }));

  test("a comparison made from data follows the data", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}compare/?from=ic/junior&to=ic/senior`);
      await page.locator(".picker-result article").waitFor();
      await page.waitForTimeout(300);
      await page.evaluate(() => scrollTo(0, 400));
      await page.waitForFunction(() => scrollY === 400);
      book.edit(LEVEL_FILE, "\n- ", "\n- Juggles ");
      await page.waitForFunction(() => document.querySelector(".picker-result").textContent.includes("Juggles"));
      await page.waitForFunction(() => scrollY === 400);
      quiet();
    }));

  test("a comparison that a script made survives a change of the page", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}compare/?from=ic/junior&to=ic/senior`);
      await page.locator(".picker-result article").waitFor();
      await page.waitForTimeout(300);
      await page.selectOption(".picker select >> nth=1", "ic/staff");
      await page.waitForFunction(() => document.querySelector(".picker-result").textContent.includes("Staff"));
      await page.evaluate(() => scrollTo(0, 400));
      const words = book.read("themes/default/i18n/en.toml");
      try {
        book.edit("themes/default/i18n/en.toml", /^skip-to-content = ".*"$/m, 'skip-to-content = "Skip the rest"');
        await page.waitForFunction(() => document.querySelector(".skip").textContent === "Skip the rest");
        assert.ok(await isMarked(page), "the page was loaded anew");
        assert.match(await page.locator(".picker-result").textContent(), /Staff/);
        assert.equal(await page.evaluate(() => scrollY), 400);
      } finally {
        book.write("themes/default/i18n/en.toml", words);
      }
      quiet();
    }));

  test("a page that goes says so, and comes back", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const quiet = await open(page, `${server.root}guides/desk/`);
      renameSync(book.path("content/guides/desk.md"), book.path("content/guides/desk.away"));
      await overlay(page).waitFor();
      assert.match(await overlay(page).textContent(), /This page no longer exists/);
      assert.equal(await overlay(page).getByRole("link", { name: "Home page" }).getAttribute("href"), "/");
      assert.ok(await isMarked(page), "the last text stays");
      renameSync(book.path("content/guides/desk.away"), book.path("content/guides/desk.md"));
      await overlay(page).waitFor({ state: "hidden" });
      assert.ok(await isMarked(page));
      quiet();
    }));

  describe("with an error in the handbook", () => {
    const sound = () => book.read(LEVEL_FILE).replace(/^titel: .*\n/m, "");
    const fault = (text = "<img src=x onerror=window.harm=1>") =>
      book.write(LEVEL_FILE, sound().replace(/^title: /m, `titel: ${text}\ntitle: `));
    const mend = () => book.write(LEVEL_FILE, sound());

    test("an overlay names it, and goes with it", () =>
      withPage(browser, { reducedMotion: "reduce" }, async (page) => {
        const quiet = await open(page, `${server.root}guides/feedback/`);
        await page.focus(".breadcrumbs a, header a");
        const focused = () => page.evaluate(() => document.activeElement.outerHTML);
        const before = await focused();
        try {
          fault();
          await overlay(page).waitFor();
          const text = await overlay(page).textContent();
          assert.match(text, /content\/levels\/ic\/3-senior\.md:\d+:\d+/, "file, line and column");
          assert.match(text, /titel/);
          assert.match(text, /<img src=x onerror=window\.harm=1>/, "markup is text");
          assert.equal(await overlay(page).locator("img").count(), 0);
          assert.equal(await page.evaluate(() => window.harm), undefined);

          // With the keyboard: the focus is in the overlay, Escape closes it and gives the focus back.
          assert.match(await focused(), /^<ladderbook-preview/);
          await page.keyboard.press("Escape");
          await overlay(page).waitFor({ state: "hidden" });
          assert.equal(await focused(), before);
          // It can be had again, and be closed with its button.
          await page.getByRole("button", { name: "The handbook has problems" }).click();
          await overlay(page).waitFor();
          await page.keyboard.press("Enter");
          await overlay(page).waitFor({ state: "hidden" });

          // Another problem shows itself.
          fault("other");
          await overlay(page).waitFor();
          assert.ok(await isMarked(page), "the last good page stays");
        } finally {
          mend();
        }
        await overlay(page).waitFor({ state: "hidden" });
        assert.equal(await page.getByRole("button", { name: "The handbook has problems" }).count(), 0);
        assert.ok(await isMarked(page));
        quiet();
      }));

    test("a template of the theme that is broken is named too, and the page follows once it is mended", () =>
      withPage(browser, { reducedMotion: "reduce" }, async (page) => {
        const quiet = await open(page, `${server.root}guides/feedback/`);
        const template = "themes/default/templates/partials/footer.html";
        const sound = book.read(template);
        try {
          book.write(template, sound.replace("<p>", "<p>{{ book.titel }} {% if %}"));
          await overlay(page).waitFor();
          const text = await overlay(page).textContent();
          assert.match(text, /invalid-template/);
          assert.match(text, /themes\/default\/templates\/partials\/footer\.html:\d+/, "file and line");
          assert.ok(await isMarked(page), "the last good page stays");
          book.write(template, sound.replace("<p>", "<p class=mended>"));
          await overlay(page).waitFor({ state: "hidden" });
          await page.locator("footer .mended").waitFor();
          assert.ok(await isMarked(page));
        } finally {
          book.write(template, sound);
        }
        await page.locator("footer .mended").waitFor({ state: "detached" });
        quiet();
      }));

    test("a page that is opened shows it too, and axe has nothing against it", () =>
      withPage(browser, { reducedMotion: "reduce" }, async (page) => {
        fault(`${"long ".repeat(60)}`);
        try {
          await page.waitForTimeout(500);
          const quiet = await open(page, `${server.root}${LEVEL}`);
          await overlay(page).waitFor();
          const findings = [];
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            for (const width of [320, 1280]) {
              await page.setViewportSize({ width, height: 700 });
              const box = await overlay(page).boundingBox();
              assert.ok(
                box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 700,
                JSON.stringify(box),
              );
              const { violations, passes } = await axe(page, { within: "ladderbook-preview" });
              assert.ok(
                passes.some(({ id }) => id === "aria-dialog-name"),
                "axe looked into the overlay",
              );
              findings.push(...violations.map(({ id, help }) => `${id} at ${width} px, ${colorScheme}: ${help}`));
            }
            for (const { name, ratio } of await contrasts(page)) {
              if (!(ratio >= 4.5)) findings.push(`${name}, ${colorScheme}: contrast ${ratio}`);
            }
          }
          assert.deepEqual(findings, []);
          quiet();
        } finally {
          mend();
        }
      }));
  });
});

describe("live, from the start and again", () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  test("without a site the page tells why, and becomes real by itself", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const book = handbook({ "content/guides/broken.md": "---\ntitel: <b>x</b>\n---\n" });
      const server = await preview(book.folder);
      try {
        const quiet = await open(page, `${server.root}${LEVEL}`, { status: 503 });
        assert.match(await page.locator("#problems").textContent(), /content\/guides\/broken\.md:2:1/);
        assert.equal(await page.locator("#problems b").count(), 0);
        book.write("content/guides/broken.md", "---\ntypo: 1\n---\n");
        await page.waitForFunction(() => document.querySelector("#problems").textContent.includes("typo"));
        assert.ok(await isMarked(page));
        book.write("content/guides/broken.md", "---\ntitle: Mended\n---\n");
        await page.getByRole("heading", { level: 1, name: "Senior Software Engineer" }).waitFor();
        quiet(/503/);
      } finally {
        await server.close();
      }
    }));

  test("a page catches up with a server that was started again", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const book = handbook();
      let server = await preview(book.folder);
      try {
        const quiet = await open(page, `${server.root}guides/desk/`);
        const { port } = server;
        await server.close();
        const lost = page.getByText("The preview is out of reach.");
        await lost.waitFor();
        book.edit("content/guides/desk.md", "The first words.", "Words of the night.");
        server = await preview(book.folder, port);
        assert.equal(server.port, port);
        await page.getByText("Words of the night.").waitFor();
        await lost.waitFor({ state: "hidden" });
        assert.ok(await isMarked(page), "the page was loaded anew");
        // What Chromium itself says about a server that is gone.
        quiet(/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/);
      } finally {
        await server.close();
      }
    }));

  test("a page that nobody sees holds no connection, and catches up when it is seen", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const book = handbook();
      const server = await preview(book.folder);
      try {
        const quiet = await open(page, `${server.root}guides/desk/`);
        const see = (visible) =>
          page.evaluate((visible) => {
            Object.defineProperty(document, "hidden", { value: !visible, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          }, visible);
        await see(false);
        book.edit("content/guides/desk.md", "The first words.", "Words behind the back.");
        await page.waitForTimeout(1000);
        assert.equal(await page.getByText("Words behind the back.").count(), 0);
        await see(true);
        await page.getByText("Words behind the back.").waitFor();
        assert.ok(await isMarked(page));
        quiet();
      } finally {
        await server.close();
      }
    }));

  test("ten tabs are no trouble for a browser that opens six connections", () =>
    withPage(browser, { reducedMotion: "reduce" }, async (page) => {
      const book = handbook();
      const server = await preview(book.folder);
      const tabs = [];
      try {
        for (let i = 0; i < 10; i++) {
          const tab = await page.context().newPage();
          await tab.goto(`${server.root}guides/desk/`, { timeout: 5000 });
          await tab.getByText("The first words.").waitFor();
          // Chromium without a head takes every tab for seen.
          await tab.evaluate(() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          });
          tabs.push(tab);
        }
      } finally {
        await Promise.all(tabs.map((tab) => tab.close()));
        await server.close();
      }
    }));
});
