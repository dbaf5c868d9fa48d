// The hand-over of gap sheets: several of them in one browser, what is shown of one, what one wants to talk about, and
// work that is written down once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { objectionsInSchemes } from "./axe.js";
import { drawn, visit, withPage } from "./browser.js";
import { tool, unfold } from "./gap-sheet.js";
import { SIZES, hosted } from "./hosted.js";
import { build, serve, variant, written } from "./site.js";

const TITLE = "Engineering career ladder";
const SHEET = "review/?level=ic/senior&next=ic/staff";
const FIRST = {
  id: "chooses-simpler-design",
  text: "Proposes a simpler design with a note of when it will no longer be enough",
};
const OTHER = { id: "explains-tradeoffs", text: "Lays out a trade-off so that someone outside engineering can decide" };
const NEXT = "Designs the boundary between systems that different teams run";
let browser, site;
hosted(
  () => serve(build()),
  (...its) => ([browser, site] = its),
);

const opened = async (page, path = SHEET) => {
  await visit(page, site.root + path);
  await page.locator(".review-item").first().waitFor();
};
const onSheet = (name, use, options = {}) =>
  test(name, () =>
    withPage(browser, options, async (page) => {
      await opened(page);
      await use(page);
    }),
  );
const item = (page, text) => page.locator(".review-item").filter({ has: page.getByText(text, { exact: true }) });
const button = (where, name) => where.getByRole("button", { name, exact: true });
const status = (page) => page.locator(".review-status");
const rating = (where) => where.locator(".rating").evaluate((it) => it.querySelector(":checked")?.value ?? "");
const names = (page) => page.locator(".review-sheets .sheet-name").allInnerTexts();
const saved = (page) =>
  page.locator(".review-state:not(.is-waiting)").filter({ hasText: "Kept in this browser." }).waitFor();
const kept = (page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("ladderbook-review"))
      .map(([key, text]) => [key, JSON.parse(text)])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
const begin = async (page, name) => {
  await (await tool(page, "New sheet…")).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill(name);
  await page.keyboard.press("Enter");
  await page.locator(".review-sheets [aria-current]").filter({ hasText: name }).waitFor();
};
const turnTo = async (page, name) => {
  await page.locator(".review-sheets a").filter({ hasText: name }).click();
  await page.locator(".review-sheets [aria-current]").filter({ hasText: name }).waitFor();
};
const download = async (page, name) => {
  const save = await tool(page, name);
  const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
};
const give = (page, text, name = "sheet.json") =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const notes = (text, rating) => ({ text, competency: "Delivery", rating, evidence: [], note: "" });
// As files were before there were topics and ties.
const fileOf = (changes = {}) =>
  JSON.stringify({
    format: "ladderbook-review",
    version: 1,
    book: { title: TITLE },
    saved: "2026-06-01",
    name: "Mira",
    level: "ic/senior",
    next: "ic/staff",
    criteria: { [FIRST.id]: notes(FIRST.text, "consistently"), [OTHER.id]: notes(OTHER.text, "sometimes") },
    needed: {},
    work: [],
    ...changes,
  });

