// The gap sheet: what a reader writes stays in the browser, survives reloads and new editions of the
// handbook, and comes and goes as a file.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { objectionsInSchemes } from "./axe.js";
import { pathToFileURL } from "node:url";

import { arrive, visit, withPage } from "./browser.js";
import { tool, unfold } from "./gap-sheet.js";
import { SIZES, hosted } from "./hosted.js";
import { build, preview, serve, variant } from "./site.js";

const SHEET = "review/?level=ic/senior";
const FIRST = "Proposes a simpler design with a note of when it will no longer be enough";
const FIRST_ID = "chooses-simpler-design";
const NEXT = "Designs the boundary between systems that different teams run";
const TITLE = "Engineering career ladder";
let browser, site;
hosted(
  () => serve(build()),
  (...its) => ([browser, site] = its),
);

// A test of its own for each size, unless the options say which one.
const inSizes = (name, options, run) => {
  if (options.viewport) return test(name, () => run(options));
  for (const [size, viewport] of Object.entries(SIZES)) test(`${name} (${size})`, () => run({ viewport, ...options }));
};

// What no size of a window changes is tried in one.
const ON_PHONE = { viewport: SIZES.phone };
const AT_DESK = { viewport: SIZES.desk };

const onSheet = (name, options, use, path = SHEET) =>
  inSizes(name, options, (options) =>
    withPage(browser, options, async (page) => {
      await visit(page, site.root + path);
      await page.locator(".review-item").first().waitFor();
      await use(page);
    }),
  );

const item = (page, text) => page.locator(".review-item").filter({ has: page.getByText(text, { exact: true }) });
const button = (where, name) => where.getByRole("button", { name, exact: true });
const status = (page) => page.locator(".review-status");
const fields = (where) =>
  where.locator("textarea, input:not([type=radio])").evaluateAll((all) => all.map(({ value }) => value));
const rating = (where) => where.locator(".rating").evaluate((it) => it.querySelector(":checked")?.value ?? "");
// What the browser keeps, as its address and its words.
const kept = (page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("ladderbook-review"))
      .map(([key, text]) => [key, JSON.parse(text)]),
  );
const saved = (page) =>
  page.locator(".review-state:not(.is-waiting)").filter({ hasText: "Kept in this browser." }).waitFor();
const today = (page) => page.evaluate(() => new Intl.DateTimeFormat("sv").format(new Date()));

const fillIn = async (page) => {
  const first = item(page, FIRST);
  await first.getByLabel("Sometimes").check();
  await button(first, "Evidence").click();
  await page.keyboard.type("Split the ledger in two");
  await first.getByLabel("Date").fill("2026-03-02");
  await first.getByLabel("Link", { exact: true }).fill("https://example.com/ledger");
  await button(first, "Evidence").click();
  await page.keyboard.type("Moved the rates out");
  await first.getByLabel("Date").first().fill("2026-05-09");
  await button(first, "Note").click();
  await page.keyboard.type("Ask Mira.\nShe saw both.");
  await item(page, NEXT).getByLabel("Not yet").check();
  await unfold(page, "Work done since the last review");
  await button(page, "Add work done").click();
  await page.keyboard.type("Shipped the export *early*");
  await unfold(page, /^What would I need/);
  await page.getByLabel("Answers and next steps").fill("Lead one change across two teams.");
  await page.getByLabel("Your name").fill("Ada Example");
  await saved(page);
};

const assertFilled = async (page) => {
  const first = item(page, FIRST);
  assert.equal(await rating(first), "sometimes");
  assert.deepEqual(await fields(first), [
    "2026-05-09",
    "Moved the rates out",
    "",
    "2026-03-02",
    "Split the ledger in two",
    "https://example.com/ledger",
    "Ask Mira.\nShe saw both.",
  ]);
  assert.equal(await rating(item(page, NEXT)), "not-yet");
  assert.deepEqual(await fields(page.locator(".review-log")), [await today(page), "Shipped the export *early*", ""]);
  assert.equal(await page.getByLabel("Answers and next steps").inputValue(), "Lead one change across two teams.");
  assert.equal(await page.getByLabel("Your name").inputValue(), "Ada Example");
};

const download = async (page, name) => {
  const save = await tool(page, name);
  const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
};
const give = (page, text, name = "sheet.json") =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const clear = async (page) => {
  await button(page, "Clear all…").click();
  await button(page.getByRole("dialog"), "Clear all").click();
  await status(page).getByText("Everything is cleared.").waitFor();
};

const sheetOf = (changes = {}) => ({
  format: "ladderbook-review",
  version: 1,
  book: { title: TITLE },
  saved: "2026-06-01",
  name: "Mira",
  level: "ic/senior",
  next: "ic/staff",
  criteria: {
    [FIRST_ID]: {
      text: FIRST,
      competency: "Delivery",
      rating: "consistently",
      evidence: [{ date: "2026-05-01", text: "The ledger", link: "https://example.com/mira" }],
      note: "More than you think.",
    },
  },
  needed: { "ic/staff": { title: "Staff Engineer", text: "Own the migration." } },
  work: [{ date: "2026-04-01", text: "Took over on-call", link: "javascript:alert(1)" }],
  ...changes,
});

