// Templates have what the scripts ask them for, and docs/theme-scripts.md tells authors of themes what that is.
// `LADDERBOOK_BLESS=1` writes that page.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { asked, contract, namesOf, scripts, templates } from "./contract.js";
import { REPOSITORY } from "./site.js";

const missingIn = (scripts, templates) =>
  contract(scripts, templates).flatMap(({ path, asked }) =>
    asked.flatMap(({ selector, missing }) => missing.map((name) => ({ path, selector, name }))),
  );

describe("templates and scripts", () => {
  test("agree", () => {
    assert.deepEqual(missingIn(scripts(), templates()), []);
    assert.ok(scripts().flatMap(asked).length > 150, "what the scripts ask for is found");
  });

  test("would not agree about what no template has", () => {
    const source = (code) => `import { need, part } from "./parts.js";\n${code}`;
    const wrong = [
      ['need(document, ".made-up");', ".made-up"],
      ['part("made-up");', "#lb-made-up"],
      ['document.querySelector("main [data-made-up=yes]");', "[data-made-up=yes]"],
      ['document.body.closest(".pair-head, .made-up");', ".made-up"],
      ["document.body.dataset.madeUp;", "[data-made-up]"],
      // `sometimes` is a rating; there is a template for each rating's name.
      ['part("review-text-rating-often");', "#lb-review-text-rating-often"],
    ];
    for (const [code, name] of wrong) {
      const found = missingIn([...scripts(), { path: "js/wrong.js", source: source(code) }], templates());
      assert.deepEqual(
        found.map(({ name }) => name),
        [name],
        code,
      );
    }
    assert.throws(
      () => asked({ path: "js/wrong.js", source: source("need(document, prompt());") }),
      /asks for what is not written out/,
    );
  });

  test("would not agree if a template lost something", () => {
    const path = "components/compare.html";
    const without = templates().map((it) =>
      it.path === path ? { path, source: it.source.replaceAll('class="pair-head"', "") } : it,
    );
    assert.deepEqual(missingIn(scripts(), without), [
      { path: "assets/js/compare/view.js", selector: ".pair-head", name: ".pair-head" },
    ]);
  });

  test("names are read from selectors", () => {
    assert.deepEqual(namesOf('dialog#lb-a .b-c > [name="q"]:not(.d), e[rel]'), ["#lb-a", ".b-c", "[name=q]", "[rel]"]);
  });

  test("are told of in the documentation", () => {
    const path = join(REPOSITORY, "docs/theme-scripts.md");
    const page = documentation(contract(scripts(), templates()));
    if (process.env.LADDERBOOK_BLESS) writeFileSync(path, page);
    assert.equal(readFileSync(path, "utf8"), page);
  });
});

const documentation = (contract) => {
  const lines = [
    "# Templates and scripts",
    "",
    "Scripts of the built-in theme find parts of a page by the selectors below. A theme that overrides a template or",
    "component keeps those that are *needed*: without one, what the script does is left out, and the browser's console",
    "says which part is missing. Others may go: the script then does without. `*` stands for any name. Text in braces",
    "inside a `template` element, such as `{title}`, is replaced by the script.",
    "",
    "This page is written by `LADDERBOOK_BLESS=1 node tests/browser/contract.test.js`.",
  ];
  for (const { path, about, asked } of contract) {
    lines.push("", `## ${path}`, "", about, "", "| selector | | is in |", "|---|---|---|");
    for (const { selector, needed, in: owners } of asked) {
      const shown = owners.slice(0, 5).map((it) => `\`${it}\``);
      const where = [...shown, ...(owners.length > 5 ? [`${owners.length - 5} more`] : [])].join(", ");
      lines.push(`| \`${selector.replaceAll("|", "\\|")}\` | ${needed ? "needed" : ""} | ${where} |`);
    }
  }
  return `${lines.join("\n")}\n`;
};
