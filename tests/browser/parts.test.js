// A handbook that is too large to be loaded whole: a page reads an index of it and what a reader has chosen, and says
// the same as if it had read all of it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { arrive, visit, withPage } from "./browser.js";
import { tool } from "./gap-sheet.js";
import { hosted } from "./hosted.js";
import { build, preview, serve, written } from "./site.js";

const TRACKS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const LEVELS = 8;
const MOST = 300_000;

// What stands where a test needs it, by track and level.
const SPECIAL = {
  "alpha/2": "- Mends what is broken in alpha {#mends}\n",
  "gamma/5": "- Writes down what was decided {#writes was=notes was=minutes}\n",
  // Two tracks take it over from one that has no pages.
  "base/1": "- Guards the gates {#guards}\n",
};

const level = (track, n) =>
  `---\ntitle: ${track} ${n}\ngrade: ${n}\n---\n\n## Craft\n\n- Does what ${track} does at ${n} {#${track}-${n}}\n${
    SPECIAL[`${track}/${n}`] ?? ""
  }\n## Care\n\n- Asks ${n} people in ${track} {#asks-${track}-${n}}\n`;

const files = () => {
  const all = { "book.toml": '[book]\ntitle = "Large"\n[calibrate]\nenabled = true\n' };
  const extending = (id) => (["gamma", "delta"].includes(id) ? ", extends: base" : "");
  const tracks = TRACKS.map((id) => `- {id: ${id}, title: ${id}${extending(id)}}\n`);
  all["content/tracks.yaml"] = `tracks:\n- {id: base, title: Base, abstract: true}\n${tracks.join("")}`;
  all["content/levels/base/1-l1.md"] = level("base", 1);
  for (const track of TRACKS) {
    for (let n = 1; n <= LEVELS; n++) all[`content/levels/${track}/${n}-l${n}.md`] = level(track, n);
  }
  return all;
};

let browser, site;
hosted(
  () => serve(build(written(files()))),
  (...its) => ([browser, site] = its),
);

// The names of the files below api/ that a page loads while it is used; each of them, and any other, is small.
const loads = async (use) => {
  const names = [];
  const sizes = [];
  await withPage(browser, {}, async (page) => {
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith("/api/")) names.push(pathname.slice("/api/".length));
      sizes.push(
        response.body().then(
          ({ length }) => [pathname, length],
          () => [pathname, 0],
        ),
      );
    });
    await use(page);
    for (const [name, length] of await Promise.all(sizes)) assert.ok(length < MOST, `${name}: ${length}`);
  });
  return names;
};

const SHEET = "review/?level=alpha/l2&next=alpha/l3";
const notes = (text, note = "Seen") => ({ text, competency: "Craft", rating: "sometimes", evidence: [], note });
const sheet = (criteria, more = {}) => ({
  ...{ format: "ladderbook-review", version: 1, book: { title: "Large" }, saved: "2026-06-01", name: "" },
  ...{ level: "alpha/l2", next: "alpha/l3", criteria, needed: {}, work: [], ...more },
});
const keep = (page, sheet) =>
  page.addInitScript(
    ([key, text]) => (localStorage[key] ??= text),
    ["ladderbook-review:/:Large", JSON.stringify(sheet)],
  );
const item = (page, id) => page.locator(`.review-item[data-id="${id}"]`);
const rating = (where) => where.locator(".rating").evaluate((it) => it.querySelector(":checked")?.value ?? "");
const elsewhere = (page) =>
  page.locator(".review-elsewhere a").evaluateAll((all) => all.map((it) => it.textContent.trim()));
const gone = (page) => page.locator(".review-kept .review-item").evaluateAll((all) => all.map((it) => it.dataset.id));
const REWORDED = "The wording has changed since you wrote this.";

