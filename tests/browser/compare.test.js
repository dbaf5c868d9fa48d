// Two levels side by side: the pages that are ready, and any two levels in the browser.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, build, serve, variant, written } from "./site.js";

// Criteria of a level as its author wrote them, by competency, with what they replace.
const criteria = (path) => {
  const source = readFileSync(join(REPOSITORY, "content/levels", path), "utf8");
  const sections = source.split(/^## /m).slice(1);
  const parsed = ([, text, id, attributes]) => {
    const replaces = attributes.match(/ replaces=([\w,-]+)/)?.[1].split(",") ?? [];
    return { text, id, replaces };
  };
  return Object.fromEntries(
    sections.map((section) => [
      section.split("\n")[0],
      [...section.matchAll(/^- (.*) \{#([\w-]+)([^}]*)\}$/gm)].map(parsed),
    ]),
  );
};
// The texts of those criteria that are of use.
const texts = (byCompetency, isOfUse = () => true) =>
  Object.fromEntries(
    Object.entries(byCompetency).map(([title, all]) => [title, all.filter(isOfUse).map(({ text }) => text)]),
  );
const SENIOR = criteria("ic/3-senior.md");
const STAFF = criteria("ic/4-staff.md");
const MANAGER = texts(criteria("management/2-engineering-manager.md"));
const ids = new Set(Object.values(SENIOR).flatMap((all) => all.map(({ id }) => id)));
const replaced = new Set(Object.values(STAFF).flatMap((all) => all.flatMap(({ replaces }) => replaces)));
// What a staff engineer is expected anew, and what of a senior engineer's has not grown into something else.
const NEW = texts(STAFF, ({ replaces }) => !replaces.some((id) => ids.has(id)));
const EXPECTED = texts(SENIOR, ({ id }) => !replaced.has(id));

let browser, site, folder;
hosted(
  () => {
    folder = build();
    return serve(folder);
  },
  (...its) => ([browser, site] = its),
);

const onPage = (name, path, options, use) =>
  test(name, () =>
    withPage(browser, options, async (page) => {
      await visit(page, site.root + path);
      await use(page);
    }),
  );

// All that a comparison says, as a reader finds it, hidden or not.
const said = (page) =>
  page.locator("article.compare").evaluate((article) => {
    const words = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
    const all = (root, selector, use) => [...root.querySelectorAll(selector)].map(use);
    const side = (row, name) => {
      const text = row.querySelector(`.on-${name}`)?.cloneNode(true);
      const links = text
        ? all(
            text,
            ".permalink, .origin",
            (link) => (
              link.remove(),
              { via: words(link).replace("#", ""), href: (link.closest("a") ?? link.querySelector("a")).href }
            ),
          )
        : [];
      // Addresses in full, since the same text stands on two pages.
      for (const link of text?.querySelectorAll("[href]") ?? []) link.setAttribute("href", link.href);
      return { text: words(text), markup: text?.innerHTML.trim().replace(/\s+/g, " "), links };
    };
    return {
      sides: all(article, ".side", (it) => ({ words: words(it), href: it.querySelector("a").href, hue: it.className })),
      facts: all(article, ".fact-pairs tr", (row) => [words(row), row.className]),
      totals: all(article, ".totals li", (it) => [words(it), it.className]),
      twoSided: article.classList.contains("two-sided"),
      everything: article.querySelector("[name=lb-everything]") !== null,
      categories: all(article, ".pair-category", words),
      competencies: all(article, ".pair-cell", (cell) => ({
        title: words(cell.querySelector("h3")),
        href: cell.querySelector("h3 a").href,
        same: cell.classList.contains("is-same"),
        step: words(cell.querySelector(".step-pair")),
        nothing: words(cell.querySelector(".pair-nothing")),
        criteria: all(cell, ".pair", (row) => ({
          kind: words(row.querySelector(".kind-word")),
          context: words(row.querySelector(".pair-context")),
          classes: row.className,
          from: side(row, "from"),
          to: side(row, "to"),
        })),
      })),
    };
  });

// Words of one kind by competency.
const ofKind = ({ competencies }, kind, side) =>
  Object.fromEntries(
    competencies.map(({ title, criteria }) => [
      title,
      criteria.filter((it) => it.kind === kind).map((it) => it[side].text),
    ]),
  );

const count = (byCompetency) => Object.values(byCompetency).flat().length;

describe("a comparison that is ready", () => {
  onPage("in one track adds to what stays expected", "compare/senior--staff/", {}, async (page) => {
    const found = await said(page);
    assert.deepEqual(ofKind(found, "new", "to"), NEW);
    assert.deepEqual(ofKind(found, "still expected", "to"), EXPECTED);
    assert.equal(count(ofKind(found, "gone", "from")), 0);
    const totals = found.totals.map(([words]) => words);
    assert.equal(totals.at(0), `${count(NEW)} new`);
    assert.equal(totals.at(-1), `${count(EXPECTED)} still expected`);
    assert.match(found.competencies[0].step, /^Owns to Multiplies raised$/);
    assert.match(found.competencies[1].step, /^Owns same step$/);
    const first = found.competencies[0].criteria.find(({ to }) => to.text === STAFF["Technical judgement"][0].text);
    assert.equal(first.to.links[0].href, `${site.root}levels/ic/staff/#designs-team-boundaries`);
  });

  onPage(
    "between tracks lets go of one side and takes on the other",
    "compare/senior--engineering-manager/",
    {},
    async (page) => {
      const found = await said(page);
      const all = (side) =>
        new Set(found.competencies.flatMap(({ criteria }) => criteria.map((it) => it[side].text).filter(Boolean)));
      const flat = (byCompetency) => new Set(Object.values(byCompetency).flat());
      assert.deepEqual(all("to"), flat(MANAGER));
      assert.deepEqual(all("from"), flat(texts(SENIOR)));
      assert.ok(count(ofKind(found, "new", "to")) > 10 && count(ofKind(found, "gone", "from")) > 10);
      assert.ok(found.twoSided);
    },
  );

  onPage(
    "stands in two columns on a desk, in one on a phone",
    "compare/senior--engineering-manager/",
    {},
    async (page) => {
      const left = async (words) => (await page.getByText(words).boundingBox()).x;
      const [{ text: old }] = SENIOR.Delivery;
      const [fresh] = MANAGER.Delivery;
      assert.ok((await left(old)) + 200 < (await left(fresh)), "side by side");
      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await left(old), await left(fresh));
    },
  );

  onPage("leads to both levels and the other way round", "compare/senior--tech-lead/", {}, async (page) => {
    await page.getByRole("link", { name: "The other way round" }).click();
    await page.waitForURL(`${site.root}compare/tech-lead--senior/`);
    await page.getByRole("main").getByRole("link", { name: "Tech Lead" }).first().click();
    await page.waitForURL(`${site.root}levels/management/tech-lead/`);
  });

  for (const javaScriptEnabled of [true, false]) {
    onPage(
      `shows what stays the same on demand, ${javaScriptEnabled ? "by keyboard" : "without JavaScript"}`,
      "compare/senior--staff/",
      { javaScriptEnabled },
      async (page) => {
        const old = page.getByText(EXPECTED.Delivery[0]);
        const fresh = page.getByText(NEW.Delivery[0]);
        const box = page.getByRole("checkbox", { name: "Also show what stays the same" });
        assert.deepEqual([await old.isVisible(), await fresh.isVisible()], [false, true]);
        await box.focus();
        await page.keyboard.press("Space");
        assert.deepEqual([await old.isVisible(), await fresh.isVisible()], [true, true]);
        await page.keyboard.press("Space");
        assert.ok(!(await old.isVisible()), "hidden again");
      },
    );
  }

  onPage("keeps the switch in the address", "compare/senior--staff/", {}, async (page) => {
    const box = page.getByRole("checkbox", { name: "Also show what stays the same" });
    await box.check();
    assert.equal(new URL(page.url()).search, "?all");
    await page.reload({ waitUntil: "networkidle" });
    assert.ok(await page.getByText(EXPECTED.Delivery[0]).isVisible());
    await box.uncheck();
    assert.equal(new URL(page.url()).search, "");
  });

  onPage("prints both columns and no controls", "compare/senior--engineering-manager/", {}, async (page) => {
    await page.setViewportSize({ width: 680, height: 960 });
    await page.emulateMedia({ media: "print" });
    const left = async (words) => (await page.getByText(words).boundingBox()).x;
    assert.ok((await left(SENIOR.Strategy[0].text)) + 150 < (await left(MANAGER.Strategy[0])), "side by side");
    for (const control of await page.locator("nav, input, select, button").all()) {
      assert.ok(!(await control.isVisible()));
    }
  });

  onPage("is one link away from a level", "levels/ic/senior/", {}, async (page) => {
    const all = await page
      .getByRole("link", { name: /^The whole comparison/ })
      .evaluateAll((links) => links.map((link) => link.href));
    const pairs = ["mid--senior", "senior--staff", "senior--tech-lead", "senior--engineering-manager"];
    assert.deepEqual(
      all,
      pairs.map((pair) => `${site.root}compare/${pair}/`),
    );
  });
});

describe("the picker", () => {
  const select = (page, name) => page.getByRole("combobox", { name });
  const choose = async (page, from, to) => {
    await select(page, "From").selectOption(from);
    await select(page, "To").selectOption(to);
    await page.locator(".picker-result article").waitFor();
  };
  const chosen = async (page) => [
    await select(page, "From").inputValue(),
    await select(page, "To").inputValue(),
    decodeURIComponent(new URL(page.url()).search),
  ];
  const names = (page) => page.locator(".picker-result .side-title").allInnerTexts();
  const MID_TO_VP = ["ic/mid", "management/vp", "?from=ic/mid&to=management/vp"];

  // The pages come from Rust, what the picker shows from JavaScript: both must say the same.
  const assertEqual = async (root, atLeast = 6) => {
    const kinds = new Set();
    await withPage(browser, {}, async (page) => {
      await visit(page, `${root}compare/`);
      const links = page.locator("[data-pair]");
      const pairs = await links.evaluateAll((all) =>
        all.slice(0, 40).map((link) => ({ names: link.dataset.pair.split("--"), href: link.href })),
      );
      assert.ok(pairs.length >= atLeast, `${pairs.length} pairs`);
      for (const pair of pairs) {
        await choose(page, ...pair.names);
        pair.computed = await said(page);
        const own = page.getByRole("link", { name: "This comparison has a page of its own" });
        assert.equal(await own.evaluate((link) => link.href), pair.href);
      }
      for (const { href, computed } of pairs) {
        await page.goto(href, { waitUntil: "domcontentloaded" });
        assert.deepEqual(computed, await said(page), href);
        for (const { criteria } of computed.competencies) for (const { kind } of criteria) kinds.add(kind);
      }
    });
    return kinds;
  };

  test("says what the pages that are ready say", async () => {
    const kinds = ["new", "gone", "in another competency", "perhaps from", "reworded", "same", "still expected"];
    assert.deepEqual(await assertEqual(site.root, 12), new Set(kinds));
  });

  // Ladders without cumulative criteria, whose wording drifts: one of our own, and a published one.
  test("says what the pages of a ladder say whose levels are written anew", async () => {
    const other = await serve(build(join(REPOSITORY, "tests/ladders/themes")));
    try {
      assert.deepEqual(await assertEqual(other.root), new Set(["new", "gone", "perhaps from", "reworded", "same"]));
    } finally {
      await other.close();
    }
  });

  test("says what the pages of a ladder say that has groups, lead-ins, markup and a gap", async () => {
    const other = await serve(build(join(REPOSITORY, "tests/ladders/blocks")));
    try {
      assert.deepEqual(
        await assertEqual(other.root, 3),
        new Set(["gone", "perhaps from", "reworded", "same", "in another group"]),
      );
    } finally {
      await other.close();
    }
  });

  test("says what the pages of a ladder say whose criteria move and grow", async () => {
    const level = (title, ...cells) => `---\ntitle: ${title}\ngrade: 2\n---\n\n${cells.join("\n\n")}\n`;
    const delivery =
      "## Delivery\n\n- Finishes tasks {#tasks}\n- Keeps a list of *known* faults\n- Says when a task grows";
    const grown = "## Delivery\n\n- Lands projects {#projects was=work replaces=tasks}\n- Says when a task is growing";
    const people = "## People\n\n### Meets\n\n- Listens\n- Keeps a list of known faults.";
    const files = {
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml":
        "tracks:\n- {id: a, title: A}\n- {id: b, title: B}\n- {id: c, title: C, cumulative: true}\n",
      "content/levels/a/1-one.md": level("One", delivery, "## People\n\n### Meets\n\n- Listens"),
      "content/levels/b/1-two.md": level("Two", grown, people),
      "content/levels/b/2-three.md": level(
        "Three",
        "## Delivery\n\n- Decides what is worth a year {replaces=work}",
        people,
      ),
      "content/levels/c/1-four.md": level("Four", "## Delivery\n\n- Cuts cakes {#cuts}\n- Bakes {#bakes}"),
      "content/levels/c/2-five.md": level("Five", "## People\n\n- Runs the kitchen {#runs replaces=cuts,bakes}"),
      "content/levels/c/3-six.md": level("Six", "## People\n\n- Opens a second one {replaces=runs}\n- Cuts cakes"),
    };
    const other = await serve(build(written(files)));
    try {
      const kinds = await assertEqual(other.root, 8);
      for (const kind of ["in another competency", "reworded", "same", "new", "gone"]) assert.ok(kinds.has(kind), kind);
    } finally {
      await other.close();
    }
  });

  for (const name of ["ft", "monzo"]) {
    const published = resolve(REPOSITORY, "../shared/corpus", name);
    const skip = existsSync(published) ? false : `${published} is not there`;
    test(`says what the pages of a published ladder say: ${name}`, { skip }, async () => {
      const other = await serve(build(published));
      try {
        const kinds = await assertEqual(other.root);
        for (const kind of ["new", "gone", "same", "perhaps from"]) assert.ok(kinds.has(kind), kind);
      } finally {
        await other.close();
      }
    });
  }

  onPage("keeps the choice in the address", "compare/", {}, async (page) => {
    await choose(page, "ic/mid", "management/vp");
    assert.deepEqual(await chosen(page), MID_TO_VP);
    await page.reload({ waitUntil: "networkidle" });
    await page.locator(".picker-result article").waitFor();
    assert.deepEqual(await chosen(page), MID_TO_VP);
    assert.deepEqual(await names(page), ["Mid-Level Software Engineer", "VP of Engineering"]);
  });

  onPage("swaps, and goes back", "compare/?from=ic/mid&to=management/vp", {}, async (page) => {
    await page.getByRole("button", { name: "Swap" }).click();
    assert.deepEqual(await chosen(page), ["management/vp", "ic/mid", "?from=management/vp&to=ic/mid"]);
    assert.deepEqual(await names(page), ["VP of Engineering", "Mid-Level Software Engineer"]);
    await page.goBack({ waitUntil: "networkidle" });
    await page.getByText("Mid-Level Software Engineer and VP of Engineering").waitFor({ state: "attached" });
    assert.deepEqual(await chosen(page), MID_TO_VP);
    assert.deepEqual(await names(page), ["Mid-Level Software Engineer", "VP of Engineering"]);
  });

  onPage(
    "names the level in between that brings a criterion",
    "compare/?from=ic/senior&to=ic/principal",
    {},
    async (page) => {
      await page.locator(".picker-result article").waitFor();
      const { competencies } = await said(page);
      const row = competencies[0].criteria.find(({ to }) => to.text === NEW["Technical judgement"].at(-1));
      assert.equal(row.kind, "new");
      assert.deepEqual(row.to.links, [
        { via: "from Staff Engineer", href: `${site.root}levels/ic/staff/#sees-shared-cause` },
      ]);
    },
  );

  onPage("says so when the address names no level", "compare/?from=ic/wizard&to=ic/staff", {}, async (page) => {
    await page.getByText("This handbook has no level “ic/wizard”.").waitFor();
    assert.deepEqual((await chosen(page)).slice(0, 2), ["", "ic/staff"]);
    assert.equal(await page.locator(".picker-result article").count(), 0);
  });

  onPage("says so when both levels are one", "compare/?from=ic/staff&to=ic/staff", {}, async (page) => {
    await page.getByText("That is the same level twice.").waitFor();
  });

  test("points to the list when the data cannot be read", () =>
    withPage(browser, {}, async (page) => {
      await page.route("**/handbook.json", (route) => route.fulfill({ body: "no handbook" }));
      await visit(page, `${site.root}compare/?from=ic/mid&to=ic/staff`);
      await page.getByText("The handbook’s data could not be loaded.").waitFor();
    }));

  test("says in the console what a theme's own component lacks, and points to the list", async () => {
    const handbook = variant(/^theme = "default"/m, 'theme = "acme"');
    const source = readFileSync(join(REPOSITORY, "themes/default/components/compare.html"), "utf8");
    const component = /\{% component ui\.competency_pair.*?endcomponent ui\.competency_pair %\}/s.exec(source)[0];
    mkdirSync(join(handbook, "themes/acme/components"), { recursive: true });
    const own = component.replace('class="pair-head"', 'class="acme-head"');
    assert.notEqual(own, component);
    writeFileSync(join(handbook, "themes/acme/components/mine.html"), own);
    const other = await serve(build(handbook));
    try {
      await withPage(browser, {}, async (page) => {
        const said = [];
        page.on("console", (message) => said.push(message.text()));
        page.on("pageerror", (error) => said.push(String(error)));
        await page.goto(`${other.root}compare/?from=ic/mid&to=management/vp`);
        await page.getByText("The handbook’s data could not be loaded.").waitFor();
        assert.equal(said.length, 1, said.join("\n"));
        assert.match(said[0], /^ladderbook: <template id="lb-competency"> has no `\.pair-head`, which a script needs/);
      });
    } finally {
      await other.close();
    }
  });

  const assertListOnly = async (page) => {
    assert.ok(!(await select(page, "From").isVisible()), "no picker");
    assert.ok(await page.getByText("To choose any two levels, open this handbook from a web server").isVisible());
    assert.ok(await page.getByRole("heading", { name: "Comparisons ready to read" }).isVisible());
    assert.ok((await page.locator("[data-pair]:visible").count()) >= 12);
  };

  onPage("leaves the list to those without JavaScript", "compare/", { javaScriptEnabled: false }, assertListOnly);

  test("leaves the list to those without a host", () =>
    withPage(browser, {}, async (page) => {
      const plain = build(variant(/^pretty-urls = true/m, "pretty-urls = false"));
      await visit(page, pathToFileURL(join(plain, "compare/index.html")).href);
      await assertListOnly(page);
    }));

  test("finds its way without pretty addresses", async () => {
    const plain = await serve(build(variant(/^pretty-urls = true/m, "pretty-urls = false")));
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${plain.root}compare/?from=ic/senior&to=ic/staff`);
        await page.locator(".picker-result article").waitFor();
        const computed = await said(page);
        await page.getByRole("link", { name: "This comparison has a page of its own" }).click();
        await page.waitForURL(`${plain.root}compare/senior--staff.html`);
        assert.deepEqual(computed, await said(page));
      });
    } finally {
      await plain.close();
    }
  });
});

describe("the matrix filter", () => {
  const group = (page, name) => page.getByRole("group", { name });
  const shown = (page) =>
    page
      .getByRole("table")
      .evaluateAll((tables) =>
        tables.filter((table) => table.checkVisibility()).map((table) => table.caption.textContent),
      );
  const rows = (page) => page.locator("tbody th[scope=row]:visible").allInnerTexts();
  const BOTH = ["Expectations in Individual contributor", "Expectations in Management"];

  onPage("shows the tracks and categories that are chosen", "matrix/", {}, async (page) => {
    assert.deepEqual(await shown(page), BOTH);
    await group(page, "Tracks").getByLabel("Management").uncheck();
    assert.deepEqual(await shown(page), BOTH.slice(0, 1));
    await group(page, "Categories").getByLabel("Craft").focus();
    await page.keyboard.press("Space");
    assert.deepEqual(await rows(page), ["Communication", "Collaboration", "Growing others", "Strategy"]);

    const { search } = new URL(page.url());
    assert.deepEqual(new URLSearchParams(search).getAll("category"), ["People", "Direction"]);
    await page.reload({ waitUntil: "networkidle" });
    assert.deepEqual(await shown(page), BOTH.slice(0, 1));
    assert.equal((await rows(page)).length, 4);

    await group(page, "Tracks").getByLabel("Management").check();
    await group(page, "Categories").getByLabel("Craft").check();
    assert.equal(new URL(page.url()).search, "");
    assert.equal((await rows(page)).length, 14);
  });

  onPage("says so when nothing is chosen", "matrix/", {}, async (page) => {
    for (const box of await group(page, "Tracks").getByRole("checkbox").all()) await box.uncheck();
    assert.deepEqual(await shown(page), []);
    assert.ok(await page.getByText("Nothing is chosen.").isVisible());
  });

  onPage("is not there without JavaScript", "matrix/", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("main input:visible").count(), 0);
    assert.deepEqual(await shown(page), BOTH);
  });
});
