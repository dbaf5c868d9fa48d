// What a reader sees and does: every page opens without a complaint, and each part of it works.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { arrive, drawn, visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, address, build, htmlFiles, serve } from "./site.js";

const PHONE = { viewport: { width: 360, height: 740 } };
const WIDTHS = [360, 768, 1280];

// What the author wrote, read from the sources and not from anything that ladderbook made of them.
const source = (path) => readFileSync(join(REPOSITORY, "content", path), "utf8");
const levelFiles = (track) =>
  readdirSync(join(REPOSITORY, "content/levels", track))
    .filter((name) => /^\d/.test(name))
    .sort();
const LEVELS = ["ic", "management"].flatMap((track) =>
  levelFiles(track).map((name) => ({
    track,
    path: `levels/${track}/${basename(name, ".md").replace(/^\d+-/, "")}/`,
    title: source(`levels/${track}/${name}`).match(/^title: (.*)$/m)[1],
  })),
);
const SENIOR = source("levels/ic/3-senior.md");

let browser, site, folder;
hosted(
  () => {
    folder = build();
    return serve(folder);
  },
  (...its) => ([browser, site] = its),
);

// A test of one page, opened in a window of its own.
const onPage = (name, path, options, use) =>
  test(name, () =>
    withPage(browser, options, async (page) => {
      await visit(page, site.root + path);
      await use(page);
    }),
  );

const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();

// Presses Tab until the element has the focus, as someone without a mouse would.
const tabTo = async (page, element) => {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((node) => node === document.activeElement)) return;
  }
  assert.fail(`Tab never reaches ${element}`);
};

test("every page opens quietly, has one heading and one main part, and fits its window", () =>
  withPage(browser, {}, async (page) => {
    const paths = htmlFiles(folder);
    assert.ok(paths.length > 30, `${paths.length} pages`);
    for (const path of paths) {
      await visit(page, site.root + address(path), { until: "load" });
      assert.equal(await page.locator("h1").count(), 1, `${path}: one h1`);
      assert.equal(await page.locator("main").count(), 1, `${path}: one main`);
      assert.ok((await heading(page)).length > 2, `${path}: a heading with words`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path}: ${wide} px wide in a window of ${width} px`);
      }
    }
  }));

test("scripts that the browser has already wait for the end of a page that comes slowly", async () => {
  const slow = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url, site.root));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const kept = answer.headers.get("cache-control");
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type"),
      ...(kept && { "cache-control": kept }),
    });
    const first = Math.max(0, bytes.indexOf("<main"));
    response.write(bytes.subarray(0, first));
    await delay(first ? 400 : 0);
    response.end(bytes.subarray(first));
  });
  await new Promise((listening) => slow.listen(0, "127.0.0.1", listening));
  try {
    await withPage(browser, {}, async (page) => {
      const root = `http://127.0.0.1:${slow.address().port}/`;
      await visit(page, `${root}matrix/`);
      await visit(page, `${root}matrix/?level=ic/senior`);
      const shown = page.locator(".matrix-scroll thead th:visible");
      assert.match((await shown.allInnerTexts()).join(), /^[^,]*Senior Software Engineer$/);
    });
  } finally {
    slow.closeAllConnections();
    slow.close();
  }
});

test("an unknown address shows the page that says so", () =>
  withPage(browser, {}, async (page) => {
    await visit(page, `${site.root}no/such/page/`, { status: 404 });
    assert.equal(await heading(page), "Page not found");
    const links = await page.locator(".lost-links a").evaluateAll((all) => all.map((it) => [it.innerText, it.href]));
    assert.deepEqual(links.slice(0, 2), [
      ["Home", site.root],
      ["Search", `${site.root}search/`],
    ]);
    await page.getByRole("main").getByRole("link", { name: "Matrix" }).click();
    await page.waitForURL(`${site.root}matrix/`);
  }));

