// What a page weighs on its way to a reader: everything that the browser loads until it rests, each file
// compressed as a static host compresses it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { PAGES } from "./pages.js";
import { build, gzip, serve } from "./site.js";

const LEVEL = { all: 40_000, js: 15_000 };

let browser, site;
hosted(
  () => serve(build()),
  (...its) => ([browser, site] = its),
);

// Compressed bytes by kind: html, css, js and the rest (pictures, data).
const weigh = (path) => {
  const weight = { html: 0, css: 0, js: 0, other: 0 };
  return withPage(browser, {}, async (page) => {
    const loads = [];
    const load = async (response) => {
      const type = response.headers()["content-type"] ?? "";
      const kind = ["html", "css", "javascript"].find((it) => type.includes(it));
      const bytes = gzip(await response.body()).length;
      weight[{ javascript: "js" }[kind] ?? kind ?? "other"] += bytes;
    };
    const listen = (response) => loads.push(load(response));
    page.on("response", listen);
    await visit(page, site.root + path);
    // What comes only now could not be read any more once the page is closed.
    page.off("response", listen);
    await Promise.all(loads);
  }).then(() => ({ ...weight, all: weight.html + weight.css + weight.js + weight.other }));
};

test("a level is light", async () => {
  const weights = {};
  for (const [kind, path] of Object.entries(PAGES)) weights[kind] = await weigh(path);
  console.table(weights);
  const { level } = weights;
  assert.ok(level.html > 3_000 && level.css > 3_000 && level.js > 300, "the level was not loaded whole");
  assert.ok(level.all <= LEVEL.all, `a level page weighs ${level.all} bytes, more than ${LEVEL.all}`);
  assert.ok(level.js <= LEVEL.js, `a level page has ${level.js} bytes of JavaScript, more than ${LEVEL.js}`);
});
