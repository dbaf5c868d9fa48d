// A handbook whose authors are not trusted, with the policy of its pages taken away: what they write is words and never
// runs. The policy is the second wall, and every page has it, the redirects too.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { build, serve, written } from "./site.js";

const RUN = "window.ran = (window.ran ?? 0) + 1";
const NASTY = [
  `<img src=x onerror="${RUN}">`,
  `"><svg onload="${RUN}">`,
  `' autofocus onfocus='${RUN}`,
  `</script><script>${RUN}</script>`,
  `</title></style></textarea><script>${RUN}</script>`,
  `{{ "<script>" }}<iframe srcdoc="<script>parent.ran = 1</script>">`,
];
const all = NASTY.join(" ");
const yaml = JSON.stringify(all);

const HANDBOOK = {
  "book.toml": `[book]
title = ${yaml}
description = ${yaml}
authors = [${yaml}]

[repository]
edit-url = ${JSON.stringify(`https://example.com/${NASTY[0]}/{path}`)}

[markdown]
html = false

[redirects]
"/old/" = "/page/"
"/away/" = ${JSON.stringify(`https://example.com/${NASTY[1]}`)}
`,
  "content/tracks.yaml": `tracks:\n- {id: ic, title: ${yaml}, summary: ${yaml}, group: ${yaml}}\n`,
  "content/competencies.yaml":
    `categories:\n- {id: c, title: ${yaml}, summary: ${yaml}}\ncompetencies:\n` +
    `- {id: code, title: Code, category: c, summary: ${yaml}, steps: [{title: ${yaml}, text: ${yaml}, criteria: [${yaml}]}]}\n- {id: talk, title: Talk, category: c, scale: s}\n`,
  "content/scales.yaml": `scales:\n  s: [${yaml}]\n`,
  "content/glossary.yaml": `terms:\n- {term: ${yaml}, text: ${yaml}}\n- {term: words, text: ${yaml}}\n`,
  "content/levels/ic/1-junior.md":
    `---\ntitle: ${yaml}\ncode: ${yaml}\ngrade: 1\nsummary: ${yaml}\nfacts: {scope: ${yaml}, ${yaml}: x}\n` +
    `next: [{to: senior, note: ${yaml}}]\nlinks: [{label: ${yaml}, url: "https://example.com/"}]\n---\n\n` +
    `${all}\n\n## Code\n\n- Says words ${all}\n  - ${all}\n`,
  "content/levels/ic/2-senior.md": `---\ntitle: Senior\ngrade: 2\n---\n\n## Code\n\n- Says more words ${all}\n`,
  "content/page.md": `# Page ${all}\n\n${all}\n\n- ${all}\n\n\`${all}\`\n\n![${all}](data:image/gif;base64,R0lGODlhAQABAAAAACw=)\n\n[[senior|${all.replaceAll("]", "")}]]\n`,
};

const MEANT = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'" };
const POLICY = /<meta http-equiv="content-security-policy"[^>]*>/;

describe("a hostile handbook", () => {
  let browser, site;
  const without = [];
  hosted(
    () => {
      const folder = build(written(HANDBOOK));
      const pages = readdirSync(folder, { recursive: true }).filter((it) => it.endsWith(".html"));
      for (const path of pages.map((it) => join(folder, it))) {
        const html = readFileSync(path, "utf8");
        if (!POLICY.test(html)) without.push(path);
        writeFileSync(path, html.replace(POLICY, ""));
      }
      const page = readFileSync(join(folder, "page/index.html"), "utf8");
      writeFileSync(
        join(folder, "unescaped.html"),
        page.replace(/&(lt|gt|quot|#39|#x27);/g, (it) => MEANT[it]),
      );
      return serve(folder);
    },
    (...its) => ([browser, site] = its),
  );

  test("has the policy on every page", () => assert.deepEqual(without, []));

  // The control: what is looked for below is seen on a page that escapes nothing.
  test("would be noticed if it ran", async () => {
    const page = await browser.newPage();
    try {
      await page.goto(`${site.root}unescaped.html`, { waitUntil: "networkidle" });
      assert.ok((await page.evaluate(() => window.ran)) > 0);
    } finally {
      await page.close();
    }
  });

  for (const path of [
    "",
    "page/",
    "levels/ic/",
    "levels/ic/junior/",
    "levels/ic/senior/",
    "matrix/",
    "compare/",
    "compare/junior--senior/",
    "compare/?from=ic/junior&to=ic/senior",
    "competencies/",
    "competencies/code/",
    "criteria/",
    "glossary/",
    "review/?level=ic/junior",
    "search/?q=words",
    "print/",
  ]) {
    test(`runs nothing on /${path}`, () =>
      withPage(browser, {}, async (page) => {
        await visit(page, site.root + path);
        await page.waitForTimeout(300);
        const links = page.locator("summary, button:not([disabled])");
        for (const link of (await links.all()).slice(0, 8)) {
          if (await link.isVisible()) await link.click({ timeout: 500 }).catch(() => {});
        }
        assert.equal(await page.evaluate(() => window.ran), undefined);
        assert.equal(await page.locator("main iframe, main [onerror], main [onload], main [onfocus]").count(), 0);
      }));
  }
});