describe("several sheets in one browser", () => {
  onSheet("are begun, listed, renamed, turned to and deleted, each with what is written on it", async (page) => {
    await item(page, FIRST.text).getByLabel("Sometimes").check();
    await saved(page);
    assert.ok(!(await page.locator(".review-sheets ul").isVisible()), "one sheet needs no list");
    await begin(page, "Robin");
    assert.equal(await rating(item(page, FIRST.text)), "");
    assert.equal(await page.getByLabel("Name of this sheet").inputValue(), "Robin");
    await item(page, FIRST.text).getByLabel("Not yet").check();
    await page.getByLabel("Next level", { exact: true }).selectOption("Tech Lead");
    await begin(page, "Ada");
    await saved(page);
    assert.deepEqual(await names(page), ["My sheet", "Ada", "Robin"]);
    assert.deepEqual(await page.locator(".review-sheets .sheet-pair").allInnerTexts(), [
      "Senior Software Engineer → Staff Engineer",
      "Senior Software Engineer → Tech Lead",
      "Senior Software Engineer → Tech Lead",
    ]);
    await turnTo(page, "Robin");
    await page.reload();
    await page.locator(".review-item").first().waitFor();
    assert.equal(await rating(item(page, FIRST.text)), "not-yet");
    assert.match((await download(page, "Save as a file")).name, /^gap-sheet-robin-senior-tech-lead\.json$/);
    await page.getByLabel("Name of this sheet").fill("Robin B.");
    await saved(page);
    assert.deepEqual(await names(page), ["My sheet", "Ada", "Robin B."]);
    const all = Object.fromEntries(await kept(page));
    assert.equal(all[`ladderbook-review:/:${TITLE}`].criteria[FIRST.id].rating, "sometimes");
    assert.deepEqual(
      Object.values(all)
        .map(({ name }) => name)
        .sort(),
      ["", "Ada", "Robin B."],
    );

    await button(page, "Delete this sheet…").click();
    await page.getByRole("dialog", { name: "Delete the sheet “Robin B.”?" }).waitFor();
    await button(page, "Keep the sheet").click();
    assert.equal((await names(page)).length, 3);
    await button(page, "Delete this sheet…").click();
    await button(page, "Delete the sheet").click();
    await status(page).getByText("The sheet “Robin B.” is deleted.").waitFor();
    assert.deepEqual(await names(page), ["My sheet", "Ada"]);
    assert.equal(await rating(item(page, FIRST.text)), "sometimes", "the own sheet is as it was");
    assert.equal((await kept(page)).length, 2);

    await button(page, "Clear all…").click();
    await page.getByRole("dialog").getByText("This browser also keeps: Ada.").waitFor();
    await button(page, "Clear mine and delete these").click();
    await status(page).getByText("Everything is cleared.").waitFor();
    await page.waitForTimeout(500);
    assert.deepEqual(
      (await kept(page)).filter(([, { criteria, name }]) => name || Object.keys(criteria).length),
      [],
    );
  });

  onSheet("say so where the address leads to one that is not there", async (page) => {
    await visit(page, `${site.root}review/?sheet=abc123&level=ic/senior`);
    await status(page).getByText("This browser does not keep that sheet").waitFor();
    assert.ok(!page.url().includes("sheet="));
  });

  onSheet("are known to other windows", async (page) => {
    const other = await page.context().newPage();
    await opened(other);
    await begin(page, "Robin");
    await other.locator(".review-sheets a").filter({ hasText: "Robin" }).click();
    await item(other, FIRST.text).getByLabel("Sometimes").check();
    await item(page, FIRST.text).locator(":checked").waitFor();
    await saved(other);
    await button(page, "Delete this sheet…").click();
    await button(page, "Delete the sheet").click();
    await status(other).getByText("This browser does not keep that sheet").waitFor();
    assert.equal((await kept(page)).filter(([key]) => key.includes("review-of")).length, 0);
  });

  onSheet("take in a file that was handed over, which can be laid beside as well", async (page) => {
    await item(page, FIRST.text).getByLabel("Not yet").check();
    await give(page, fileOf(), "mira.json");
    await button(page, "Keep it as a sheet of its own").click();
    await status(page).getByText("The sheet “Mira” is kept here as one of its own.").waitFor();
    assert.deepEqual(await names(page), ["My sheet", "Mira"]);
    assert.equal(await rating(item(page, FIRST.text)), "consistently");
    await turnTo(page, "My sheet");
    assert.equal(await rating(item(page, FIRST.text)), "not-yet");
    await give(page, fileOf(), "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    await page.locator(".other-sheet").first().waitFor();
    await turnTo(page, "Mira");
    assert.equal(await page.locator(".other-sheet").count(), 0, "it lies beside the own one only");
  });

  test("go with the handbook to its new title", () =>
    withPage(browser, {}, async (page) => {
      await page.addInitScript(
        ([key, text]) => (localStorage["was"] ??= localStorage[key] = text),
        [`ladderbook-review-of:/:Older: title:abc`, fileOf({ name: "Robin" })],
      );
      await opened(page);
      await status(page).getByText("notes about the handbook “Older: title”").waitFor();
      await button(page, "Take them over").click();
      assert.deepEqual(await names(page), ["My sheet", "Robin"]);
      assert.deepEqual(
        (await kept(page)).filter(([key]) => key.includes("Older")),
        [],
      );
    }));

  const REFUSED = {
    forbidden: () =>
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new DOMException("no", "SecurityError");
        },
      }),
    full: () => {
      localStorage.setItem("other", "x");
      Storage.prototype.setItem = () => {
        throw new DOMException("no", "QuotaExceededError");
      };
    },
  };
  for (const [name, script] of Object.entries(REFUSED)) {
    test(`work on in the window where the storage is ${name}`, () =>
      withPage(browser, {}, async (page) => {
        await page.addInitScript(script);
        await opened(page);
        await begin(page, "Robin");
        await item(page, FIRST.text).getByLabel("Sometimes").check();
        await page.getByText(name === "full" ? "The browser’s store is full" : "does not let the page keep").waitFor();
        await turnTo(page, "My sheet");
        assert.equal(await rating(item(page, FIRST.text)), "");
        await turnTo(page, "Robin");
        assert.equal(await rating(item(page, FIRST.text)), "sometimes");
      }));
  }
});