for (const [size, viewport] of Object.entries(SIZES)) {
  const options = { viewport };
  describe(`the gap sheet (${size})`, () => {
    onSheet("keeps what is written, over a reload", options, async (page) => {
      await fillIn(page);
      await page.reload();
      await page.locator(".review-item").first().waitFor();
      await assertFilled(page);
      const [[key, sheet], ...others] = await kept(page);
      assert.equal(key, `ladderbook-review:/:${TITLE}`);
      assert.equal(sheet.version, 1);
      assert.deepEqual(others, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= options.viewport.width, `${wide} px wide`);
    });

    onSheet("goes into a file, is cleared after a question, and comes back", options, async (page) => {
      await fillIn(page);
      const file = await download(page, "Save as a file");
      assert.equal(file.name, "gap-sheet-ada-example-senior-staff.json");
      const { criteria, work, ...sheet } = JSON.parse(file.text);
      assert.deepEqual(criteria[FIRST_ID], {
        text: FIRST,
        competency: "Delivery",
        rating: "sometimes",
        evidence: [
          { date: "2026-05-09", text: "Moved the rates out", link: "" },
          { date: "2026-03-02", text: "Split the ledger in two", link: "https://example.com/ledger" },
        ],
        note: "Ask Mira.\nShe saw both.",
      });
      assert.deepEqual(work, [{ date: await today(page), text: "Shipped the export *early*", link: "" }]);
      assert.deepEqual(sheet, {
        format: "ladderbook-review",
        version: 1,
        book: { title: TITLE },
        saved: await today(page),
        name: "Ada Example",
        level: "ic/senior",
        next: "ic/staff",
        needed: { "ic/staff": { title: "Staff Engineer", text: "Lead one change across two teams." } },
      });

      await button(page, "Clear all…").click();
      await page.getByRole("dialog", { name: "Clear everything?" }).waitFor();
      await button(page, "Keep everything").click();
      await assertFilled(page);
      await button(page, "Clear all…").click();
      await page.keyboard.press("Escape");
      await assertFilled(page);
      await clear(page);
      assert.deepEqual(await kept(page), []);
      assert.equal(await rating(item(page, FIRST)), "");
      assert.deepEqual(await fields(item(page, FIRST)), []);
      assert.equal(await page.getByLabel("Your name").inputValue(), "");

      await give(page, file.text);
      await page.getByRole("dialog").getByText("It is the sheet “Ada Example”").waitFor();
      assert.ok(!(await page.getByText("another handbook").isVisible()));
      await button(page, "Replace mine with it").click();
      await status(page).getByText("Your sheet is replaced by the file.").waitFor();
      await assertFilled(page);
    });

    onSheet("is on paper what it is on the screen, without the tools", options, async (page) => {
      await fillIn(page);
      await page.emulateMedia({ media: "print" });
      for (const words of [
        "Split the ledger in two",
        "Ask Mira.",
        "Lead one change across two teams.",
        "Shipped the export *early*",
        "Ada Example",
      ]) {
        assert.ok(await page.locator(".on-paper").getByText(words).isVisible(), words);
      }
      assert.deepEqual(
        await page
          .locator("main :is(button, textarea, select, input:not([type=radio]))")
          .evaluateAll((all) => all.filter((it) => it.checkVisibility()).map((it) => it.outerHTML)),
        [],
      );
      assert.ok(await item(page, FIRST).getByText("Sometimes").isVisible());
      const pdf = await page.pdf({ format: "A4" });
      const sheets = pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g) ?? [];
      assert.ok(sheets.length > 2 && sheets.length < 12, `${sheets.length} sheets`);
    });

    onSheet(
      "has nothing that axe objects to, in both schemes",
      { ...options, reducedMotion: "reduce" },
      async (page) => {
        await fillIn(page);
        await page.evaluate((words) => {
          const [key] = Object.keys(localStorage).filter((it) => it.startsWith("ladderbook-review"));
          const sheet = JSON.parse(localStorage[key]);
          Object.values(sheet.criteria)[0].text = words;
          sheet.criteria["gone"] = {
            text: "A rule that is gone",
            competency: "Delivery",
            rating: "sometimes",
            evidence: [],
            note: "",
          };
          localStorage[key] = JSON.stringify(sheet);
        }, "Other words");
        await page.reload();
        await page.locator(".review-item").first().waitFor();
        await give(page, JSON.stringify(sheetOf()));
        await page.getByRole("dialog").waitFor();
        const findings = await objectionsInSchemes(page, "dialog[open]");
        await button(page, "Lay it beside mine, only to read").click();
        await page.locator(".other-sheet").first().waitFor();
        await page.locator(".review-kept").waitFor();
        findings.push(...(await objectionsInSchemes(page)));
        assert.deepEqual(findings, []);
      },
    );
  });
}

