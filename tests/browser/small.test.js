// Small screens and the settings of readers: narrow, enlarged, with more space in text, in forced colours and with more
// contrast; in each skin, and with a brand sheet that styles the title of a page.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { visit, withPage } from "./browser.js";
import { SIZES, hosted } from "./hosted.js";
import { build, serve, variant } from "./site.js";

const CALIBRATE = [/(\[calibrate\]\nenabled = )false/, "$1true"];
const branded = () => {
  const folder = variant(...CALIBRATE);
  const css = join(folder, "themes/default/assets/css");
  mkdirSync(css, { recursive: true });
  const title =
    "inline-size: fit-content; font-size: 1.9rem; border: 0.3rem solid; padding: 0.4rem; letter-spacing: 0.03em;";
  writeFileSync(join(css, "brand.css"), `h1 { ${title} }\n`);
  return folder;
};
const SKINS = {
  default: () => variant(...CALIBRATE),
  ink: () =>
    variant(/theme = "default"|\[calibrate\]\nenabled = false/g, (it) =>
      it.startsWith("theme") ? 'theme = "ink"' : it.replace("false", "true"),
    ),
  "default with a brand": branded,
};
// A page of each kind that has parts of its own.
const PAGES = [
  "",
  "levels/",
  "levels/ic/",
  "levels/ic/senior/",
  "matrix/",
  "compare/",
  "compare/senior--engineering-manager/",
  "competencies/",
  "competencies/delivery/",
  "criteria/",
  "guides/",
  "guides/feedback/",
  "glossary/",
  "review/?level=ic/senior",
  "search/?q=mentors",
  "calibrate/",
  "404.html",
];
// WCAG 1.4.12.
const SPACING =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
  "p { margin-block-end: 2em !important }";

// What sticks out of the window without a way to scroll it, and what is cut off at the edge of its box.
const faults = () => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push(`${document.documentElement.scrollWidth} px wide`);
  for (const it of document.querySelectorAll("body *")) {
    if (it.closest(".visually-hidden, .unseen, .skip, dialog, [popover], svg, select, textarea")) continue;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(it);
    if (!it.checkVisibility({ visibilityProperty: true })) continue;
    const name = `${it.localName}.${it.className}: ${it.textContent.trim().slice(0, 40)}`;
    const isCut = [overflowX, overflowY].some((its) => ["hidden", "clip"].includes(its));
    const isOver = it.scrollHeight > it.clientHeight + 2 || it.scrollWidth > it.clientWidth + 2;
    if (it.clientHeight > 2 && isCut && isOver && it.textContent.trim()) found.push(`cut: ${name}`);
    if (textOverflow === "ellipsis" && it.scrollWidth > it.clientWidth) found.push(`dots: ${name}`);
  }
  return found;
};