describe("the picker on a large handbook", () => {
  test("loads the tracks of what is chosen", async () => {
    const names = await loads(async (page) => {
      await visit(page, `${site.root}compare/?from=alpha/l2&to=zeta/l5`);
      await page.locator(".picker-result article").waitFor();
      assert.equal(await page.locator(".picker-result").getByText("Mends what is broken in alpha").count(), 2);
    });
    const expected = ["parts/index.json", "parts/levels/alpha.json", "parts/levels/zeta.json"];
    assert.deepEqual(names.toSorted(), expected);
  });

  test("loads another track when it is chosen, once", async () => {
    const names = await loads(async (page) => {
      await visit(page, `${site.root}compare/?from=alpha/l2&to=alpha/l7`);
      await page.locator(".picker-result article").waitFor();
      const beside = page.getByRole("combobox", { name: "Beside them" });
      await beside.selectOption("gamma/l5");
      await page.locator("article.three").getByText("Writes down what was decided").waitFor();
      await beside.selectOption("");
      await beside.selectOption("gamma/l1");
      await page.locator("article.three").getByText("Guards the gates").waitFor();
    });
    const expected = ["parts/index.json", "parts/levels/alpha.json", "parts/levels/gamma.json"];
    assert.deepEqual(names.toSorted(), expected);
  });

  test("says so if a track cannot be loaded, and tries again", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/`);
      let isBroken = true;
      await page.route("**/levels/zeta.json", (route) =>
        isBroken ? route.fulfill({ body: "none" }) : route.continue(),
      );
      await page.getByRole("combobox", { name: "From" }).selectOption("alpha/l2");
      await page.getByRole("combobox", { name: "To" }).selectOption("zeta/l5");
      await page.locator(".picker-status .notice").waitFor();
      isBroken = false;
      await page.getByRole("combobox", { name: "To" }).selectOption("zeta/l6");
      await page.locator(".picker-result article").waitFor();
    }));
});

describe("the gap sheet on a large handbook", () => {
  test("loads the tracks of its levels", async () => {
    const names = await loads(async (page) => {
      await visit(page, site.root + SHEET);
      await item(page, "alpha-3").waitFor();
      await page.getByLabel("Level", { exact: true }).selectOption("beta/l1");
      await item(page, "beta-2").waitFor();
    });
    const expected = ["parts/index.json", "parts/levels/alpha.json", "parts/levels/beta.json"];
    assert.deepEqual(names.toSorted(), expected);
  });

  test("knows where criteria are that were written about, and which are gone", async () => {
    const criteria = {
      // On the sheet, in the words that it has.
      mends: notes("Mends what is broken in alpha"),
      // On the sheet, in words that nothing has.
      "alpha-3": notes("Did what alpha did"),
      // Of tracks that are not on it: by its id, and by an old one; the first level counts.
      guards: notes("Guards the gates"),
      minutes: notes("Writes down what was decided"),
      // Of the same track, and nowhere.
      "alpha-8": notes("Does what alpha does at 8"),
      "alpha-9": notes("Does what alpha does at 9"),
    };
    const work = [{ date: "2026-01-01", text: "A thing", link: "", criteria: ["notes", "alpha-2"] }];
    const names = await loads(async (page) => {
      await keep(page, sheet(criteria, { work, talk: [{ id: "minutes", text: "Writes down what was decided" }] }));
      await visit(page, site.root + SHEET);
      await item(page, "alpha-3").waitFor();
      assert.deepEqual(await gone(page), ["alpha-9"]);
      assert.deepEqual(await elsewhere(page), ["gamma 1", "gamma 5", "alpha 8"]);
      assert.equal(await item(page, "mends").getByText(REWORDED).count(), 0);
      assert.equal(await item(page, "alpha-3").getByText(REWORDED).count(), 1);
      assert.equal(await rating(item(page, "mends")), "sometimes");
      const tied = page.locator(".review-log .ties-of li");
      assert.deepEqual(await tied.allTextContents(), ["Writes down what was decided", "Does what alpha does at 2"]);
      const topic = page.locator(".review-talk a", { hasText: "Writes down what was decided" });
      assert.match(await topic.getAttribute("href"), /levels\/gamma\/l5\/#writes$/);
      const markdown = await copied(page);
      assert.match(markdown, /No longer in the handbook[^]*Does what alpha does at 9/);
      // Where it stands, the note is under the id of today.
      await page.locator(".review-elsewhere a", { hasText: "gamma 5" }).click();
      await item(page, "writes").waitFor();
      assert.equal(await rating(item(page, "writes")), "sometimes");
      assert.deepEqual(await gone(page), ["alpha-9"]);
      // What is written from now on is kept under it; until then the sheet may be as it was, which says the same.
      await item(page, "writes").getByLabel("Not yet").check();
      await page.waitForFunction(() => Object.values(localStorage).some((text) => text.includes('"writes"')));
      const [text] = await page.evaluate(() => Object.values(localStorage));
      const stored = JSON.parse(text).criteria;
      assert.deepEqual(Object.keys(stored).toSorted(), ["alpha-3", "alpha-8", "alpha-9", "guards", "mends", "writes"]);
    });
    assert.ok(
      names.every((name) => /^parts\/(index|levels\/(alpha|gamma)|criteria\/\d+)\.json$/.test(name)),
      `${names}`,
    );
  });

  test("says the same of a sheet that is laid beside it", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      await item(page, "alpha-3").waitFor();
      const other = sheet(
        { "alpha-9": notes("Gone"), writes: notes("Writes down what was decided") },
        { name: "Mira" },
      );
      const file = { name: "mira.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(other)) };
      await page.locator("input[type=file]").setInputFiles(file);
      await page.locator("#lb-ask-open button[value=overlay]").click();
      await page.locator(".review-kept .review-item").waitFor();
      assert.deepEqual(await gone(page), ["alpha-9"]);
    }));

  test("loses nothing that it cannot look up, and says that", () =>
    withPage(browser, {}, async (page) => {
      let isBroken = true;
      await page.route("**/criteria/*.json", (route) =>
        isBroken ? route.fulfill({ body: "none" }) : route.continue(),
      );
      await keep(page, sheet({ minutes: notes("Writes down what was decided"), "alpha-9": notes("Gone") }));
      await visit(page, site.root + SHEET);
      await item(page, "alpha-3").waitFor();
      assert.match(await page.locator(".review-status").innerText(), /could not be loaded/);
      assert.deepEqual([await gone(page), await elsewhere(page)], [[], []]);
      await item(page, "alpha-3").getByLabel("Sometimes").check();
      await page.locator(".review-state:not(.is-waiting)").filter({ hasText: "Kept" }).waitFor();
      isBroken = false;
      await arrive(page, () => page.reload());
      assert.deepEqual([await gone(page), await elsewhere(page)], [["alpha-9"], ["gamma 5"]]);
      assert.equal(await rating(item(page, "alpha-3")), "sometimes");
    }));

  test("ties pasted work to criteria of any track", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      await item(page, "alpha-3").waitFor();
      await page.locator(".review-log summary").first().click();
      await page.locator("[data-do=paste-work]").click();
      const log = "## 2026-03-01 Wrote it down\n\nBelongs to: #minutes, #guards\n\n## 2026-03-02 Another\n\n#never\n";
      await page.locator("#lb-ask-paste textarea").fill(log);
      await page.locator("#lb-ask-paste button[value=add]").click();
      const tied = page.locator(".review-log .ties-of li");
      await tied.first().waitFor({ state: "attached" });
      assert.deepEqual(await tied.allTextContents(), ["Writes down what was decided", "Guards the gates"]);
    }));

  test("follows the handbook of a preview", async () => {
    const folder = written(files());
    const host = await preview(folder);
    try {
      await withPage(browser, {}, async (page) => {
        await keep(page, sheet({ guards: notes("Guards the gates") }));
        await page.goto(host.root + SHEET);
        await item(page, "alpha-3").getByRole("button", { name: "Note", exact: true }).click();
        await page.keyboard.type("Half a sen");
        assert.deepEqual(await elsewhere(page), ["gamma 1"]);
        const change = (path, from, to) => {
          const file = join(folder, "content", path);
          const changed = readFileSync(file, "utf8").replace(from, to);
          assert.ok(changed.includes(to));
          writeFileSync(file, changed);
        };
        change("levels/alpha/2-l2.md", "Does what alpha does", "Does all that alpha does");
        await page.getByText("Does all that alpha does at 2").waitFor();
        assert.equal(await item(page, "alpha-3").getByLabel("Note").inputValue(), "Half a sen");
        change("tracks.yaml", "title: gamma, extends: base", "title: gamma");
        await page.locator(".review-elsewhere a", { hasText: "delta 1" }).waitFor();
        assert.equal(await item(page, "alpha-3").getByLabel("Note").inputValue(), "Half a sen");
      });
    } finally {
      await host.close();
    }
  });
});

test("calibration loads the track that is chosen, and those of the files that are laid together", async () => {
  const names = await loads(async (page) => {
    await visit(page, `${site.root}calibrate/?track=beta&set=7`);
    await page.locator(".calibrate-begin button[type=submit]").click();
    await page.locator(".calibrate-levels button").first().waitFor();
    assert.equal(await page.locator(".calibrate-levels button").count(), LEVELS);
    assert.match(await page.locator(".calibrate-sentence").innerText(), /beta|Mends/);
    const placed = {
      ...{ format: "ladderbook-calibration", version: 1, book: { title: "Large" }, saved: "2026-06-01" },
      ...{ name: "Mira", track: "gamma", set: 7 },
      placements: [{ id: "guards", wording: wordingOf("Guards the gates"), placed: "gamma/l5" }],
    };
    const file = { name: "mira.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(placed)) };
    await page.locator(".calibrate-together input[type=file]").setInputFiles(file);
    await page.locator(".calibrate-table").getByText("Guards the gates").waitFor();
  });
  const expected = ["parts/index.json", "parts/levels/beta.json", "parts/levels/gamma.json"];
  assert.deepEqual(names.toSorted(), expected);
});

// As calibrate/draw.js names a wording.
const wordingOf = (text) => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
};

// What goes into the clipboard, taken before it gets there.
const copied = async (page) => {
  await page.evaluate(() => (navigator.clipboard.writeText = async (text) => void (document.body.dataset.text = text)));
  await (await tool(page, "Copy as Markdown")).click();
  return (await page.waitForSelector("[data-text]")).getAttribute("data-text");
};