describe("what is shown of a sheet", () => {
  onSheet("is everything, the next level, what one wrote, or where two differ", async (page) => {
    const ids = () => page.locator(".review-items [data-id]").evaluateAll((all) => all.map((it) => it.dataset.id));
    const all = await ids();
    await item(page, FIRST.text).getByLabel("Not yet").check();
    await item(page, OTHER.text).getByLabel("Sometimes").check();
    await item(page, NEXT).getByLabel("Sometimes").check();
    assert.equal(await page.getByLabel("Only where we differ").count(), 0, "there is nobody to differ from");
    await page.getByLabel("Only the next level").check();
    const next = await ids();
    assert.ok(next.length && next.length < all.length && !next.includes(FIRST.id));
    await page.getByLabel("Only what I wrote").check();
    assert.equal((await ids()).length, 3);
    await give(page, fileOf(), "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    await page.getByText("Rated differently: 1. Rated by one of you only: 1.").waitFor();
    await page.getByLabel("Only where we differ").check();
    assert.deepEqual(await ids(), [FIRST.id]);
    assert.ok(page.url().includes("show=differ"));
    const { text } = await download(page, "Save as Markdown");
    assert.ok(
      text.includes("\nOnly where we differ\n") && text.includes(FIRST.text) && !text.includes(OTHER.text),
      text,
    );
    assert.equal(Object.keys(JSON.parse((await download(page, "Save as a file")).text).criteria).length, 3);
    await page.reload();
    await page.locator(".review-item").first().waitFor();
    assert.deepEqual(await ids(), [FIRST.id]);
    await item(page, FIRST.text).getByLabel("Consistently").check();
    assert.deepEqual(await ids(), [FIRST.id], "nothing vanishes under the hand");
    await page.getByLabel("Everything", { exact: true }).check();
    assert.deepEqual(await ids(), all);
    await page.getByLabel("Only where we differ").check();
    await page.getByText("No criterion is left with this choice.").waitFor();
    await button(page, "Put it away").click();
    assert.deepEqual(await ids(), all, "without another sheet it is everything");
  });

  onSheet(
    "is reached by its competency, and the scroll bar stands still",
    async (page) => {
      const heights = [];
      for (const at of [0, 0.25, 0.5, 0.75, 1]) {
        const height = await page.evaluate(async (at) => {
          scrollTo(0, at * document.documentElement.scrollHeight);
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return document.documentElement.scrollHeight;
        }, at);
        heights.push(height);
      }
      assert.equal(new Set(heights).size, 1, `${heights}`);
      await page.getByText("Jump to", { exact: true }).click();
      await page.locator(".review-jump").getByRole("link", { name: "Communication" }).click();
      const heading = page.getByRole("heading", { name: "Communication", level: 3 });
      assert.ok(await heading.evaluate((it) => it === document.activeElement));
      const { y } = await heading.boundingBox();
      assert.ok(y >= 40 && y < 200, `below the bar, at ${y}`);
    },
    { reducedMotion: "reduce" },
  );

  onSheet("has few stops, and buttons that say what they are for", async (page) => {
    const items = await page.locator(".review-item").count();
    assert.ok(items > 50, `${items} criteria`);
    let before = 0;
    let stops = 0;
    for (; stops < 400; stops++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement: it, body } = document;
        return it === body ? null : (it.getAttribute("name") ?? "");
      });
      if (at === null) break;
      if (at === "show") before = stops;
    }
    console.log(`${stops} stops for ${items} criteria, ${before} before the choice of what is shown`);
    assert.ok(before > 0 && before <= 150, `${before} stops before the first choice`);
    assert.ok(stops <= 2 * items + 60, `${stops} stops for ${items} criteria`);
    const evidence = button(item(page, FIRST.text), "Evidence");
    const described = await evidence.evaluate(
      (it) => document.getElementById(it.getAttribute("aria-describedby")).textContent,
    );
    assert.equal(described, FIRST.text);
    await evidence.focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await button(item(page, FIRST.text), "Note").evaluate((it) => it === document.activeElement));
    await page.keyboard.press("End");
    assert.match(await page.evaluate(() => document.activeElement.className), /permalink/);
  });

  test("has examples, and terms with what they mean", async () => {
    const level = (title, craft) => `---\ntitle: ${title}\n---\n\n## Craft\n\n${craft}\n`;
    const host = await serve(
      build(
        written({
          "book.toml": '[book]\ntitle = "Terms"\n',
          "content/glossary.yaml": "terms:\n  - term: blast radius\n    text: How far it goes.\n",
          "content/levels/ic/1-a.md": level("A", "- Knows the [[blast radius]] of it\n  - A scene with an end"),
          "content/levels/ic/2-b.md": level("B", "- Knows more"),
        }),
      ),
    );
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${host.root}review/?level=ic/a`);
        const scene = page.getByText("A scene with an end");
        assert.ok(!(await scene.isVisible()));
        await button(page, "Example").click();
        assert.ok(await scene.isVisible());
        await page.reload();
        await page.getByLabel("Examples").check();
        assert.ok((await scene.isVisible()) && page.url().includes("examples"));
        await page.getByRole("link", { name: "blast radius" }).focus();
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Tab");
        await page.getByText("How far it goes.").waitFor();
      });
    } finally {
      await host.close();
    }
  });
});

describe("what stands before the first criterion", () => {
  // In pixels from the top of the page, by the language.
  const MOST = { desk: 1350, phone: 1500 };
  const top = (page) =>
    page
      .locator(".review-item")
      .first()
      .evaluate((it) => it.getBoundingClientRect().top + scrollY);
  const open = (page) =>
    page
      .locator(".review-fold")
      .evaluateAll((all) => all.filter((it) => it.open).map((it) => it.innerText.split("\n")[0]));

  for (const language of ["en", "de"]) {
    test(`is short in the language ${language}, at a desk and on a phone`, async () => {
      const handbook = language === "en" ? undefined : variant('language = "en"', `language = "${language}"`);
      const host = await serve(build(handbook));
      try {
        for (const [size, viewport] of Object.entries(SIZES)) {
          await withPage(browser, { viewport }, async (page) => {
            await visit(page, host.root + SHEET);
            await page.locator(".review-item").first().waitFor();
            assert.ok((await top(page)) <= MOST[size], `${await top(page)} px on a ${size}`);
            assert.deepEqual(await open(page), [], "nothing is written yet");
          });
        }
      } finally {
        await host.close();
      }
    });
  }

  onSheet("is folded until something is written there, and stays as the reader leaves it", async (page) => {
    await unfold(page, /^What would I need/);
    await page.getByLabel("Only the next level").check();
    assert.deepEqual(await open(page), ["What would I need to be considered for Staff Engineer?"]);
    await page.getByLabel("Answers and next steps").fill("Lead one change");
    await unfold(page, "Work done since the last review");
    await page.getByLabel("Everything", { exact: true }).check();
    assert.equal((await open(page)).length, 2);
    await saved(page);
    await page.reload();
    await page.locator(".review-item").first().waitFor();
    assert.deepEqual(await open(page), ["What would I need to be considered for Staff Engineer?"]);
    await page.locator(".review-needed summary").click();
    await page.getByLabel("Only the next level").check();
    assert.deepEqual(await open(page), [], "what the reader has closed stays closed");
    await page.emulateMedia({ media: "print" });
    const paper = (name) => page.locator(name).evaluate((it) => it.checkVisibility({ contentVisibilityAuto: true }));
    assert.ok(await paper(".review-needed .on-paper"), "closed or not, what is written is printed");
    assert.ok(!(await paper(".review-log")) && !(await paper(".review-talk")), "what is empty is not");
    await page.emulateMedia({ media: "screen" });
    await page.getByLabel("Next level", { exact: true }).selectOption("Tech Lead");
    assert.deepEqual(await open(page), [], "other levels, other answers");
  });

  onSheet("has no sheet of paper with its foot alone", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("contentinfo").innerText(), "", "the title stands on top already");
    // Nothing but the last criterion decides how many sheets there are.
    const last = page.locator(".review-content > :last-child");
    const [below, criterion] = await last.evaluate((it) =>
      [it, [...it.querySelectorAll(".review-item")].at(-1)].map((one) =>
        Math.round(one.getBoundingClientRect().bottom),
      ),
    );
    assert.equal(below, criterion);
  });

  onSheet("grows without moving the criterion at which a topic is chosen", async (page) => {
    const choose = button(item(page, NEXT), "Talk about this");
    await choose.scrollIntoViewIfNeeded();
    const before = await choose.evaluate((it) => it.getBoundingClientRect().top);
    await choose.click();
    await page.locator(".topic").waitFor();
    assert.deepEqual(await open(page), ["Three things I want to talk about"]);
    await drawn(page);
    const after = await choose.evaluate((it) => it.getBoundingClientRect().top);
    assert.ok(Math.abs(after - before) < 2, `from ${before} to ${after}`);
  });

  for (const width of [320, 390, 640, 768, 1000, 1280]) {
    onSheet(
      `leaves no button alone in a row at ${width} px`,
      async (page) => {
        await tool(page, "Print");
        const tops = await page
          .locator(".review-tools button")
          .evaluateAll((all) => all.map((it) => Math.round(it.getBoundingClientRect().top)));
        assert.equal(tops.length, 6);
        const rows = [...new Set(tops)].map((top) => tops.filter((it) => it === top).length);
        assert.ok(Math.min(...rows) > 1, `${rows} in a row`);
        assert.ok(await button(page, "Clear all…").isVisible());
      },
      { viewport: { width, height: 900 } },
    );
  }
});

describe("what one wants to talk about", () => {
  onSheet("are three things at most, on top, in the file, in Markdown and on paper", async (page) => {
    await button(item(page, FIRST.text), "Talk about this").click();
    await button(item(page, NEXT), "Talk about this").click();
    await button(page, "Something else").click();
    await page.keyboard.type("How much on-call\nI can take on");
    await button(item(page, OTHER.text), "Talk about this").click();
    await page.getByText("There are three already. Remove one first.").waitFor();
    assert.equal(await page.locator(".topic").count(), 3);
    assert.ok(!(await button(page, "Something else").isVisible()));
    await saved(page);
    await page.waitForFunction(() => Object.values(localStorage).some((it) => it.includes("on-call")));
    await page.reload();
    await page.locator(".topic").nth(2).waitFor();
    const { talk } = JSON.parse((await download(page, "Save as a file")).text);
    assert.deepEqual(
      talk.map(({ text }) => text),
      [FIRST.text, NEXT, "How much on-call\nI can take on"],
    );
    const { text } = await download(page, "Save as Markdown");
    const listed = `## Three things I want to talk about\n\n1. ${FIRST.text}\n2. ${NEXT}\n3. How much on-call\n   I can take on\n`;
    assert.ok(text.includes(listed), text);
    await page.locator(".topic").getByRole("link", { name: NEXT }).click();
    assert.ok(await item(page, NEXT).evaluate((it) => it.contains(document.activeElement)));
    await page.emulateMedia({ media: "print" });
    assert.match(await page.locator(".review-talk").innerText(), /How much on-call/);
    await page.emulateMedia({ media: "screen" });
    await button(page.locator(".topic").nth(2), "Remove").click();
    await button(page, "Undo").click();
    assert.equal(await page.locator(".topic").count(), 3);
    await button(item(page, FIRST.text), "Talk about this").click();
    assert.equal(await page.locator(".topic").count(), 2);
  });
});

