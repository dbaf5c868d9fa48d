// Search: from a word to the criterion, on its page and in the dialog, on a phone and on a desk.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { objections } from "./axe.js";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

import { arrive, visit, withPage } from "./browser.js";
import { SIZES, hosted } from "./hosted.js";
import { build, preview, serve, variant, written } from "./site.js";

const field = (page) => page.getByRole("searchbox", { name: "Words to search for" });
const results = (page) => page.locator(".search-results > li");
const status = (page) => page.locator(".search-status");
const dialog = (page) => page.getByRole("dialog", { name: "Search" });
const counted = (page) =>
  page.waitForFunction(() => /^\d+ results?$/.test(document.querySelector(".search-status")?.textContent));
// Also when nothing was found, and then the list has no height.
const answered = (page) => page.locator(".search-results[aria-busy=false]").waitFor({ state: "attached" });
const choose = (page, name, value) => page.getByRole("combobox", { name }).selectOption(value);

// All that was loaded for searching.
const watchLoads = (page) => {
  const loads = [];
  page.on(
    "request",
    (request) =>
      /search|highlight/.test(new URL(request.url()).pathname) && loads.push(new URL(request.url()).pathname),
  );
  return loads;
};

const assertNothing = async (page) => assert.deepEqual(await objections(page, { least: 11 }), []);

