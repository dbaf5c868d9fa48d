// What scripts show of data says what is internal as pages do, and a site for the public has none of it.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve } from "./site.js";

// Whatever is internal has this word in it, and nothing else has.
const SECRET = "Velvet";

const FILES = {
  "content/competencies.yaml": `competencies:\n  - {id: delivery, title: Delivery}\n  - {id: care, title: Care}\n  - {id: hiring, title: ${SECRET} hiring, visibility: internal}\n`,
  "content/levels/ic/1-one.md": `---\ntitle: One\n---\n\n## Delivery\n\n- Ships small changes\n- ${SECRET} ships at night {.internal}\n\n### ${SECRET} group {.internal}\n\n- ${SECRET} ships in groups\n\n## Care\n\n- Listens first\n\n## ${SECRET} hiring\n\n- ${SECRET} meets one person\n`,
  "content/levels/ic/2-two.md": `---\ntitle: Two\n---\n\n## Delivery\n\n- Ships changes of any size\n- ${SECRET} ships at dusk {.internal}\n\n### ${SECRET} group {.internal}\n\n- ${SECRET} ships in bands\n\n## Care\n\n- Listens and asks\n`,
  "content/levels/ic/3-three.md": `---\ntitle: Three\n---\n\n## Delivery\n\n- Ships with others\n- ${SECRET} ships by day {.internal}\n\n## Care {.internal}\n\n- ${SECRET} cares\n\n## ${SECRET} hiring\n\n- ${SECRET} meets two people\n`,
  "content/levels/ic/4-four.md": `---\ntitle: ${SECRET} four\nvisibility: internal\n---\n\n## Delivery\n\n- ${SECRET} ships all\n`,
};

// A handbook with a secret in every way that a comparison or a gap sheet could show.
const handbook = (audience) => {
  const folder = mkdtempSync(join(tmpdir(), "ladderbook-internal-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const files = { ...FILES, "book.toml": `[book]\ntitle = "Two readers"\n[build]\naudience = "${audience}"\n` };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const PAIR = "compare/?from=ic/one&to=ic/three";
const SHEET = "review/?level=ic/two";

// The texts of some elements, each with whether it is marked as internal.
const marked = (page, selector) =>
  page.locator(selector).evaluateAll((all) =>
    all.map((it) => {
      const mark = it.querySelector(".internal-mark");
      const words = it.innerText.replace(/\s+/g, " ").replace(mark?.innerText ?? "", "");
      return [words.trim(), Boolean(mark)];
    }),
  );

const assertSecretsAreMarked = (found, least) => {
  const secret = found.filter(([words]) => words.includes(SECRET));
  assert.ok(secret.length >= least, `${secret.length} of ${JSON.stringify(found)}`);
  for (const [words, isMarked] of found) assert.equal(isMarked, words.includes(SECRET), words);
};

const saveMarkdown = async (page) => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as Markdown" }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
};

describe("a site for the company", () => {
  let browser, site;
  hosted(
    () => serve(build(handbook("internal"))),
    (...its) => ([browser, site] = its),
  );

  test("marks what is internal of any two levels", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + PAIR);
      await page.locator(".pairs").first().waitFor();
      const rows = (await marked(page, ".pairs > li")).filter(([words]) => !/cares|meets|Listens/.test(words));
      assertSecretsAreMarked(rows, 1);
      const heads = Object.fromEntries(await marked(page, ".pair-cell h3"));
      assert.deepEqual(heads, { Delivery: false, Care: true, [`${SECRET} hiring`]: true });
      assert.equal(await page.locator(".side .internal-mark").count(), 0);
    }));

  test("marks a level that is internal", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/?from=ic/one&to=ic/four`);
      await page.locator(".pairs").first().waitFor();
      assert.deepEqual(
        (await marked(page, ".side")).map(([, isMarked]) => isMarked),
        [false, true],
      );
    }));

  test("says of any two levels what the page of a pair says", () =>
    withPage(browser, {}, async (page) => {
      const marks = async (path) => {
        await visit(page, site.root + path);
        await page.locator(".pairs").first().waitFor();
        return { rows: await marked(page, ".pairs > li"), heads: await marked(page, ".pair-cell h3") };
      };
      const ready = await marks("compare/two--three/");
      assert.ok(ready.heads.some(([, isMarked]) => isMarked));
      assert.deepEqual(await marks("compare/?from=ic/two&to=ic/three"), ready);
    }));

  test("marks what is internal on the gap sheet, and in its Markdown", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + SHEET);
      await page.locator(".review-item").first().waitFor();
      const texts = (await marked(page, ".review-what")).filter(([words]) => !/cares|meets/.test(words));
      assertSecretsAreMarked(texts, 3);
      const heads = Object.fromEntries(await marked(page, ".review-competency h3"));
      assert.deepEqual(heads, { Delivery: false, Care: true, [`${SECRET} hiring`]: true });

      const text = await saveMarkdown(page);
      const isMarked = (line) => /\(internal\)/i.test(line);
      const lines = text.split("\n").filter((line) => /^(#|- )/.test(line) && !/cares|meets/.test(line));
      const wanted = lines.filter((line) => line.includes(SECRET) || line.endsWith("Care (internal)"));
      assert.ok(wanted.length >= 5, text);
      for (const line of lines) assert.equal(isMarked(line), wanted.includes(line), line);
    }));

  test("marks a level that is internal on the gap sheet, and in its Markdown", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}review/?level=ic/three`);
      await page.locator(".review-item").first().waitFor();
      assertSecretsAreMarked(await marked(page, ".review-side"), 1);
      assertSecretsAreMarked(await marked(page, ".review-level"), 1);
      const text = await saveMarkdown(page);
      const named = text.split("\n").filter((line) => line.includes(`${SECRET} four`));
      assert.ok(named.length >= 2, text);
      for (const line of named) assert.match(line, /four \(internal\)/i);
    }));
});

describe("a site for the public", () => {
  let browser, site;
  hosted(
    () => serve(build(handbook("public"))),
    (...its) => ([browser, site] = its),
  );

  for (const path of [PAIR, SHEET]) {
    test(`has nothing internal at ${path}`, () =>
      withPage(browser, {}, async (page) => {
        await visit(page, site.root + path);
        await page.locator(".pairs, .review-item").first().waitFor();
        assert.equal(await page.locator(".internal-mark").count(), 0);
        assert.match(await page.locator("main").innerText(), /Ships (small|changes)/);
        assert.ok(!(await page.content()).includes(SECRET));
      }));
  }

  test("does not compare what it leaves out of one level", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root + PAIR);
      await page.locator(".pairs").first().waitFor();
      assert.deepEqual(await page.locator(".pair-cell h3").allInnerTexts(), ["Delivery"]);
      await visit(page, `${site.root}compare/two--three/`);
      assert.deepEqual(await page.locator(".pair-cell h3").allInnerTexts(), ["Delivery"]);
    }));

  test("does not know a level that is internal", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}review/?level=ic/three`);
      assert.ok(!(await page.content()).includes(SECRET));
    }));
});