const luminance = (colour) => {
  const [r, g, b] = colour.map((it) => (it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
// A colour as a browser draws it.
const drawn = (page, colour) =>
  page.evaluate((colour) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, colour);
const style = (page, selector, property) =>
  page
    .locator(selector)
    .first()
    .evaluate((it, property) => getComputedStyle(it).getPropertyValue(property), property);

for (const [skin, make] of Object.entries(SKINS)) {
  describe(`small screens and settings, ${skin}`, () => {
    let site, browser;
    hosted(
      () => serve(build(make())),
      (...its) => ([browser, site] = its),
    );

    test("nothing is cut off, and no page is too wide, enlarged to 400 % and with more space in text", () =>
      withPage(browser, { reducedMotion: "reduce" }, async (page) => {
        const wrong = {};
        const look = async (path, what) => {
          const found = await page.evaluate(faults);
          if (found.length) wrong[`${path} ${what}`] = [`${found.length} faults`, ...found.slice(0, 5)];
        };
        for (const path of PAGES) {
          // 320 px are 1280 px enlarged to 400 %.
          await page.setViewportSize({ width: 320, height: 256 });
          await visit(page, site.root + path, { until: path.includes("?") ? "settled" : "load" });
          await look(path, "enlarged");
          // The policy forbids styles of others; those that a reader's tools put in are not asked.
          await page.evaluate((css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          }, SPACING);
          for (const [size, viewport] of Object.entries(SIZES)) {
            await page.setViewportSize(viewport);
            await look(path, `with more space, ${size}`);
          }
        }
        assert.deepEqual(wrong, {});
      }));

    test("on a phone the first grade comes early, with a sentence, and no legend of what is not drawn", () =>
      withPage(browser, { viewport: { width: 390, height: 740 } }, async (page) => {
        await visit(page, site.root);
        const card = page.locator(".map .rung", { hasText: "Junior Software Engineer" });
        const { y, height } = await card.boundingBox();
        assert.ok(y + height < 1.5 * 740, `it ends at ${Math.round(y + height)}`);
        assert.equal(await card.locator(".rung-summary").isVisible(), true);
        assert.equal(await page.locator(".map-moves").isVisible(), false);
        assert.equal(await page.locator(".legend").isVisible(), false);
        await page.setViewportSize({ width: 1280, height: 900 });
        assert.equal(await page.locator(".legend").isVisible(), true);
        assert.equal(await card.locator(".rung-summary").isVisible(), false);
        // With the keyboard they come in the order in which they stand.
        await page.setViewportSize({ width: 390, height: 740 });
        const tops = [];
        await page.locator(".map .rung").first().waitFor();
        await card.focus();
        for (let i = 0; i < 3; i++) {
          tops.push(await page.evaluate(() => document.activeElement.getBoundingClientRect().top + scrollY));
          await page.keyboard.press("Tab");
        }
        assert.deepEqual(
          tops,
          [...tops].sort((a, b) => a - b),
        );
      }));

    test("at 320 px the title breaks between words alone", () =>
      withPage(browser, { viewport: { width: 320, height: 640 } }, async (page) => {
        for (const path of ["", "levels/ic/senior/"]) {
          await visit(page, site.root + path);
          const broken = await page.locator(".site-title span, h1").evaluateAll((all) =>
            all.flatMap((it) => {
              const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walker.nextNode()) {
                const text = walker.currentNode;
                for (const { 0: word, index } of text.data.matchAll(/[^\s-]+/g)) {
                  const range = document.createRange();
                  range.setStart(text, index);
                  range.setEnd(text, index + word.length);
                  if (range.getClientRects().length > 1) found.push(word);
                }
              }
              return found;
            }),
          );
          assert.deepEqual(broken, [], path);
        }
      }));

    for (const colorScheme of ["light", "dark"]) {
      test(`the chosen scheme can be seen, and more contrast is given where it is asked for, ${colorScheme}`, () =>
        withPage(browser, { colorScheme }, async (page) => {
          await visit(page, `${site.root}levels/`);
          const chosen = ".theme-switch label:has(:checked)";
          const [ring] = /(?:oklch|rgb|oklab|color)a?\([^)]*\)/.exec(await style(page, chosen, "box-shadow"));
          const head = await style(page, ".site-head", "background-color");
          const ground = /, 0\)$|\/ 0\)$/.test(head) ? await style(page, "body", "background-color") : head;
          const root = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
          const behind = /, 0\)$|\/ 0\)$/.test(ground) ? root : ground;
          const ratio = contrast(await drawn(page, ring), await drawn(page, behind));
          assert.ok(ratio >= 3, `${ratio.toFixed(1)} : 1`);

          const quiet = async () => drawn(page, await style(page, ".levels-summary", "color"));
          const before = contrast(await quiet(), await drawn(page, root));
          await page.emulateMedia({ contrast: "more" });
          const after = contrast(await quiet(), await drawn(page, root));
          assert.ok(after > before + 1 && after >= 7, `${before.toFixed(1)}, then ${after.toFixed(1)}`);
        }));
    }

    for (const width of [320, 360, 390]) {
      test(`the masthead is two lines at most at ${width} px, and its menu unfolds`, () =>
        withPage(browser, { viewport: { width, height: 740 } }, async (page) => {
          await visit(page, `${site.root}levels/ic/senior/`);
          const [head, nav] = [page.locator(".site-head"), page.locator(".site-nav")];
          const { height } = await head.boundingBox();
          assert.ok(height <= 80, `${height} px`);
          assert.equal(await nav.isVisible(), false);
          const menu = page.getByRole("button", { name: "Menu" });
          await menu.press("Enter");
          assert.equal(await menu.getAttribute("aria-expanded"), "true");
          const cut = await nav
            .getByRole("link")
            .evaluateAll((all) =>
              all.filter((it) => it.getClientRects().length > 1 || it.scrollWidth > it.clientWidth),
            );
          assert.deepEqual(cut, []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          await nav.getByRole("link").last().focus();
          await page.keyboard.press("Escape");
          assert.equal(await nav.isVisible(), false);
          assert.ok(await menu.evaluate((it) => it === document.activeElement));
        }));
    }

    test("forced colours show the current page", () =>
      withPage(browser, { forcedColors: "active" }, async (page) => {
        await visit(page, `${site.root}levels/`);
        const of = async (selector) => [
          await style(page, selector, "border-bottom-width"),
          String(await drawn(page, await style(page, selector, "border-bottom-color"))),
        ];
        const ground = String(
          await drawn(page, await page.evaluate(() => getComputedStyle(document.body).backgroundColor)),
        );
        const [width, colour] = await of(".site-nav [aria-current]");
        const [, other] = await of(".site-nav a:not([aria-current])");
        assert.notEqual(colour, other);
        assert.equal(other === ground || other === "255,255,255" || other === "0,0,0", true, other);
        assert.equal(width, "4px");
      }));
  });
}