describe("search", () => {
  let folder, site, browser;
  hosted(
    () => {
      folder = build();
      // Below a path, as on many hosts.
      return serve(folder, "/careers/");
    },
    (...its) => ([browser, site] = its),
  );

  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`a word leads to its criterion, ${size}`, () =>
      withPage(browser, { viewport, reducedMotion: "reduce" }, async (page) => {
        const loads = watchLoads(page);
        await visit(page, `${site.root}levels/ic/junior/`);
        assert.deepEqual(loads, [], "nothing is loaded before somebody searches");
        await page.getByRole("link", { name: "Search" }).click();
        await field(page).fill("mentors");
        await counted(page);
        const criterion = page.getByRole("link", { name: /^Mentors experienced engineers of other teams/ });
        const result = results(page).filter({ has: criterion });
        for (const words of ["IC4", "Staff Engineer", "Growing others", "Individual contributor"]) {
          assert.match(await result.innerText(), new RegExp(words));
        }
        await criterion.click();
        await page.waitForURL(/levels\/ic\/staff\/\?highlight=mentors#/);
        const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
        const target = page.locator(`[id="${id}"]`);
        await target.locator("mark.highlight", { hasText: "Mentors" }).waitFor();
        const { y } = await target.boundingBox();
        assert.ok(y >= 0 && y < viewport.height, `the criterion is at ${y}`);
      }));

    test(`the dialog fits and is accessible, ${size}`, () =>
      withPage(browser, { viewport, reducedMotion: "reduce" }, async (page) => {
        await visit(page, `${site.root}levels/ic/senior/`);
        await page.keyboard.press("Control+k");
        await dialog(page).waitFor();
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await field(page).fill("");
          await page.waitForFunction(() =>
            document.querySelector(".search-status").textContent.startsWith("Type a word"),
          );
          await assertNothing(page);
          await field(page).fill("design");
          await counted(page);
          await assertNothing(page);
        }
        const { x, width } = await dialog(page).boundingBox();
        assert.ok(x >= 0 && x + width <= viewport.width, "it fits the screen");
        const overflow = await page.evaluate(() =>
          [...document.querySelectorAll(".search-dialog, .search-dialog *")]
            .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest(".unseen"))
            .map((it) => it.className || it.tagName),
        );
        assert.deepEqual(overflow, []);
      }));

    test(`filters narrow what is found, and stand in the address, ${size}`, () =>
      withPage(browser, { viewport }, async (page) => {
        await visit(page, `${site.root}search/?q=decision`);
        await counted(page);
        const all = Number((await status(page).textContent()).match(/\d+/)[0]);
        await choose(page, "Track", "management");
        await page.waitForFunction((all) => {
          const n = document.querySelector(".search-status").textContent.match(/^(\d+) results?$/)?.[1];
          return n && Number(n) < all;
        }, all);
        for (const text of await results(page).allInnerTexts()) assert.match(text, /Management|Move/);
        assert.equal(new URL(page.url()).search, "?q=decision&track=management");

        // Levels of other tracks are out of the question.
        assert.equal(await page.locator('optgroup[data-track="ic"]').isDisabled(), true);
        await choose(page, "Level", "management/director");
        await choose(page, "Competency", "mentoring");
        await field(page).fill("");
        await page.waitForFunction(() => document.querySelector(".search-status").textContent === "1 result");
        assert.match(await results(page).innerText(), /M3\s+Director of Engineering · Growing others/);
        assert.equal(
          decodeURIComponent(new URL(page.url()).search),
          "?track=management&level=management/director&competency=mentoring",
        );

        await arrive(page, () => page.reload());
        await page.waitForFunction(() => document.querySelector(".search-status").textContent === "1 result");
        await choose(page, "Track", "ic");
        await page.waitForFunction(() => !location.search.includes("level="));
        await field(page).fill("zebra");
        await page.waitForFunction(
          () => document.querySelector(".search-status").textContent === "Nothing was found for “zebra”.",
        );
        assert.equal(await results(page).count(), 0);
      }));

    test(`an address with what the handbook does not have, ${size}`, () =>
      withPage(browser, { viewport }, async (page) => {
        await visit(page, `${site.root}search/?q=<b>&level=nobody`);
        await answered(page);
        assert.equal(await page.getByRole("combobox", { name: "Level" }).inputValue(), "");
        assert.equal(await page.locator(".search b").count(), 0);
      }));

    test(`by keyboard alone, ${size}`, () =>
      withPage(browser, { viewport }, async (page) => {
        await visit(page, `${site.root}guides/feedback/`);
        const focused = () => page.evaluate(() => document.activeElement.tagName);
        const opener = page.getByRole("link", { name: "Search" });
        await opener.focus();
        await page.keyboard.press("/");
        await dialog(page).waitFor();
        assert.equal(await focused(), "INPUT");
        // In the field, a slash is a letter.
        await page.keyboard.type("a/b");
        assert.equal(await field(page).inputValue(), "a/b");
        await page.keyboard.press("Escape");
        await dialog(page).waitFor({ state: "hidden" });
        assert.equal(await opener.evaluate((it) => it === document.activeElement), true, "the focus is back");

        await page.keyboard.press("Meta+k");
        await dialog(page).waitFor();
        await page.keyboard.type("feedback");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.activeElement.tagName === "A");
        const first = await page.evaluate(() => document.activeElement.href);
        await page.keyboard.press("ArrowDown");
        assert.notEqual(await page.evaluate(() => document.activeElement.href), first);
        await page.keyboard.press("ArrowUp");
        assert.equal(await page.evaluate(() => document.activeElement.href), first);
        await page.keyboard.press("ArrowUp");
        assert.equal(await focused(), "INPUT");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.waitForURL(first);
        await page.locator("mark.highlight").first().waitFor();

        // The marks go when they are told to.
        await page.getByRole("button", { name: "Remove the marks" }).press("Enter");
        assert.equal(await page.locator("mark.highlight, .highlight-note").count(), 0);
        assert.equal(new URL(page.url()).search, "");
        assert.equal(await focused(), "MAIN");
      }));

    test(`more results come when they are asked for, ${size}`, () =>
      withPage(browser, { viewport }, async (page) => {
        await visit(page, `${site.root}search/?track=ic`);
        await counted(page);
        const total = Number((await status(page).textContent()).match(/\d+/)[0]);
        assert.equal(await results(page).count(), 10);
        await page.getByRole("button", { name: "Show more results" }).click();
        await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length === 20);
        assert.ok(total > 20);
      }));

    test(`what was found in an example opens it, ${size}`, () =>
      withPage(browser, { viewport }, async (page) => {
        await visit(page, `${site.root}search/?q=loud vote plan`);
        await counted(page);
        const place = results(page)
          .locator(".search-inside > li")
          .filter({ hasText: /^Gets quiet objections heard/ });
        const [title, example] = [place.getByRole("link"), place.locator(".search-excerpt")];
        assert.equal(await title.innerText(), "Gets quiet objections heard in a loud dispute");
        assert.match(await example.innerText(), /^“Before we vote, five minutes/);
        await title.click();
        await page.waitForURL(/#hears-quiet-objections$/);
        await page.locator("#hears-quiet-objections details[open] mark.highlight").first().waitFor();
      }));

    test(`without JavaScript, and from a file, the page says what it needs, ${size}`, async () => {
      const note = "To search, open this handbook from a web server with JavaScript switched on.";
      const says = async (page, url) => {
        await visit(page, url);
        assert.equal(await page.getByText(note).isVisible(), true);
        assert.equal(await field(page).isVisible(), false);
      };
      await withPage(browser, { viewport, javaScriptEnabled: false }, (page) => says(page, `${site.root}search/`));
      await withPage(browser, { viewport }, (page) =>
        says(page, pathToFileURL(join(folder, "search/index.html")).href),
      );
    });
  }

  test("what is called as was asked stands first", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}search/`);
      const first = async (words) => {
        await field(page).fill("");
        await status(page)
          .getByText(/^Type a word/)
          .waitFor();
        await field(page).fill(words);
        await counted(page);
        const result = results(page).first();
        return [await result.locator(".search-title").innerText(), await result.locator(".search-kind").innerText()];
      };
      assert.deepEqual(await first("staff engineer"), ["Staff Engineer", "Level · Individual contributor"]);
      assert.deepEqual(await first("Engineering Manager"), ["Engineering Manager", "Level · Management"]);
      assert.deepEqual(await first("ic4"), ["Staff Engineer", "Level · Individual contributor"]);
      assert.deepEqual(await first("senior"), ["Senior Software Engineer", "Level · Individual contributor"]);
      assert.deepEqual(await first("ownership"), ["Ownership", "Competency"]);
      assert.deepEqual(await first("management"), ["Management", "Track"]);
    }));

  test("what was probably meant is offered, and found when it is taken", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}search/`);
      const meant = page.locator(".search-suggest button");
      await field(page).fill("senoir");
      await page.getByText("Did you mean: senior").waitFor();
      await assertNothing(page);
      await meant.click();
      await counted(page);
      assert.equal(await field(page).inputValue(), "senior");
      assert.equal(await meant.isVisible(), false);
      // What is only begun, and what is found as it was typed, has no slip in it.
      for (const words of ["seni", "mentors"]) {
        await field(page).fill(words);
        await page.waitForFunction((words) => new URL(location.href).searchParams.get("q") === words, words);
        await counted(page);
        assert.equal(await meant.isVisible(), false, words);
      }
    }));

  test("a whole sentence finds what it is about, and says so", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}search/`);
      const asked = async (words) => {
        await field(page).fill("");
        await status(page)
          .getByText(/^Type a word/)
          .waitFor();
        await field(page).fill(words);
        await page.waitForFunction(() => /result|^Nothing/.test(document.querySelector(".search-status").textContent));
        const titles = await results(page).locator(".search-title").allInnerTexts();
        return [await status(page).textContent(), titles[0] ?? ""];
      };
      for (const [sentence, said, title] of [
        ["what do I need for staff", /^Results for: staff \(\d+ results\)$/, "Staff Engineer"],
        ["How do I become a Tech Lead?", /^Results for: Tech Lead \(\d+ results\)$/, "Tech Lead"],
        // What occurs nowhere is left out, and of what occurs nowhere together what is no part of a name.
        ["xyzzy mentors", /^Nothing has all of these words; results for: mentors \(\d+ results\)$/, ""],
        [
          "withdraw director",
          /^Nothing has all of these words; results for: director \(\d+ results\)$/,
          "Director of Engineering",
        ],
        // A name that has such words is found by all of them, and what is found as it was typed is told as before.
        [
          "What changes when you begin to manage",
          /^Results for: changes begin manage /,
          "What changes when you begin to manage",
        ],
        ["staff engineer", /^\d+ results$/, "Staff Engineer"],
      ]) {
        const [told, first] = await asked(sentence);
        assert.match(told, said, sentence);
        if (title) assert.equal(first, title, sentence);
      }
      await asked("what do I need for staff");
      const highlighted = await results(page)
        .locator("a")
        .evaluateAll((all) => all.flatMap((it) => new URL(it.href).searchParams.getAll("highlight")));
      assert.ok(highlighted.length > 0 && !/what|need/.test(highlighted.join(" ")), highlighted.join());
      assert.deepEqual(await asked("xyzzy plugh"), ["Nothing was found for “xyzzy plugh”.", ""]);
      // What is quoted is meant as it stands.
      assert.doesNotMatch((await asked('"need what do I" staff'))[0], /Results for/i);
    }));

  test("a whole sentence is understood in German, and one without spaces is left alone", async () => {
    const level = (title, text) => `---\ntitle: ${title}\n---\n\n## Delivery\n\n- ${text}\n`;
    const of = (language, ...levels) =>
      written({
        "book.toml": `[book]\ntitle = "T"\nlanguage = "${language}"\n`,
        ...Object.fromEntries(levels.map((it, i) => [`content/levels/ic/${i + 1}-l${i}.md`, it])),
      });
    const german = await serve(build(of("de", level("Teamleitung", "Führt Gespräche"), level("Staff", "Plant"))));
    const japanese = await serve(build(of("ja", level("ジュニア", "設計を書く"), level("シニア", "計画を立てる"))));
    try {
      await withPage(browser, {}, async (page) => {
        await answers(page, german.root, "Wie werde ich Teamleitung?");
        assert.match(await status(page).textContent(), /^Treffer für: Teamleitung \(\d+ Treffer\)$/);
        await answers(page, japanese.root, "設計を書く");
        assert.match(await status(page).textContent(), /^1 \D+$/);
      });
    } finally {
      await german.close();
      await japanese.close();
    }
  });

  test("what is out of use says so, and comes last", async () => {
    const level = (title, text) => `---\ntitle: ${title}\n---\n\n## Delivery\n\n- ${text}\n`;
    const old = written({
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml":
        "tracks:\n- {id: before, title: Before, status: retired, replaced-by: today}\n- {id: today, title: Today}\n",
      "content/levels/before/1-one.md": level("Senior", "Senior work, senior habits, senior words"),
      "content/levels/before/2-two.md": level("Senior senior", "Senior work"),
      "content/levels/today/1-one.md": level("Senior", "Plans with others"),
      "content/levels/today/2-two.md": level("Staff", "Helps a senior engineer"),
    });
    const other = await serve(build(old));
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${other.root}search/?q=senior`);
        await counted(page);
        const marks = await results(page).evaluateAll((all) =>
          all.map((it) => it.querySelector(".tag")?.innerText ?? ""),
        );
        assert.deepEqual(marks, [...marks].sort(), "in use, then out of use");
        assert.ok(marks.filter((mark) => mark === "retired").length >= 3 && marks[0] === "", marks.join());
        const options = await page.getByRole("combobox", { name: "Level" }).locator("option").allInnerTexts();
        assert.deepEqual(options.slice(1), [
          "Senior (Today)",
          "Staff",
          "Senior (Before) (retired)",
          "Senior senior (retired)",
        ]);
        await visit(page, `${other.root}levels/before/one/`);
        await page.getByText("Retired: this page is kept for reference").waitFor();
        assert.equal(await page.locator(".notice a").innerText(), "Today");
        assert.equal(await page.locator(".page-tools a").count(), 0, "nothing to prepare for");
      });
    } finally {
      await other.close();
    }
  });

  // What the first results say, hits in square brackets, and how many there are.
  const answers = async (page, root, words) => {
    await visit(page, `${root}search/?q=${encodeURIComponent(words)}`);
    await answered(page);
    return results(page).evaluateAll((all) =>
      all.map((it) => {
        for (const mark of it.querySelectorAll("mark")) mark.replaceWith(`[${mark.textContent}]`);
        return it.textContent.replace(/\s+/g, " ").trim();
      }),
    );
  };

  test("a word inside of a sentence is found where no spaces are written", async () => {
    const level = (title, code, text) =>
      `---\ntitle: ${title}\ncode: ${code}\nsummary: ${title}の仕事。\n---\n\n## 技術力\n\n${text}`;
    const other = await serve(
      build(
        written({
          "book.toml": '[book]\ntitle = "等級"\nlanguage = "ja"\n',
          "content/levels/ic/1-junior.md": level("ジュニア", "E1", "- 与えられた設計をもとに、**テスト**を書く\n"),
          "content/levels/ic/2-senior.md": level("シニア", "E2", "- 複数のチームのAPIを設計する\n- 計画を設ける\n"),
        }),
      ),
    );
    try {
      await withPage(browser, {}, async (page) => {
        const found = async (words) => (await answers(page, other.root, words)).map((it) => it.replace(/^.*IC ?/, ""));
        assert.deepEqual(await found("設計する"), ["複数のチームのAPIを[設計する]"]);
        // Excerpts are as they were written, with the tags gone and nothing put between.
        const both = ["与えられた[設計]をもとに、テストを書く", "複数のチームのAPIを[設計]する"];
        assert.deepEqual((await found("設計")).sort(), both);
        assert.deepEqual(await found("テスト"), ["与えられた設計をもとに、[テスト]を書く"]);
        assert.deepEqual(await found("api"), ["複数のチームの[API]を設計する"]);
        assert.match((await answers(page, other.root, "シニア"))[0], /^E2 シニア Stufe|^E2 シニア Level/);
        assert.deepEqual(await found("計設"), [], "letters in another order are another word");
        // The page that one comes to marks the word inside of its sentence.
        await found("設計");
        await results(page).getByRole("link", { name: /複数/ }).click();
        await page.locator("main mark.highlight").first().waitFor();
        const marks = await page.locator("main li mark.highlight").allTextContents();
        assert.deepEqual([...new Set(marks)], ["設計"]);
        assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
      });
    } finally {
      await other.close();
    }
  });

  test("names with signs are found, and are not their first letters", async () => {
    const level = (title, lines) =>
      `---\ntitle: ${title}\n---\n\n## Code\n\n${lines.map((it) => `- ${it}\n`).join("")}`;
    const other = await serve(
      build(
        written({
          "book.toml": '[book]\ntitle = "T"\n',
          "content/levels/ic/1-a.md": level("A", ["Reads C with care", "Runs cables through the network"]),
          "content/levels/ic/2-b.md": level("B", ["Writes C++ by hand", "Helps with `.NET`"]),
          "content/levels/ic/3-c.md": level("C-suite", [
            "Explains C#",
            "Keeps CI/CD short",
            "Visits cities, cd in hand",
          ]),
        }),
      ),
    );
    try {
      await withPage(browser, {}, async (page) => {
        const first = async (words) => (await answers(page, other.root, words))[0];
        const all = async (words) => (await answers(page, other.root, words)).join(" | ");
        assert.match(await all("C++"), /^B · Code IC ?Writes \[C\+\+\] by hand$/);
        assert.match(await all("c#"), /^C-suite · Code IC ?Explains \[C#\]$/);
        assert.match(await first("C"), /^A · Code IC ?Reads \[C\] with care/);
        assert.match(await first(".NET"), /^B · Code IC ?Helps with \[\.NET\]$/);
        assert.match(await all("net"), /\[\.NET\].*\[network\]|\[network\].*\[\.NET\]/);
        assert.match(await first("CI/CD"), /Keeps \[CI\]\/\[CD\] short/);
        assert.match(await first("ci"), /\[CI\]\/CD/);
        await first("C++");
        await results(page)
          .getByRole("link", { name: /Writes/ })
          .click();
        await page.locator("mark.highlight").first().waitFor();
        const marks = await page.locator("main li mark.highlight").allTextContents();
        assert.deepEqual([...new Set(marks)], ["C++"]);
      });
    } finally {
      await other.close();
    }
  });

  test("words that were typed before the search was loaded are looked for", () =>
    withPage(browser, {}, async (page) => {
      let load;
      const typed = new Promise((done) => (load = done));
      await page.route("**/search/view.js", async (route) => {
        await typed;
        await route.continue();
      });
      await page.goto(`${site.root}search/?q=ownership&track=ic`);
      await field(page).fill("mentors");
      load();
      await counted(page);
      assert.equal(await field(page).inputValue(), "mentors");
      const asked = Object.fromEntries(new URL(page.url()).searchParams);
      assert.deepEqual(asked, { q: "mentors", track: "ic" });
    }));

  test("an index that is not there", async () => {
    const bare = build();
    rmSync(join(bare, "search/pagefind"), { recursive: true });
    const site = await serve(bare);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.root}search/?q=mentor`);
    await page.waitForFunction(
      () =>
        document.querySelector(".search-status").textContent ===
        "The search index could not be loaded. Try again in a moment.",
    );
    await context.close();
    await site.close();
  });

  test("a handbook without search", async () => {
    const site = await serve(build(variant(/\[search\]\nenabled = true/, "[search]\nenabled = false")));
    await withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}levels/ic/senior/`);
      assert.equal(await page.getByRole("link", { name: "Search" }).count(), 0);
      await page.keyboard.press("/");
      await page.keyboard.press("Control+k");
      assert.equal(await dialog(page).count(), 0);
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
    });
    await site.close();
  });

  test("a preview has an index soon, and an open page keeps still while it changes", async () => {
    const handbook = variant(/$/, "\n");
    const live = await preview(handbook);
    const until = async (wanted) => {
      for (let tries = 0; tries < 300; tries++) {
        const response = await fetch(`${live.root}search/pagefind/pagefind-entry.json`);
        const now = response.ok ? await response.text() : null;
        if (wanted(now)) return now;
        await new Promise((done) => setTimeout(done, 100));
      }
      return assert.fail("the index did not come");
    };
    try {
      const first = await until((it) => it !== null);
      await withPage(browser, {}, async (page) => {
        await page.goto(`${live.root}levels/ic/junior/`);
        // The scripts come after the page, and a preview's stream never lets the network be idle.
        await page.evaluate((address) => import(address), `${live.root}assets/js/site.js`);
        await page.keyboard.press("/");
        await field(page).fill("mentors");
        await counted(page);
        await page.evaluate(() => (window.still = true));
        await page.keyboard.press("Escape");

        // The level is of another track, and nothing of it is on the open page.
        const file = join(handbook, "content/levels/management/5-cto.md");
        writeFileSync(
          file,
          readFileSync(file, "utf8").replace(/\n- /, "\n- Polishes the brass bell of the harbour\n- "),
        );
        await until((it) => it !== first);
        // An index is not asked for again within five seconds.
        await page.waitForTimeout(5100);
        await page.keyboard.press("/");
        await field(page).fill("brass bell");
        await counted(page);
        await page.getByRole("link", { name: "Polishes the brass bell of the harbour" }).waitFor();
        assert.equal(await page.evaluate(() => window.still), true, "the page was not loaded anew");
      });
    } finally {
      await live.close();
    }
  });
});