describe("the ladder map", () => {
  for (const [size, options] of Object.entries({ desk: {}, phone: PHONE })) {
    onPage(`has every level as a link (${size})`, "", options, async (page) => {
      const map = page.getByRole("group", { name: "Ladder map" });
      assert.equal(LEVELS.length, 11);
      for (const { title, path } of LEVELS) {
        const rung = map.getByRole("link", { name: title });
        assert.ok(await rung.isVisible(), title);
        assert.equal(await rung.evaluate((link) => link.href), site.root + path);
      }
    });
  }

  onPage("leads to the level that was clicked", "", {}, async (page) => {
    for (const { title, path } of [LEVELS[0], LEVELS[5], LEVELS[10]]) {
      await page.getByRole("group", { name: "Ladder map" }).getByRole("link", { name: title }).click();
      await page.waitForURL(site.root + path);
      assert.equal(await heading(page), title);
      await arrive(page, () => page.goBack());
    }
  });

  onPage("puts the same grade on one line, and further up what is further on", "", {}, async (page) => {
    const map = page.getByRole("group", { name: "Ladder map" });
    const middle = async (title) => {
      const { y, height } = await map.getByRole("link", { name: title }).boundingBox();
      return y + height / 2;
    };
    const senior = await middle("Senior Software Engineer");
    assert.ok(Math.abs(senior - (await middle("Tech Lead"))) < 2, "Senior and Tech Lead share a grade");
    assert.ok((await middle("Staff Engineer")) < senior, "Staff stands above Senior");
  });
});

