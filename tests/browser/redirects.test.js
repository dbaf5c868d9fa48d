// Old addresses in a browser: what was asked of them is asked of the new ones, also of what scripts make.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, build, serve } from "./site.js";

// The sample, in which the Senior was once called otherwise, and so was the track of managers.
const renamed = () => {
  const copy = mkdtempSync(join(tmpdir(), "ladderbook-renamed-"));
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(join(REPOSITORY, "content"), join(copy, "content"), { recursive: true });
  cpSync(join(REPOSITORY, "book.toml"), join(copy, "book.toml"));
  const change = (path, from, to) => {
    const source = readFileSync(join(copy, path), "utf8");
    const changed = source.replace(from, to);
    assert.notEqual(changed, source, `${path} has ${from}`);
    writeFileSync(join(copy, path), changed);
  };
  change("content/levels/ic/3-senior.md", /^---\n/, "---\naliases: [/levels/ic/advanced/]\n");
  change("content/levels/ic/2-mid.md", /^---\n/, "---\nwas: middle\n");
  change("content/competencies.yaml", /- id: delivery\n/, "- id: delivery\n    was: [output]\n");
  change("content/levels/management/index.md", /^---\n/, "---\naliases: [/levels/people/]\n");
  return copy;
};

describe("an old address", () => {
  let browser, site, folder;
  hosted(
    () => {
      folder = build(renamed());
      return serve(folder, "/deep/");
    },
    (...its) => ([browser, site] = its),
  );

  const leads = (name, from, to, options) =>
    test(name, () =>
      withPage(browser, options, async (page) => {
        await visit(page, site.root + from);
        await page.waitForURL(site.root + to);
        assert.equal(page.url(), site.root + to);
      }),
    );

  leads("leads to the new one", "levels/ic/advanced/", "levels/ic/senior/");
  leads("keeps its fragment", "levels/ic/advanced/#delivery", "levels/ic/senior/#delivery");
  leads("keeps its query", "levels/ic/advanced/?highlight=plan", "levels/ic/senior/?highlight=plan");
  leads("keeps both", "levels/ic/advanced/?highlight=a%20b#delivery", "levels/ic/senior/?highlight=a+b#delivery");
  leads("of a level that says what it was leads on", "levels/ic/middle/#delivery", "levels/ic/mid/#delivery");
  leads("of its comparison leads on", "compare/junior--middle/", "compare/junior--mid/");
  leads("of it works without scripts", "levels/ic/middle/", "levels/ic/mid/", { javaScriptEnabled: false });
  leads("of a comparison leads on", "compare/mid--advanced/#delivery", "compare/mid--senior/#delivery");
  leads("of a competency leads on", "competencies/output/", "competencies/delivery/");
  leads("below an old track leads on", "levels/people/vp/#hiring", "levels/management/vp/#hiring");
  leads("works without scripts", "levels/ic/advanced/", "levels/ic/senior/", { javaScriptEnabled: false });

  test("is no step on the way back", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, site.root);
      await visit(page, `${site.root}levels/ic/advanced/`);
      await page.waitForURL(`${site.root}levels/ic/senior/`);
      await page.goBack();
      assert.equal(page.url(), site.root);
    }));

  test("can be followed by hand, and as a file", () =>
    withPage(browser, {}, async (page) => {
      const file = pathToFileURL(join(folder, "levels/ic/advanced/index.html")).href;
      await page.goto(`${file}#delivery`);
      await page.waitForURL(/levels\/ic\/senior\/#delivery$/);
      const source = readFileSync(join(folder, "levels/ic/advanced/index.html"), "utf8");
      assert.match(source, /<a href="\.\.\/senior\/">/);
    }));
});

describe("an old name of a level", () => {
  let browser, site;
  hosted(
    () => serve(build(renamed())),
    (...its) => ([browser, site] = its),
  );

  test("chooses it in the picker", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/?from=ic/advanced&to=people/vp&with=ic/middle`);
      await page.locator("article.compare").waitFor();
      assert.equal(await page.locator(".picker [name=from]").inputValue(), "ic/senior");
      assert.equal(await page.locator(".picker [name=to]").inputValue(), "management/vp");
      assert.equal(await page.locator(".picker [name=with]").inputValue(), "ic/mid");
      assert.equal(await page.locator(".picker-status .notice").count(), 0);
    }));

  test("opens its gap sheet", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}review/?level=ic/advanced&next=people/engineering-manager`);
      await page.locator(".review.is-open").waitFor();
      assert.equal(await page.locator(".review [name=level]").inputValue(), "ic/senior");
      assert.equal(await page.locator(".review [name=next]").inputValue(), "management/engineering-manager");
    }));

  test("keeps what was written about its criteria", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}review/?level=ic/middle&next=ic/advanced`);
      await page.locator(".review.is-open").waitFor();
      assert.equal(await page.locator(".review [name=level]").inputValue(), "ic/mid");
      assert.equal(await page.locator(".review [name=next]").inputValue(), "ic/senior");
    }));

  test("that nothing ever had is still reported", () =>
    withPage(browser, {}, async (page) => {
      await visit(page, `${site.root}compare/?from=ic/never&to=ic/senior`);
      await page.locator(".picker-status .notice").waitFor();
      assert.equal(await page.locator(".picker [name=from]").inputValue(), "");
    }));
});