describe("the way to the gap sheet", () => {
  test("starts at a level's page and at the list of levels", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}levels/management/tech-lead/`);
      const sides = async (name, address) => {
        await page.getByRole("link", { name, exact: true }).click();
        await page.waitForURL(`${site.root}review/?${address}`);
        await page.locator(".review-side").first().waitFor();
        const titles = await page.locator(".review-side h2").allInnerTexts();
        await page.goBack();
        return titles;
      };
      // For who wants to get there, for who is there, and for each move.
      assert.deepEqual(
        await sides(
          "Prepare for Tech Lead (from Senior Software Engineer)",
          "level=ic/senior&next=management/tech-lead",
        ),
        ["Senior Software Engineer", "Tech Lead"],
      );
      assert.deepEqual(await sides("I am Tech Lead: prepare for what is next", "level=management/tech-lead"), [
        "Tech Lead",
        "Engineering Manager",
      ]);
      assert.deepEqual(await sides(/^Prepare ?, Staff Engineer$/, "level=management/tech-lead&next=ic/staff"), [
        "Tech Lead",
        "Staff Engineer",
      ]);
      await visit(page, `${site.root}levels/management/cto/`);
      const prepare = page.locator(".page-tools a[href*=review]");
      assert.match(
        (await prepare.allInnerTexts()).join("\n"),
        /^Prepare for .+ \(from .+\)\nI am .+: fill in the gap sheet$/,
      );
      await visit(page, `${site.root}levels/ic/junior/`);
      assert.match((await prepare.allInnerTexts()).join("\n"), /^I am .+: prepare for what is next$/);
      await page.getByRole("link", { name: /^I am/ }).click();
      await page.locator(".review-side").first().waitFor();
      await clear(page);
      await page.evaluate(() => localStorage.clear());
      await visit(page, `${site.root}review/`);
      assert.equal(await page.locator(".review-item").count(), 0);
      await page.getByRole("link", { name: "Staff Engineer" }).click();
      await page.waitForURL(`${site.root}review/?level=ic/staff`);
      await page.locator(".review-item").first().waitFor();
      await saved(page);
      await visit(page, `${site.root}review/`);
      assert.deepEqual(await page.locator(".review-side h2").allInnerTexts(), ["Staff Engineer", "Principal Engineer"]);
    }));

  onSheet("offers the moves of a level, that of its track first", {}, async (page) => {
    const next = page.getByLabel("Next level", { exact: true });
    assert.deepEqual(await next.locator("option").allInnerTexts(), [
      "Staff Engineer",
      "Tech Lead",
      "Engineering Manager",
      "None, only this level",
    ]);
    await next.selectOption("Engineering Manager");
    await item(page, "Names what the person they manage should aim for next")
      .or(page.locator(".review-side").nth(1))
      .first()
      .waitFor();
    assert.equal(new URL(page.url()).search, "?level=ic/senior&next=management/engineering-manager");
    assert.deepEqual(await page.locator(".review-side h2").allInnerTexts(), [
      "Senior Software Engineer",
      "Engineering Manager",
    ]);
    await next.selectOption("None, only this level");
    assert.deepEqual(await page.locator(".review-side h2").allInnerTexts(), ["Senior Software Engineer"]);
    assert.equal(await item(page, NEXT).count(), 0);
    await page.goBack();
    await page.locator(".review-side h2").nth(1).getByText("Engineering Manager").waitFor();
    await page.getByLabel("Level", { exact: true }).selectOption("Chief Technology Officer");
    await page.locator(".review-side h2").getByText("Chief Technology Officer").waitFor();
  });

  test("says so when the address names no level", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}review/?level=ic/wizard`);
      await page.getByText("This handbook has no level “ic/wizard”.").waitFor();
      assert.ok(await page.getByRole("link", { name: "Staff Engineer" }).isVisible());
    }));

  onSheet("is found again from the sheet of another level", {}, async (page) => {
    await item(page, FIRST).getByLabel("Sometimes").check();
    await saved(page);
    await visit(page, `${site.root}review/?level=management/cto`);
    await page.locator(".review-elsewhere").getByRole("link", { name: "Senior Software Engineer" }).click();
    await item(page, FIRST).waitFor();
    assert.equal(await rating(item(page, FIRST)), "sometimes");
  });
});

describe("a sheet and a new edition of the handbook", () => {
  // The same address, first with one edition of the handbook and then with another.
  const editions = (name, change, use) =>
    inSizes(name, AT_DESK, (options) =>
      withPage(browser, options, async (page) => {
        const folder = build();
        const host = await serve(folder);
        try {
          await visit(page, host.root + SHEET);
          await item(page, FIRST).getByLabel("Sometimes").check();
          await button(item(page, FIRST), "Note").click();
          await page.keyboard.type("Twice this year");
          await saved(page);
          const handbook = variant(/^# .*$/m, "# another edition");
          const file = join(handbook, "content/levels/ic/3-senior.md");
          const source = readFileSync(file, "utf8");
          const changed = change(source);
          assert.notEqual(changed, source);
          writeFileSync(file, changed);
          cpSync(build(handbook), folder, { recursive: true });
          await page.reload();
          await page.locator(".review-item").first().waitFor();
          await use(page);
        } finally {
          await host.close();
        }
      }),
    );

  const REWORDED = "Proposes a plainer design with a note of when it will no longer be enough";
  editions(
    "a criterion in other words is marked until the writer says that it holds",
    (source) => source.replace(FIRST, REWORDED),
    async (page) => {
      const line = item(page, REWORDED);
      assert.equal(await rating(line), "sometimes");
      await line.getByText(`The wording has changed since you wrote this. It read: “${FIRST}”`).waitFor();
      assert.equal(await page.locator(".review-changed").count(), 1);
      // By keyboard: under a pointer the line may move while competencies above it are laid out for the first time.
      await button(line, "What I wrote still holds").press("Enter");
      await page.locator(".review-changed").waitFor({ state: "detached" });
      await saved(page);
      await page.waitForFunction((words) => Object.values(localStorage).some((text) => text.includes(words)), REWORDED);
      await page.reload();
      await line.waitFor();
      assert.equal(await page.locator(".review-changed").count(), 0);
      assert.equal(await line.getByLabel("Note").inputValue(), "Twice this year");
    },
  );

  editions(
    "a criterion that has gone is kept with its notes, until it is removed",
    (source) => source.replace(new RegExp(`^- ${FIRST}.*\\n(?:  .*\\n)*`, "m"), ""),
    async (page) => {
      const gone = page.locator(".review-kept .review-item");
      assert.match(await gone.textContent(), new RegExp(FIRST));
      assert.equal(await rating(gone), "sometimes");
      assert.equal(await gone.getByLabel("Note").inputValue(), "Twice this year");
      await button(gone, "Remove").click();
      await button(page, "Undo").click();
      assert.equal(await rating(gone), "sometimes");
      await button(gone, "Remove").click();
      await page.waitForFunction(() => !Object.values(localStorage).some((text) => text.includes("Twice this year")));
      await page.reload();
      await page.locator(".review-item").first().waitFor();
      assert.equal(await page.locator(".review-kept").count(), 0);
    },
  );

  editions(
    "notes follow a criterion to its new id",
    (source) => source.replace(`{#${FIRST_ID}}`, `{#parts-apart was=${FIRST_ID}}`),
    async (page) => {
      const line = item(page, FIRST);
      assert.equal(await line.getAttribute("data-id"), "parts-apart");
      assert.equal(await rating(line), "sometimes");
      assert.equal(await page.locator(":is(.review-kept, .review-changed)").count(), 0);
      const { criteria } = JSON.parse((await download(page, "Save as a file")).text);
      assert.deepEqual(Object.keys(criteria), ["parts-apart"]);
    },
  );

  test("in a preview, the sheet follows while it is written on", async () => {
    const handbook = variant(/^# .*$/m, "# a preview");
    const host = await preview(handbook);
    try {
      await withPage(browser, {}, async (page) => {
        // A preview holds a connection open, so that the network is never idle.
        await page.goto(host.root + SHEET);
        await button(item(page, FIRST), "Note").click();
        await page.keyboard.type("Half a sen");
        const change = (path, from, to) => {
          const file = join(handbook, "content", path);
          const changed = readFileSync(file, "utf8").replace(from, to);
          assert.ok(changed.includes(to));
          writeFileSync(file, changed);
        };
        const note = item(page, FIRST).getByLabel("Note");
        // What stands around the sheet changes in place, so that one types on.
        change("guides/index.md", /^title: .*$/m, "title: Handouts");
        await page.getByRole("navigation").getByRole("link", { name: "Handouts" }).waitFor();
        await page.keyboard.type("tence");
        assert.equal(await note.inputValue(), "Half a sentence");
        // What the sheet is about is loaded anew.
        change("levels/ic/3-senior.md", "Orders the work so that", "Arranges the work so that");
        await page.getByText("Arranges the work so that").waitFor();
        assert.equal(await note.inputValue(), "Half a sentence");
      });
    } finally {
      await host.close();
    }
  });

  test("two handbooks on one host do not mix, and one under a new title is offered", async () => {
    const [a, b] = [
      await serve(build(), "/"),
      await serve(build(variant(/^title = .*$/m, 'title = "Another ladder"')), "/"),
    ];
    await b.close();
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, a.root + SHEET);
        await item(page, FIRST).getByLabel("Sometimes").check();
        await saved(page);
        await page.route("**/handbook.json", async (route) => {
          const response = await route.fetch();
          const json = await response.json();
          await route.fulfill({ json: { ...json, book: { ...json.book, title: "Another ladder" } } });
        });
        await arrive(page, () => page.reload());
        await status(page).getByText(`notes about the handbook “${TITLE}”`).waitFor();
        assert.equal(await rating(item(page, FIRST)), "");
        await button(page, "Take them over").click();
        assert.equal(await rating(item(page, FIRST)), "sometimes");
        assert.deepEqual(
          (await kept(page)).map(([key]) => key),
          ["ladderbook-review:/:Another ladder"],
        );
      });
    } finally {
      await a.close();
    }
  });
});