describe("a level", () => {
  const path = "levels/ic/senior/";
  const section = (page, name) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name, level: 2 }) });

  onPage("states its facts", path, {}, async (page) => {
    assert.equal(await heading(page), "Senior Software Engineer");
    const facts = [...SENIOR.match(/^facts:\n((?: {2}.*\n)+)/m)[1].matchAll(/^ {2}(\w+): (.*)$/gm)];
    assert.equal(facts.length, 4);
    for (const [, name, value] of facts) {
      const term = page.getByRole("term").filter({ hasText: new RegExp(`^${name}$`, "i") });
      assert.equal(await term.locator("xpath=following-sibling::dd[1]").innerText(), value);
    }
  });

  onPage("says what changes", path, {}, async (page) => {
    const changes = section(page, /^What changes from/);
    await changes.getByRole("link", { name: "Mid-Level Software Engineer" }).waitFor();
    assert.match(await changes.innerText(), /Technical judgement\s+Applies[^]*Owns/);
    // Each criterion of its own is new or has grown, be it folded.
    const text = await changes.textContent();
    const own = [...SENIOR.matchAll(/^- (.*) \{#/gm)].map(([, words]) => words);
    assert.ok(own.length > 20);
    for (const words of own) assert.ok(text.includes(words), words);
  });

  onPage("shows all competencies with their criteria", path, {}, async (page) => {
    const competencies = SENIOR.split(/^## /m).slice(1);
    assert.equal(competencies.length, 7);
    for (const competency of competencies) {
      const [title] = competency.split("\n");
      const cell = page.locator("section", { has: page.locator(":scope > div > h3", { hasText: title }) }).last();
      const text = await cell.innerText();
      const criteria = [...competency.matchAll(/^- (.*) \{#([\w-]+)[^}]*\}$/gm)];
      assert.ok(criteria.length > 2, `${title}: ${criteria.length} criteria`);
      for (const [, words, id] of criteria) {
        assert.ok(text.includes(words), `${title}: ${words}`);
        assert.ok(await page.locator(`#${id}`).isVisible(), id);
      }
    }
  });

  onPage("says where it leads", path, {}, async (page) => {
    const next = section(page, "Where next");
    const links = await next
      .getByRole("heading", { level: 3 })
      .getByRole("link")
      .evaluateAll((all) => all.map((link) => link.href));
    const expected = ["ic/staff", "management/tech-lead", "management/engineering-manager"];
    assert.deepEqual(
      links,
      expected.map((level) => `${site.root}levels/${level}/`),
    );
    await next.getByRole("link", { name: "Tech Lead" }).first().click();
    await page.waitForURL(`${site.root}levels/management/tech-lead/`);
    assert.equal(await heading(page), "Tech Lead");
  });

  onPage("unfolds an example by keyboard", path, {}, async (page) => {
    const fold = page.locator("main details", { hasText: "A message queue was planned" });
    const example = fold.getByText("A message queue was planned");
    assert.ok(!(await example.isVisible()), "folded at first");
    await fold.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.ok(await example.isVisible(), "unfolded by Enter");
    await page.keyboard.press("Space");
    assert.ok(!(await example.isVisible()), "folded again by Space");
  });

  onPage("turns to the level before and the one after", path, {}, async (page) => {
    await page.locator("a[rel=next]").click();
    await page.waitForURL(`${site.root}levels/ic/staff/`);
    assert.equal(await heading(page), "Staff Engineer");
    for (const title of ["Senior Software Engineer", "Mid-Level Software Engineer"]) {
      await page.locator("a[rel=prev]").click();
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
    }
  });

  // Without motion the page does not take its time to scroll there.
  onPage(
    "gives every criterion an address",
    `${path}#weighs-cost-of-delay`,
    { reducedMotion: "reduce" },
    async (page) => {
      const criterion = page.locator("#weighs-cost-of-delay");
      await criterion.getByRole("link", { name: "Permalink to this criterion" }).waitFor();
      const { y } = await criterion.boundingBox();
      assert.ok(y >= 0 && y < 900, `the criterion stands at ${y} px of the window`);
    },
  );
});

describe("the matrix", () => {
  const TRACKS = { "Individual contributor": "ic", Management: "management" };

  for (const [title, track] of Object.entries(TRACKS)) {
    onPage(`has all levels and competencies of ${title}`, "matrix/", {}, async (page) => {
      const table = page.getByRole("table", { name: `Expectations in ${title}` });
      const levels = LEVELS.filter((level) => level.track === track);
      const heads = await table.locator("thead th").allInnerTexts();
      assert.equal(heads.length, levels.length);
      levels.forEach((level, i) => assert.ok(heads[i].includes(level.title), `${heads[i]} is ${level.title}`));
      const rows = table.locator("tbody tr", { has: page.locator("th[scope=row]") });
      assert.equal(await rows.count(), 7);
      for (const row of await rows.all()) {
        const cells = await row.locator("td").allInnerTexts();
        assert.equal(cells.length, levels.length);
        for (const cell of cells) assert.ok(cell.trim().length > 20, `a cell says only ${cell}`);
      }
    });

    const wide = { viewport: { width: 2600, height: 900 } };
    for (const [size, options] of Object.entries({ desk: {}, phone: PHONE, wide })) {
      onPage(`keeps the heads of ${title} in sight (${size})`, "matrix/", options, async (page) => {
        const table = page.getByRole("table", { name: `Expectations in ${title}` });
        await table.evaluate((table) => {
          scrollTo({ top: scrollY + table.getBoundingClientRect().top + 900, behavior: "instant" });
          table.closest(".matrix-scroll").scrollTo({ left: 150, behavior: "instant" });
        });
        // The page scrolls, wherever the pointer is.
        const { width, height } = page.viewportSize();
        await page.mouse.move(width / 2, height / 2);
        const before = await page.evaluate(() => scrollY);
        await page.mouse.wheel(0, 300);
        await page.waitForFunction((before) => scrollY >= before + 250, before);
        await drawn(page);
        const seen = await table.evaluate((table) => {
          const box = table.closest(".matrix-scroll").getBoundingClientRect();
          const edge = Math.max(box.left, 0);
          const atTop = document.elementFromPoint(Math.min(box.right, innerWidth) - 30, 12).closest("th");
          const at = [...atTop.parentElement.children].indexOf(atTop);
          const own = table.tHead.rows[0].cells[at];
          const row = document.elementFromPoint(edge + 30, innerHeight / 2).closest("tr > *");
          return {
            head: atTop.innerText,
            own: own.innerText,
            off: Math.abs(atTop.getBoundingClientRect().left - own.getBoundingClientRect().left),
            fromTop: atTop.getBoundingClientRect().top,
            row: row.getAttribute("scope"),
            fromLeft: row.getBoundingClientRect().left - edge,
          };
        });
        assert.ok(seen.own && seen.head === seen.own, `${seen.head} stands above ${seen.own}`);
        assert.ok(seen.off <= 1, `the heads are ${seen.off} px beside their columns`);
        assert.ok(Math.abs(seen.fromTop) <= 2, `levels stand ${seen.fromTop} px from the top`);
        assert.match(seen.row, /^row/);
        assert.ok(Math.abs(seen.fromLeft) <= 2, `competencies stand ${seen.fromLeft} px from the edge`);
      });
    }
  }
});

describe("the colour scheme", () => {
  const choice = (page, name) => page.getByRole("group", { name: "Colour scheme" }).getByRole("radio", { name });
  const state = (page) =>
    page.evaluate(() => ({
      theme: document.documentElement.dataset.theme ?? null,
      ground: getComputedStyle(document.documentElement).backgroundColor,
    }));

  onPage("is switched by a click and remembered", "levels/ic/senior/", { colorScheme: "light" }, async (page) => {
    const before = await state(page);
    assert.equal(before.theme, null);
    await choice(page, "Dark").locator("xpath=..").click();
    const dark = await state(page);
    assert.equal(dark.theme, "dark");
    assert.notEqual(dark.ground, before.ground);

    await arrive(page, () => page.reload());
    assert.deepEqual(await state(page), dark);
    await visit(page, `${site.root}matrix/`);
    assert.deepEqual(await state(page), dark);
    assert.ok(await choice(page, "Dark").isChecked());

    await choice(page, "Match system").locator("xpath=..").click();
    assert.deepEqual(await state(page), before);
  });

  onPage("is switched by keyboard", "", { colorScheme: "light" }, async (page) => {
    await tabTo(page, choice(page, "Match system"));
    await page.keyboard.press("ArrowRight");
    assert.equal((await state(page)).theme, "light");
    await page.keyboard.press("ArrowRight");
    assert.equal((await state(page)).theme, "dark");
    await page.keyboard.press("ArrowLeft");
    assert.equal((await state(page)).theme, "light");
    const outline = await choice(page, "Light").evaluate((radio) => {
      const styles = [radio, radio.parentElement].map((element) => getComputedStyle(element));
      return styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && outlineWidth !== "0px");
    });
    assert.ok(outline, "the focus shows");
  });

  onPage("follows the system", "", { colorScheme: "light" }, async (page) => {
    const { ground } = await state(page);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual((await state(page)).ground, ground);
  });
});

onPage("the first press of Tab offers to skip to the content", "levels/ic/senior/", {}, async (page) => {
  const skip = page.getByRole("link", { name: "Skip to content" });
  await page.keyboard.press("Tab");
  assert.ok(await skip.evaluate((link) => link === document.activeElement), "the link comes first");
  const { y, height } = await skip.boundingBox();
  assert.ok(y >= 0 && height > 16, "the link is in sight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(
    await page.getByRole("main").evaluate((main) => main.contains(document.activeElement)),
    "the focus is in the content",
  );
});

describe("without JavaScript", () => {
  for (const [name, path] of Object.entries({
    home: "",
    level: "levels/ic/senior/",
    matrix: "matrix/",
    compare: "compare/senior--staff/",
  })) {
    test(`the ${name} page says the same`, async () => {
      const text = {};
      for (const javaScriptEnabled of [true, false]) {
        await withPage(browser, { javaScriptEnabled }, async (page) => {
          await visit(page, site.root + path);
          // Filter, picker and switch are for those who have JavaScript, and a link to the way back for those who have not.
          const tools =
            ".matrix-filter, .picker, .swap-link, .copy-item, .copy-page, .unfold-switch, .here-switch, .matrix-heads";
          await page.locator(tools).evaluateAll((parts) => parts.forEach((part) => part.remove()));
          text[javaScriptEnabled] = await page.getByRole("main").innerText();
          assert.equal(
            await page.locator("fieldset", { hasText: "Colour scheme" }).isVisible(),
            javaScriptEnabled,
            "the switch",
          );
        });
      }
      assert.ok(text[true].length > 500);
      assert.equal(text[false], text[true]);
    });
  }
});

describe("with reduced motion", () => {
  for (const path of ["", "levels/ic/senior/", "matrix/"]) {
    onPage(`nothing moves on /${path}`, path, { reducedMotion: "reduce" }, async (page) => {
      await page.evaluate(() => {
        window.moved = [];
        for (const kind of ["transitionrun", "animationstart"]) {
          addEventListener(
            kind,
            ({ target, propertyName = "" }) => window.moved.push(`${target.className} ${propertyName}`),
            true,
          );
        }
      });
      // All that a pointer and the focus can touch in the first window, and all that unfolds.
      for (const link of await page
        .locator("main a:visible")
        .all()
        .then((all) => all.slice(0, 20))) {
        await link.hover();
        await link.focus();
      }
      for (const fold of await page.locator("main summary:visible").all()) await fold.click();
      await page.getByRole("radio", { name: "Dark" }).locator("xpath=..").click();
      const { moved, running, scroll } = await page.evaluate(() => ({
        moved: window.moved,
        running: document.getAnimations().length,
        scroll: getComputedStyle(document.documentElement).scrollBehavior,
      }));
      assert.deepEqual({ moved, running, scroll }, { moved: [], running: 0, scroll: "auto" });
    });
  }
});
