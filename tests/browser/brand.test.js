// What brand.css sets wins: in each style sheet, on a screen and on paper, and against each rule that needs to stand
// above others of the theme.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, visit, withPage } from "./browser.js";
import { build, REPOSITORY, serve } from "./site.js";

// A page and, of each rule: an element, a property, and a value that the theme does not give it.
const LEVEL = "levels/ic/senior/";
const COMPARE = "compare/senior--engineering-manager/";
const SCREEN = [
  // One of each style sheet
  [LEVEL, ".site-title", "letter-spacing", "7px"],
  [LEVEL, ".cell", "padding-top", "91px"],
  [LEVEL, ".radar-rings", "stroke-width", "7px"],
  ["", ".map-legend", "letter-spacing", "7px"],
  ["matrix/", ".matrix-scroll", "border-top-width", "7px"],
  [COMPARE, ".side", "border-top-width", "7px"],
  ["print/", ".cover", "padding-top", "91px"],
  ["search/", ".search-status", "letter-spacing", "7px"],
  ["review/", ".review-private", "letter-spacing", "7px"],
  // Rules that have to win over others of the theme
  [LEVEL, ".facts", "margin-top", "91px"],
  [LEVEL, ".step", "margin-top", "91px"],
  [LEVEL, ".rail-rungs", "padding-left", "91px"],
  [LEVEL, ".where-next", "margin-top", "91px"],
  [LEVEL, ".changes-short", "padding-top", "91px"],
  [COMPARE, ".radar-line", "width", "91px"],
  ["levels/ic/", ".ladder", "padding-left", "91px"],
  ["guides/brand/", ".align-center", "text-align", "right"],
  ["guides/brand/", ".align-end", "text-align", "left"],
  ["levels/ic/brand/", ".criteria-title", "margin-top", "91px"],
  ["", ".map tr > td:not([rowspan])", "height", "391px"],
  [COMPARE, ".pair-heads", "margin-top", "91px"],
  [COMPARE, ".pair-category", "margin-top", "91px"],
  [COMPARE, ".pair-cell", "margin-top", "91px"],
  [COMPARE, ".pair-cell", "column-gap", "91px"],
  [COMPARE, ".fact-pairs tr", "column-gap", "91px"],
  ["print/", ".sheet .facts", "margin-top", "91px"],
  ["print/", ".map-block", "grid-template-columns", "391px"],
  ["print/", ".map-scroll", "margin-left", "91px"],
  ["review/", ".review-levels section", "margin-top", "91px"],
  ["review/?level=ic/senior", ".review [hidden]", "display", "flow-root"],
];
const PAPER = [
  ["matrix/", ".matrix td", "min-width", "91px"],
  ["matrix/", ".matrix td", "max-width", "391px"],
  ["matrix/", ".matrix thead td", "position", "sticky"],
  ["compare/", ".grades thead th", "min-width", "91px"],
  ["review/?level=ic/senior", ".review-tools", "display", "flow-root"],
  ["review/?level=ic/senior", ".rating label", "background-color", "rgb(1, 2, 3)"],
  ["print/", ":root", "--text-base", "31px"],
];

const assertWins = async (page, rules) => {
  const computed = ([, selector, property]) =>
    page.evaluate(
      ([selector, property]) =>
        [...document.querySelectorAll(selector)].map((it) => getComputedStyle(it).getPropertyValue(property)),
      [selector, property],
    );
  for (const rule of rules) {
    const [, selector, property, value] = rule;
    const values = await computed(rule);
    assert.ok(values.length > 0, `${page.url()} has no ${selector}`);
    assert.deepEqual(new Set(values), new Set([value]), `${property} of ${selector} at ${page.url()}`);
  }
};

const LEVEL_WITH_GROUP = `---
title: Brand
grade: 9
---

## Communication

- Asks

### Exceeds

- Listens
`;

const GUIDE = `---
title: Brand
---

| a | b | c |
|:--|:-:|--:|
| 1 | 2 | 3 |
`;

describe("brand.css", () => {
  let browser, plain, branded, folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "ladderbook-brand-"));
    for (const part of ["content", "book.toml"]) {
      cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true });
    }
    writeFileSync(join(folder, "content/guides/brand.md"), GUIDE);
    writeFileSync(join(folder, "content/levels/ic/99-brand.md"), LEVEL_WITH_GROUP);
    plain = await serve(build(folder));
    mkdirSync(join(folder, "themes/default/assets/css"), { recursive: true });
    const sheet = (rules) =>
      rules.map(([, selector, property, value]) => `${selector} { ${property}: ${value} }\n`).join("");
    const css = `${sheet(SCREEN)}@media print {\n${sheet(PAPER)}}\n`;
    writeFileSync(join(folder, "themes/default/assets/css/brand.css"), css);
    branded = await serve(build(folder));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    for (const site of [plain, branded]) await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [media, rules] of Object.entries({ screen: SCREEN, print: PAPER })) {
    for (const path of new Set(rules.map(([path]) => path))) {
      const own = rules.filter(([it]) => it === path);
      test(`wins in ${media} at /${path}`, () =>
        withPage(browser, {}, async (page) => {
          await page.emulateMedia({ media });
          await visit(page, branded.root + path);
          await assertWins(page, own);
        }));
      test(`says another thing than the theme in ${media} at /${path}`, () =>
        withPage(browser, {}, async (page) => {
          await page.emulateMedia({ media });
          await visit(page, plain.root + path);
          for (const rule of own) await assert.rejects(() => assertWins(page, [rule]), rule.join(" "));
        }));
    }
  }
});