describe("a file of a gap sheet", () => {
  onSheet("as Markdown says what the sheet says, and nothing in it is markup by accident", AT_DESK, async (page) => {
    await fillIn(page);
    const first = item(page, FIRST);
    await first.getByLabel("Note").fill("# Not a heading\n<b>bold</b> [a](javascript:x) snake_case");
    const { name, text } = await download(page, "Save as Markdown");
    assert.equal(name, "gap-sheet-ada-example-senior-staff.md");
    assert.match(
      text,
      /^# Gap sheet: Senior Software Engineer and Staff Engineer\n\nAda Example · Engineering career ladder · /,
    );
    assert.ok(
      text.includes(`## Work done since the last review\n\n- ${await today(page)}: Shipped the export \\*early\\*\n`),
      text,
    );
    const lines = [
      `- ${FIRST}`,
      "  - Your rating: Sometimes",
      "  - Evidence: 2026-05-09: Moved the rates out",
      "  - Evidence: 2026-03-02: Split the ledger in two <https://example.com/ledger>",
      "  - Note: \\# Not a heading",
      "    \\<b\\>bold\\</b\\> \\[a\\](javascript:x) snake_case",
    ];
    assert.ok(text.includes("## Delivery\n\n### Now: Senior Software Engineer\n\n- "), text);
    assert.ok(text.includes(lines.join("\n")), text);
    assert.ok(text.includes(`### Next: Staff Engineer\n\n- ${NEXT}\n  - Your rating: Not yet\n`), text);
    const question = "## What would I need to be considered for Staff Engineer?\n\nLead one change across two teams.\n";
    assert.ok(text.indexOf(question) < text.indexOf("## Work done") && text.includes(question), text);
    assert.doesNotMatch(text, /undefined|\{|\d+ ?%/);
  });

  onSheet("can be laid beside, to be read only, and put away", {}, async (page) => {
    await fillIn(page);
    await give(page, JSON.stringify(sheetOf()), "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    await status(page).getByText("The sheet “Mira” lies beside yours.").waitFor();
    const theirs = item(page, FIRST).locator(".other-sheet");
    // What is far below is not laid out, and has no text to read, before one comes there.
    await theirs.scrollIntoViewIfNeeded();
    await theirs.evaluate(async (it) => {
      while (!it.innerText) await new Promise(requestAnimationFrame);
    });
    assert.equal(
      (await theirs.innerText()).replace(/\s+/g, " "),
      "Mira Consistently May 1, 2026 The ledger https://example.com/mira More than you think.",
    );
    assert.equal(await theirs.locator("input, textarea, button").count(), 0);
    assert.equal(await page.locator(".review-log .other-sheet a").count(), 0, "only http, https and mailto are links");
    assert.match(await page.locator(".review-log .other-sheet").innerText(), /Took over on-call/);
    assert.match(await page.locator(".review-needed .other-sheet").innerText(), /Own the migration/);
    await assertFilled(page);
    // Beside: in one row, to the right; on a phone below.
    const [mine, other] = [await item(page, FIRST).locator(".review-mine").boundingBox(), await theirs.boundingBox()];
    if (page.viewportSize().width > 800) assert.ok(other.x > mine.x + mine.width && Math.abs(other.y - mine.y) < 20);
    else assert.ok(other.y > mine.y + mine.height);
    assert.match((await download(page, "Save as Markdown")).text, / {2}- Mira\n {4}- Your rating: Consistently\n/);
    assert.doesNotMatch((await download(page, "Save as a file")).text, /Mira"/);
    await page.reload();
    await theirs.waitFor();
    await button(page, "Put it away").click();
    assert.equal(await page.locator(".other-sheet").count(), 0);
    await page.reload();
    await page.locator(".review-item").first().waitFor();
    assert.equal(await page.locator(".other-sheet").count(), 0);
    await assertFilled(page);
  });

  onSheet("laid beside shows the levels that it is about", {}, async (page) => {
    const titles = () => page.locator(".review-side h2").allInnerTexts();
    const about = JSON.stringify(sheetOf({ level: "ic/senior", next: "management/tech-lead" }));
    // Another pair is chosen: the sheet's own is offered.
    const { length } = await titles();
    assert.equal(length, 2);
    await page.getByLabel("Level", { exact: true }).selectOption("ic/junior");
    await give(page, about, "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    await status(page).getByText("The sheet “Mira” is about Senior Software Engineer → Tech Lead.").waitFor();
    assert.deepEqual(await titles(), ["Junior Software Engineer", "Mid-Level Software Engineer"]);
    await button(page, "Show that").click();
    assert.deepEqual(await titles(), ["Senior Software Engineer", "Tech Lead"]);
    assert.ok((await page.locator(".other-sheet").count()) > 0, "it lies beside them");
    await button(page, "Put it away").click();
    // Nothing is chosen: it is shown at once.
    await page.getByLabel("Level", { exact: true }).selectOption("");
    assert.equal(await page.locator(".review-item").count(), 0);
    await give(page, about, "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    await status(page).getByText("The sheet “Mira” lies beside yours.").waitFor();
    assert.deepEqual(await titles(), ["Senior Software Engineer", "Tech Lead"]);
    assert.equal(await button(page, "Show that").count(), 0);
    // A sheet about one level alone is shown where that level alone is chosen.
    await page.getByLabel("Next level", { exact: true }).selectOption("");
    await give(page, JSON.stringify(sheetOf({ level: "ic/senior", next: null })), "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    assert.equal(await button(page, "Show that").count(), 0);
    // One about a level that the handbook does not have offers nothing.
    await give(page, JSON.stringify(sheetOf({ level: "ic/guru", next: null })), "mira.json");
    await button(page, "Lay it beside mine, only to read").click();
    assert.equal(await button(page, "Show that").count(), 0);
  });

  onSheet("speaks of criteria that have gone, and keeps their words when one rates them", AT_DESK, async (page) => {
    const gone = { text: "A rule that is gone", competency: "Delivery", rating: "sometimes", evidence: [], note: "" };
    await give(page, JSON.stringify(sheetOf({ criteria: { gone } })));
    await button(page, "Lay it beside mine, only to read").click();
    await item(page, gone.text).getByLabel("Not yet").check();
    await button(page, "Put it away").click();
    const line = page.locator(".review-kept").locator(".review-item");
    assert.match(await line.textContent(), /A rule that is gone/);
    assert.match(await line.textContent(), /Delivery/);
    await saved(page);
    assert.deepEqual((await kept(page))[0][1].criteria.gone, { ...gone, rating: "not-yet" });
  });

  onSheet("gives nobody another name", AT_DESK, async (page) => {
    const name = page.getByLabel("Your name");
    await give(page, JSON.stringify(sheetOf()), "mira.json");
    await button(page, "Add it to mine").click();
    await status(page).getByText("added to your sheet").waitFor();
    assert.equal(await name.inputValue(), "");
    await give(page, JSON.stringify(sheetOf({ name: "" })), "backup.json");
    await page.getByRole("dialog").getByText("the sheet “backup”").waitFor();
    await button(page, "Replace mine with it").click();
    await status(page).getByText("replaced by the file").waitFor();
    assert.equal(await name.inputValue(), "");
  });

  onSheet("is words in Markdown too, whatever somebody put into it", AT_DESK, async (page) => {
    const evidence = [
      { date: "", text: "~~struck~~\n===", link: "mailto:a><img src=//evil.example>" },
      { date: "", text: "    indented", link: "https://example.com/<b>" },
    ];
    const record = { text: "One\n\n# Two", competency: "Delivery", rating: "", evidence, note: "" };
    await give(
      page,
      JSON.stringify(sheetOf({ name: "Mira\n\n# Boo", criteria: { gone: record }, needed: {}, work: [] })),
    );
    await button(page, "Replace mine with it").click();
    await status(page).getByText("replaced by the file").waitFor();
    const { text } = await download(page, "Save as Markdown");
    assert.doesNotMatch(text, /^# (Two|Boo)|[^\\]<(img|b)|[^\\]~|^=|^ {4,}indented/m, text);
    assert.match(text, /Mira \\?# Boo · /);
    assert.match(text, /^- One # Two$/m);
    assert.ok(text.includes("<https://example.com/%3Cb%3E>"), text);
  });

  onSheet("is not made larger than what can be read again", ON_PHONE, async (page) => {
    // Answers about levels that the handbook does not have are kept, and not shown.
    const many = (words) =>
      Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`${words}/${n}`, { title: words, text: words }]));
    await give(page, JSON.stringify(sheetOf({ needed: many("one") })));
    await button(page, "Replace mine with it").click();
    await status(page).getByText("replaced by the file").waitFor();
    await give(page, JSON.stringify(sheetOf({ needed: many("other") })), "second.json");
    await button(page, "Add it to mine").click();
    await status(page).getByText("“second.json” is too large").waitFor();
    await page.reload();
    await page.locator(".review-item").first().waitFor();
    assert.equal(Object.keys((await kept(page))[0][1].needed).length, 6000);
  });

  onSheet("forgets no wording when a removal is undone", AT_DESK, async (page) => {
    const record = {
      text: "Older words",
      competency: "Technical judgement",
      rating: "",
      evidence: [{ date: "2026-05-01", text: "The ledger", link: "" }],
      note: "",
    };
    await give(page, JSON.stringify(sheetOf({ criteria: { [FIRST_ID]: record }, needed: {}, work: [] })));
    await button(page, "Replace mine with it").click();
    await page.locator(".review-changed").waitFor();
    await button(item(page, FIRST).locator(".entry"), "Remove").click();
    await button(page, "Undo").click();
    await saved(page);
    await page.reload();
    await page.locator(".review-changed").getByText("Older words").waitFor();
  });

  onSheet("can be added, and nothing is lost or doubled", AT_DESK, async (page) => {
    await fillIn(page);
    for (let times = 0; times < 2; times++) {
      await give(page, JSON.stringify(sheetOf({ book: { title: "Older title" } })));
      await page.getByText("another handbook, “Older title”").waitFor();
      await button(page, "Add it to mine").click();
      await status(page).getByText("The file is added to your sheet.").waitFor();
    }
    const first = item(page, FIRST);
    assert.equal(await rating(first), "sometimes", "the own rating stays");
    assert.deepEqual(
      (await fields(first)).filter((value) => !value.startsWith("2026")),
      [
        "Moved the rates out",
        "",
        "The ledger",
        "https://example.com/mira",
        "Split the ledger in two",
        "https://example.com/ledger",
        "Ask Mira.\nShe saw both.\n\nMore than you think.",
      ],
    );
    assert.equal(
      await page.getByLabel("Answers and next steps").inputValue(),
      "Lead one change across two teams.\n\nOwn the migration.",
    );
    assert.equal(await page.locator(".review-log .entry").count(), 2);
    // Their script is a text that may be corrected, never a link.
    assert.equal(await page.locator(".review-log .entry a[href]").count(), 0);
    assert.equal(await page.locator(".review-log [aria-invalid=true]").inputValue(), "javascript:alert(1)");
  });

  const WRONG = {
    "no JSON": ["# Gap sheet", /“wrong\.json” is not a gap sheet: it is not JSON/],
    "other JSON": ['{"levels": []}', /is JSON, but not a gap sheet/],
    "an array": ["[]", /is JSON, but not a gap sheet/],
    "a later version": [JSON.stringify(sheetOf({ version: 2 })), /another version of this page \(2\)/],
    "an unknown rating": [
      JSON.stringify(
        sheetOf({ criteria: { x: { text: "", competency: "", rating: "100 %", evidence: [], note: "" } } }),
      ),
      /damaged: “criteria\.x\.rating”/,
    ],
    "an unknown key": [JSON.stringify(sheetOf({ score: 5 })), /damaged: “score”/],
    "a missing key": [JSON.stringify(sheetOf({ work: undefined })), /damaged: “work”/],
    "a day that is none": [
      JSON.stringify(sheetOf({ work: [{ date: "2026-02-30", text: "", link: "" }] })),
      /damaged: “work\[0\]\.date”/,
    ],
    "a text that is none": [
      JSON.stringify(sheetOf({ work: [{ date: "", text: {}, link: "" }] })),
      /damaged: “work\[0\]\.text”/,
    ],
    "a version that is none": ['{"format":"ladderbook-review","version":{"toString":1}}', /damaged: “version”/],
    "no version": ['{"format":"ladderbook-review","version":null}', /damaged: “version”/],
    "a list of levels": [JSON.stringify(sheetOf({ next: ["a"] })), /damaged: “next”/],
    "a book that is a number": [JSON.stringify(sheetOf({ book: 1 })), /damaged: “book”/],
    "a list of criteria": [JSON.stringify(sheetOf({ criteria: [] })), /damaged: “criteria”/],
    "too much": [JSON.stringify(sheetOf({ name: "x".repeat(2_000_001) })), /too large to be a gap sheet/],
  };
  onSheet("that is none is refused, with the reason", ON_PHONE, async (page) => {
    await fillIn(page);
    for (const [name, [text, message]] of Object.entries(WRONG)) {
      await give(page, text, "wrong.json");
      await status(page).getByText(message).waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0, name);
    }
    await assertFilled(page);
  });

  onSheet("is words and never markup, whatever its keys and values are", AT_DESK, async (page) => {
    const nasty = '<img src=x onerror="document.title=1">';
    const record = {
      text: nasty,
      competency: nasty,
      rating: "sometimes",
      evidence: [{ date: "", text: nasty, link: "data:text/html,x" }],
      note: nasty,
    };
    const text = JSON.stringify(sheetOf({ name: nasty, criteria: { constructor: record, [nasty]: record } })).replace(
      '"constructor"',
      '"__proto__"',
    );
    for (const answer of ["Lay it beside mine, only to read", "Replace mine with it"]) {
      await give(page, text);
      await button(page, answer).click();
      await page.locator(".review-kept .review-item").nth(1).waitFor();
    }
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.locator("main a[href^=data], main a[href^=javascript]").count(), 0);
    await saved(page);
    const ids = await page.evaluate(
      (key) => Object.keys(JSON.parse(localStorage[key]).criteria),
      `ladderbook-review:/:${TITLE}`,
    );
    assert.deepEqual(ids, ["__proto__", nasty]);
  });
});

describe("the gap sheet in a hurry and in a pinch", () => {
  onSheet("is used with the keyboard alone", {}, async (page) => {
    await page.getByLabel("Your name").focus();
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () =>
      page.evaluate(() =>
        (
          document.activeElement.querySelector("h2")?.innerText ||
          document.activeElement.innerText ||
          document.activeElement.value ||
          document.activeElement.name
        ).trim(),
      );
    const tabTo = async (words) => {
      for (let presses = 0; presses < 60; presses++) {
        await press("Tab");
        if ((await focused()) === words) return;
      }
      assert.fail(`Tab never reaches ${words}`);
    };
    await tabTo("Work done since the last review");
    await press("Enter");
    await tabTo("Add work done");
    await press("Enter");
    await page.keyboard.type("By hand");
    await tabTo("not-yet");
    await press("Space", "ArrowRight");
    const first = page.locator(".review-item").first();
    assert.equal(await rating(first), "sometimes");
    await tabTo("Clear rating");
    await press("Enter");
    assert.equal(await rating(first), "");
    await press("Space");
    await tabTo("Evidence");
    await press("Enter");
    await page.keyboard.type("Done");
    await tabTo("Remove");
    await press("Enter");
    assert.equal(await focused(), "Undo");
    await press("Enter");
    assert.deepEqual((await fields(first)).slice(1), ["Done", ""]);
    await saved(page);
    await page.getByLabel("Your name").focus();
    await tabTo("Clear all…");
    await press("Enter");
    assert.equal(await focused(), "Keep everything");
    await press("Tab", "Enter");
    await status(page).getByText("Everything is cleared.").waitFor();
    assert.equal(await focused(), "Clear all…");
  });

  test("has no words about scores", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      await page.locator(".review-item").first().waitFor();
      assert.doesNotMatch(await page.locator("main").innerText(), /%|score|points|rank|\b\d+ of \d+\b/i);
      assert.equal(await page.locator("main :is(meter, progress)").count(), 0);
    }));

  test("does no more for each criterion where there are twice as many, and for a key nothing more", async () => {
    // What the scripts of the page do for a change, in counts that are the same on any machine: how often their functions
    // and branches run, and how often the page is laid out.
    const work = async (count) => {
      const did = {};
      await withPage(browser, {}, async (page) => {
        const ids = Array.from({ length: count }, (_, n) => `many-${n}`);
        await page.route("**/handbook.json", async (route) => {
          const json = await (await route.fetch()).json();
          const [{ cells }] = json.levels.filter(({ id }) => id === "ic/senior");
          cells[0].criteria = ids.map((id) => ({
            id,
            anchor: id,
            was: [],
            text: `Does what ${id} says`,
            examples: [],
            origin: { kind: "own" },
          }));
          await route.fulfill({ json });
        });
        const criteria = Object.fromEntries(
          ids.map((id) => [
            id,
            {
              text: "Other words",
              competency: "",
              rating: "sometimes",
              evidence: [{ date: "2026-01-01", text: "A thing", link: "" }],
              note: "A note",
            },
          ]),
        );
        await page.addInitScript(
          ([key, text]) => (localStorage[key] = text),
          [`ladderbook-review:/:${TITLE}`, JSON.stringify(sheetOf({ criteria }))],
        );
        const session = await page.context().newCDPSession(page);
        await session.send("Performance.enable");
        await session.send("Profiler.enable");
        await session.send("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
        await visit(page, site.root + SHEET);
        await page.locator(".review-item").first().waitFor();
        const layouts = async () => {
          const { metrics } = await session.send("Performance.getMetrics");
          return metrics.find(({ name }) => name === "LayoutCount").value;
        };
        // Taking the counts sets them back.
        const steps = async () => {
          const { result } = await session.send("Profiler.takePreciseCoverage");
          return result
            .filter(({ url }) => url.startsWith(site.root))
            .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
            .reduce((sum, { count }) => sum + count, 0);
        };
        const during = async (field, kind) => {
          const before = await layouts();
          await steps();
          await page.evaluate(
            ([field, kind]) => {
              document.querySelector(field).dispatchEvent(new Event(kind, { bubbles: true }));
              document.body.getBoundingClientRect();
            },
            [field, kind],
          );
          return { steps: await steps(), layouts: (await layouts()) - before };
        };
        did.shown = await during("[name=next]", "change");
        did.key = await during("[name=note]", "input");
        assert.ok((await page.locator(".review-item").count()) >= count);
      });
      return did;
    };
    const some = await work(150);
    const twice = await work(300);
    console.log(`steps and layouts: ${JSON.stringify({ some, twice })}`);
    assert.ok(some.shown.steps > 150 && some.key.steps > 0, JSON.stringify(some));
    assert.ok(twice.shown.steps < 2.1 * some.shown.steps, JSON.stringify({ some, twice }));
    assert.ok(twice.key.steps <= some.key.steps + 5, JSON.stringify({ some, twice }));
    for (const { layouts } of [twice.shown, twice.key]) assert.ok(layouts <= 5, JSON.stringify(twice));
  });

  const blocked = {
    "that is forbidden": () =>
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new DOMException("no", "SecurityError");
        },
      }),
    "that takes nothing": () =>
      (Storage.prototype.setItem = () => {
        throw new DOMException("no", "QuotaExceededError");
      }),
  };
  for (const [name, script] of Object.entries(blocked)) {
    test(`works on with a storage ${name}`, () =>
      withPage(browser, {}, async (page) => {
        await page.addInitScript(script);
        await visit(page, site.root + SHEET);
        await page.getByText("This browser does not let the page keep anything").waitFor();
        await item(page, FIRST).getByLabel("Sometimes").check();
        await page.getByLabel("Next level", { exact: true }).selectOption("Tech Lead");
        assert.equal(await rating(item(page, FIRST)), "sometimes");
        assert.equal(JSON.parse((await download(page, "Save as a file")).text).criteria[FIRST_ID].rating, "sometimes");
        assert.ok(!(await page.getByText("Kept in this browser.").isVisible()));
      }));
  }

  onSheet("says so when the storage is full, and when there is room again", ON_PHONE, async (page) => {
    await page.evaluate(() => {
      const set = Storage.prototype.setItem;
      window.room = () => (Storage.prototype.setItem = set);
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await item(page, FIRST).getByLabel("Sometimes").check();
    await page.getByText("The browser’s store is full").waitFor();
    await page.evaluate(() => window.room());
    await item(page, NEXT).getByLabel("Not yet").check();
    await saved(page);
    assert.ok(!(await page.getByText("The browser’s store is full").isVisible()));
    const [[, sheet]] = await kept(page);
    assert.equal(Object.keys(sheet.criteria).length, 2);
  });

  test("leaves alone what it cannot read", () =>
    withPage(browser, {}, async (page) => {
      const [key, text] = [`ladderbook-review:/:${TITLE}`, JSON.stringify({ ...sheetOf(), version: 2 })];
      await page.addInitScript(([key, text]) => (localStorage[key] ??= text), [key, text]);
      await visit(page, site.root + SHEET);
      await page.getByText("What this browser has kept cannot be read").waitFor();
      await item(page, FIRST).getByLabel("Sometimes").check();
      await page.waitForTimeout(500);
      assert.equal(await page.evaluate((key) => localStorage[key], key), text, "half a second later");
      await clear(page);
      await item(page, FIRST).getByLabel("Sometimes").check();
      await saved(page);
      assert.equal((await kept(page))[0][1].version, 1);
    }));

  test("two windows show the same sheet", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      const other = await page.context().newPage();
      await other.goto(site.root + SHEET);
      await item(other, FIRST).getByLabel("Sometimes").check();
      await item(page, FIRST).locator(":checked").waitFor();
      await item(page, NEXT).getByLabel("Not yet").check();
      await item(other, NEXT).locator(":checked").waitFor();
      assert.equal(await rating(item(other, FIRST)), "sometimes");
    }));

  test("two windows at different levels keep out of each other's way", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      const other = await page.context().newPage();
      await other.goto(`${site.root}review/?level=ic/principal`);
      await other.locator(".review-item").first().waitFor();
      for (const it of [page, other]) {
        await it.evaluate(() => {
          const set = Storage.prototype.setItem;
          window.writes = 0;
          Storage.prototype.setItem = function (...given) {
            window.writes += 1;
            return set.apply(this, given);
          };
        });
      }
      // Both write before either has heard of the other.
      await Promise.all([page.getByLabel("Sometimes").first().check(), other.getByLabel("Not yet").first().check()]);
      await Promise.all([page, other].map((it) => button(it.locator(".review-item").first(), "Note").click()));
      await Promise.all([page.keyboard.type("From one window"), other.keyboard.type("From the other window")]);
      await Promise.all([saved(page), saved(other)]);
      await page.waitForTimeout(1000);
      const [[, { criteria }]] = await kept(page);
      assert.deepEqual(
        Object.values(criteria)
          .map(({ rating, note }) => [rating, note])
          .sort(),
        [
          ["not-yet", "From the other window"],
          ["sometimes", "From one window"],
        ],
      );
      for (const it of [page, other]) {
        assert.ok((await it.evaluate(() => window.writes)) < 12, "they do not answer each other");
      }
      assert.match(page.url(), /senior/);
      assert.equal(await page.getByLabel("Level", { exact: true }).inputValue(), "ic/senior");
      assert.equal(await other.getByLabel("Level", { exact: true }).inputValue(), "ic/principal");
      // What one takes away is away, and what the other has changed in the meantime stays.
      await button(page.locator(".review-item").first(), "Clear rating").click();
      await other.locator(".review-item textarea").first().fill("Longer words");
      await Promise.all([saved(page), saved(other)]);
      await page.waitForTimeout(500);
      const [[, later]] = await kept(page);
      assert.deepEqual(
        Object.values(later.criteria)
          .map(({ rating, note }) => [rating, note])
          .sort(),
        [
          ["", "From one window"],
          ["not-yet", "Longer words"],
        ],
      );
    }));

  onSheet("takes up what was written while it lay in the browser's history", ON_PHONE, async (page) => {
    await item(page, FIRST).getByLabel("Sometimes").check();
    await saved(page);
    await page.evaluate((next) => {
      const [key] = Object.keys(localStorage).filter((it) => it.startsWith("ladderbook-review"));
      const sheet = JSON.parse(localStorage[key]);
      sheet.criteria[next] = {
        text: "Words",
        competency: "Delivery",
        rating: "",
        evidence: [],
        note: "Written on another page",
      };
      localStorage[key] = JSON.stringify(sheet);
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }, "gone");
    await page.locator(".review-kept textarea").waitFor();
    await item(page, FIRST).getByLabel("Consistently").check();
    await saved(page);
    const [[, { criteria }]] = await kept(page);
    assert.deepEqual(
      Object.values(criteria).map(({ rating, note }) => [rating, note]),
      [
        ["consistently", ""],
        ["", "Written on another page"],
      ],
    );
  });

  onSheet("remembers that no level is chosen", ON_PHONE, async (page) => {
    await saved(page);
    await page.getByLabel("Level", { exact: true }).selectOption("");
    await page.getByText("Choose a level to begin with.").waitFor();
    await page.waitForTimeout(500);
    await visit(page, `${site.root}review/`);
    await page.getByText("Choose a level to begin with.").waitFor();
  });

  test("says so when the data cannot be read", () =>
    withPage(browser, {}, async (page) => {
      await page.route("**/handbook.json", (route) => route.fulfill({ body: "no handbook" }));
      await visit(page, site.root + SHEET);
      await page.getByText("The handbook’s data could not be loaded.").waitFor();
    }));

  const assertListOnly = async (page, root) => {
    await page.getByText("For that, open this handbook from a web server with JavaScript switched on.").waitFor();
    assert.equal(await page.locator("main :is(input, select, button):visible").count(), 0);
    const link = page.getByRole("main").getByRole("link", { name: "Senior Software Engineer" });
    assert.equal(await link.evaluate((it) => it.href), `${root}levels/ic/senior/`);
  };
  test("leaves the levels to those without JavaScript", () =>
    withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await visit(page, site.root + SHEET);
      await assertListOnly(page, site.root);
    }));

  test("leaves the levels to those whose scripts do not load", () =>
    withPage(browser, {}, async (page) => {
      await page.route("**/js/*.js", (route) => route.abort());
      await page.goto(site.root + SHEET);
      await assertListOnly(page, site.root);
    }));
  test("leaves the levels to those without a host", () =>
    withPage(browser, {}, async (page) => {
      const folder = build();
      await visit(page, pathToFileURL(join(folder, "review/index.html")).href);
      await assertListOnly(page, `${pathToFileURL(folder).href}/`);
    }));

  test("works without pretty addresses and below a path", async () => {
    const plain = await serve(build(variant(/^pretty-urls = true/m, "pretty-urls = false")), "/some/path/");
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${plain.root}levels/ic/senior.html`);
        await page.getByRole("link", { name: /^I am Senior/ }).click();
        await page.waitForURL(`${plain.root}review.html?level=ic/senior`);
        await item(page, FIRST).getByLabel("Sometimes").check();
        await saved(page);
        assert.equal((await kept(page))[0][0], `ladderbook-review:/some/path/:${TITLE}`);
        const level = page.getByRole("main").getByRole("link", { name: "Senior Software Engineer" });
        assert.equal(await level.evaluate((it) => it.href), `${plain.root}levels/ic/senior.html`);
      });
    } finally {
      await plain.close();
    }
  });
});
