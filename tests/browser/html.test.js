// Every page is valid HTML.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { REPOSITORY, build, history, htmlFiles } from "./site.js";

const validator = new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:recommended"] }));

const assertValid = async (folder, isLeftOut = () => false) => {
  const pages = htmlFiles(folder).filter((path) => !isLeftOut(path));
  assert.ok(pages.length > 0, "the site has no pages");
  const byRule = {};
  for (const path of pages) {
    const { results } = await validator.validateFile(join(folder, path));
    for (const { line, column, ruleId, message } of results.flatMap((result) => result.messages)) {
      (byRule[ruleId] ??= []).push(`${path}:${line}:${column} ${ruleId}: ${message}`);
    }
  }
  // One slip in a template comes up on many pages, so a few places of each rule are enough to read.
  const report = Object.values(byRule).flatMap((findings) => [
    `${findings.length} times, first`,
    ...findings.slice(0, 5),
  ]);
  assert.ok(report.length === 0, report.join("\n"));
};

test("the sample handbook is valid", () => assertValid(build()));

// Together they hold everything that a handbook may hold.
for (const name of ["axes", "blocks", "everything", "frameworks", "numbers", "themes"]) {
  test(`the ladder of the tests "${name}" is valid`, () => assertValid(build(join(REPOSITORY, "tests/ladders", name))));
}

// Four of them, for what there is to say of changes. The pages of one that was in force are made like those of any other.
test("a handbook with editions is valid", () =>
  assertValid(build(history([1, 3, 11, 12])), (path) => /^editions\/e(3|11)\//.test(path)));

// A published ladder has texts that nobody wrote for this theme.
const published = resolve(REPOSITORY, "../shared/corpus/ft");
const skip = existsSync(published) ? false : `${published} is not there`;

test("a published ladder is valid", { skip }, () => assertValid(build(published)));
