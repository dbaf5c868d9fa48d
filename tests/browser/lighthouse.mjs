// Lighthouse with its mobile settings on the sample handbook, served as a static host would: compressed.
//
//   node tests/browser/lighthouse.mjs [THEME] [KIND...]     such as: lighthouse.mjs ink level matrix
//
// It is no part of tests/run: npx loads Lighthouse at its first run, a page takes ten seconds, and the
// figure for performance depends on how busy the machine is. What it finds beside the figures is printed.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "./browser.js";
import { PAGES } from "./pages.js";
import { build, serve, variant } from "./site.js";

const LEAST = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };

const [theme = "default", ...named] = process.argv.slice(2);
const kinds = named.length ? named : ["home", "level", "matrix", "compare", "guide"];
const handbook = theme === "default" ? undefined : variant('theme = "default"', `theme = "${theme}"`);
const site = await serve(build(handbook), "/", { compressed: true });
const folder = mkdtempSync(join(tmpdir(), "ladderbook-lighthouse-"));

const audit = (url, output) =>
  new Promise((done, fail) => {
    const flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu";
    const args = ["--yes", "lighthouse@12", url, flags, "--quiet", "--output=json", `--output-path=${output}`];
    const run = spawn("npx", args, { env: { ...process.env, CHROME_PATH: chromium() }, stdio: "inherit" });
    run.once("error", fail);
    run.once("exit", (status) => (status === 0 ? done() : fail(new Error(`lighthouse ended with ${status}`))));
  });

const figures = {};
let short = false;
for (const kind of kinds) {
  const output = join(folder, `${kind}.json`);
  await audit(site.root + PAGES[kind], output);
  const { categories, audits } = JSON.parse(readFileSync(output, "utf8"));
  figures[kind] = {};
  for (const [id, least] of Object.entries(LEAST)) {
    const score = Math.round(categories[id].score * 100);
    figures[kind][id] = score;
    short ||= score < least;
    for (const { id: name, weight } of categories[id].auditRefs) {
      const { score, title, displayValue } = audits[name];
      if (weight > 0 && score !== null && score < 0.9) console.log(`${kind}: ${id}: ${title} ${displayValue ?? ""}`);
    }
  }
}
console.table(figures);
rmSync(folder, { recursive: true });
await site.close();
process.exitCode = short ? 1 : 0;