const LOG = `# My log

## Week of 2026-03-02

**Finished:** the export, for the *sales* team
**Learnt:**
**Links:** https://example.com/export

Belongs to: #${FIRST.id}, #${OTHER.id}

## 9 March 2026

**Helped:** one colleague with the night job

Belongs to: #no-such-criterion
`;

describe("work done", () => {
  onSheet("is pasted from a log, and tied to what it shows", async (page) => {
    const paste = async (text) => {
      await unfold(page, "Work done since the last review");
      await button(page, "Paste a work log…").click();
      await page.getByLabel("The log").fill(text);
      await button(page, "Add to the work done").click();
    };
    await paste(LOG);
    await status(page).getByText("Entries added: 2. Already there: 0.").waitFor();
    await saved(page);
    await page.waitForFunction(() => Object.values(localStorage).some((it) => it.includes("night job")));
    const [[, { work }]] = await kept(page);
    assert.deepEqual(work, [
      {
        date: "2026-03-02",
        text: "Week of 2026-03-02\n\nFinished: the export, for the *sales* team\nLinks: https://example.com/export",
        link: "https://example.com/export",
        criteria: [FIRST.id, OTHER.id],
      },
      {
        date: "2026-03-09",
        text: "Helped: one colleague with the night job\n\nBelongs to: #no-such-criterion",
        link: "",
      },
    ]);
    await item(page, OTHER.text).getByText("Finished: the export").waitFor();
    await paste(LOG);
    await status(page).getByText("Entries added: 0. Already there: 2.").waitFor();
    await paste("   \n");
    await status(page).getByText("Nothing was found in it to add.").waitFor();

    // Tied by hand, and shown where it belongs at once.
    const entry = page.locator(".review-log .entry").filter({ hasText: "night job" });
    await entry.getByText("Belongs to…").click();
    await entry.getByLabel(NEXT).check();
    await item(page, NEXT).locator(".review-tied").getByText("night job").waitFor();
    await entry.locator("[name=text]").fill("Helped with the day job");
    await item(page, NEXT).locator(".review-tied").getByText("day job").waitFor();
    await page.getByLabel("Only what I wrote").check();
    await item(page, NEXT).waitFor();
    const { text } = await download(page, "Save as Markdown");
    assert.ok(text.includes(`  - Shows: ${NEXT}\n`), text);
    assert.ok(
      text.includes(`- ${NEXT}\n  - Work done since the last review: 2026-03-09: Helped with the day job\n`),
      text,
    );
    await page.emulateMedia({ media: "print" });
    assert.match(
      await page.locator(".review-log .on-paper").filter({ hasText: "day job" }).textContent(),
      new RegExp(`Shows: ${NEXT}`),
    );
  });
});

for (const [size, viewport] of Object.entries(SIZES)) {
  onSheet(
    `with all of it, axe finds nothing and the page fits (${size})`,
    async (page) => {
      await begin(page, "Robin with a name that has no end".repeat(4));
      await button(item(page, FIRST.text), "Talk about this").click();
      await button(page, "Something else").click();
      await unfold(page, "Work done since the last review");
      await button(page, "Add work done").click();
      await page.locator(".entry-ties summary").click();
      await give(page, fileOf({ talk: [{ id: "", text: "The migration" }] }), "mira.json");
      await button(page, "Lay it beside mine, only to read").click();
      await page.getByLabel("Examples").check();
      await page.getByText("Jump to", { exact: true }).click();
      const findings = await objectionsInSchemes(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= viewport.width, `${wide} px wide`);
      const dialogs = [
        await tool(page, "New sheet…"),
        button(page, "Delete this sheet…"),
        button(page, "Paste a work log…"),
      ];
      for (const opener of dialogs) {
        await opener.click();
        findings.push(...(await objectionsInSchemes(page, "dialog[open]")));
        await page.keyboard.press("Escape");
      }
      assert.deepEqual(findings, []);
    },
    { viewport, reducedMotion: "reduce" },
  );
}
