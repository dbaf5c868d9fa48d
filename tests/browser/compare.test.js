// Two levels side by side: the pages that are ready, and any two levels in the browser.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { objections } from "./axe.js";
import { arrive, drawn, visit, withPage } from "./browser.js";
import { hosted } from "./hosted.js";
import { REPOSITORY, build, printed, serve, variant, written } from "./site.js";

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
// What is expected of a senior engineer, be it from the levels before.
const before = ["ic/1-junior.md", "ic/2-mid.md"].map(criteria);
const ids = new Set([...before, SENIOR].flatMap((it) => Object.values(it).flatMap((all) => all.map(({ id }) => id))));
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
    const textOf = (shown) => {
      const text = shown?.cloneNode(true);
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
    const row = (it, kind) => ({
      kind,
      context: words(it.querySelector(".pair-context")),
      classes: it.className,
      mark: it.querySelector(".icon")?.outerHTML ?? "",
      internal: it.querySelector(".internal-mark") !== null,
      // What has grown from several has them all.
      from: all(it, ".on-from", textOf),
      to: textOf(it.querySelector(".on-to")),
    });
    const changes = article.querySelector(".changes");
    for (const link of changes?.querySelectorAll("[href]") ?? []) link.setAttribute("href", link.href);
    const chart = article.querySelector(".compare-chart");
    // An address in a list of attributes is written as it leads.
    for (const link of chart?.querySelectorAll("[href]") ?? []) link.setAttribute("href", link.href);
    return {
      title: document.title,
      heading: words(article.querySelector("h1")),
      move: words(article.querySelector(".move-kind")),
      note: words(article.querySelector(".compare-move .lede")),
      sum: words(article.querySelector(".compare-sum")),
      tools: all(article, ".compare-tools li:not(.swap-link)", (it) => [words(it), it.querySelector("a")?.href]),
      sides: all(article, ".side", (it) => ({ words: words(it), href: it.querySelector("a").href, hue: it.className })),
      facts: all(article, ".fact-pairs tr", (row) => [words(row), row.className]),
      changes: (changes?.outerHTML ?? "").replace(/>\s+</g, "><").replace(/\s+/g, " "),
      chart: (chart?.outerHTML ?? "").replace(/>\s+</g, "><").replace(/\s+/g, " ").replaceAll('"0.0em"', '"0em"'),
      classes: [...article.classList].sort(),
      everything: words(article.querySelector(".everything")),
      order: all(article, ":scope > *", (it) => it.className),
      categories: all(article, ".pair-category", words),
      competencies: all(article, ".pair-cell", (cell) => ({
        title: words(cell.querySelector("h3")),
        href: cell.querySelector("h3 a").href,
        same: cell.classList.contains("is-same"),
        step: words(cell.querySelector(".step-pair")),
        nothing: words(cell.querySelector(".pair-nothing")),
        sides: all(cell, ".pair-side", (it) => [it.className, words(it.querySelector(".pair-label"))]),
        criteria: [
          ...all(cell, ".pairs > .pair", (it) => row(it, words(it.querySelector(".kind-word")))),
          ...all(cell, ".pair-side", (side) =>
            all(side, ".pair", (it) => row(it, words(side.querySelector(".pair-label")))),
          ).flat(),
        ],
      })),
    };
  });

// The words that rows have on one side.
const textsOn = (side, rows) => rows.flatMap((it) => [it[side]].flat().map(({ text }) => text));

// Words of one kind by competency.
const ofKind = ({ competencies }, kind, side) =>
  Object.fromEntries(
    competencies.map(({ title, criteria }) => [
      title,
      textsOn(
        side,
        criteria.filter((it) => it.kind === kind),
      ),
    ]),
  );

const count = (byCompetency) => Object.values(byCompetency).flat().length;

describe("a comparison that is ready", () => {
  onPage("in one track adds to what stays expected", "compare/senior--staff/", {}, async (page) => {
    const found = await said(page);
    assert.deepEqual(ofKind(found, "new", "to"), NEW);
    assert.deepEqual(ofKind(found, "still expected", "to"), EXPECTED);
    assert.equal(count(ofKind(found, "no longer listed", "from")), 0);
    const raised = found.competencies.filter(({ step }) => step.endsWith(" raised")).length;
    const grown = count(STAFF) - count(NEW);
    const sum = `${count(NEW)} new, ${grown} grown, ${count(EXPECTED)} still expected; ${raised} steps raised.`;
    assert.equal(found.sum, sum);
    assert.match(found.competencies[0].step, /^Owns to Multiplies raised$/);
    assert.match(found.competencies[1].step, /^Owns same step$/);
    const first = found.competencies[0].criteria.find(({ to }) => to.text === STAFF["Technical judgement"][0].text);
    assert.equal(first.to.links[0].href, `${site.root}levels/ic/staff/#designs-team-boundaries`);
  });

  onPage(
    "between tracks says what is whose, and never what goes",
    "compare/senior--engineering-manager/",
    {},
    async (page) => {
      const found = await said(page);
      const all = (side) => new Set(found.competencies.flatMap((it) => textsOn(side, it.criteria)).filter(Boolean));
      const [left, right] = ["Senior Software Engineer", "Engineering Manager"];
      const [from, to] = [all("from"), all("to")];
      const [senior, manager] = [texts(SENIOR), MANAGER].map((it) => Object.values(it).flat());
      // What is the same stands on the right. What stays expected of a manager, a tech lead is expected as a senior
      // engineer is: it is of both.
      const missing = [...senior.filter((it) => !from.has(it) && !to.has(it)), ...manager.filter((it) => !to.has(it))];
      assert.deepEqual(missing, []);
      const kept = [...to].filter((it) => !manager.includes(it));
      assert.ok(kept.length > 0);
      assert.deepEqual(
        [...kept, ...from].filter((it) => !senior.includes(it)),
        [],
      );
      assert.ok(found.classes.includes("two-sided") && found.classes.includes("two-tracks"));
      const words = new Set(found.competencies.flatMap(({ criteria }) => criteria.map(({ kind }) => kind)));
      const known = [left, right, `only at ${left}`, `only at ${right}`, "both", "perhaps both"];
      assert.deepEqual(
        [...words].filter((word) => !known.includes(word)),
        [],
      );
      assert.doesNotMatch(found.sum, /gone|no longer|lowered/);
      for (const { step } of found.competencies) assert.match(step, / (higher at .+|same step)$/);
    },
  );

  onPage(
    "has nothing but two lists where two tracks share nothing",
    "compare/staff--engineering-manager/",
    {},
    async (page) => {
      const found = await said(page);
      const [left, right] = ["Staff Engineer", "Engineering Manager"];
      assert.match(
        found.sum,
        new RegExp(`^Other work: ${count(STAFF)} expectations of ${left}, ${count(MANAGER)} of ${right}; `),
      );
      for (const { sides, criteria } of found.competencies) {
        assert.deepEqual(
          sides.map(([, label]) => label),
          [left, right],
        );
        assert.ok(criteria.every(({ mark, kind }) => !mark && [left, right].includes(kind)));
      }
      // Each column flows by itself: its lines follow one another, whatever stands beside them.
      const gaps = await page.locator(".pair-side ul").evaluateAll((lists) =>
        lists.flatMap((list) => {
          const boxes = [...list.children].map((it) => it.getBoundingClientRect());
          return boxes.slice(1).map((box, i) => Math.round(box.top - boxes[i].bottom));
        }),
      );
      assert.deepEqual(new Set(gaps).size, 1, String(gaps));
    },
  );

  onPage(
    "stands in two columns on a desk, in one on a phone",
    "compare/staff--engineering-manager/",
    {},
    async (page) => {
      const left = async (words) => (await page.locator(".pair-cell").getByText(words).boundingBox()).x;
      const [{ text: old }] = STAFF.Delivery;
      const [fresh] = MANAGER.Delivery;
      assert.ok((await left(old)) + 200 < (await left(fresh)), "side by side");
      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await left(old), await left(fresh));
    },
  );

  onPage("leads to both levels and the other way round", "compare/senior--tech-lead/", {}, async (page) => {
    await page.getByRole("button", { name: "Swap" }).click();
    await page.waitForURL(`${site.root}compare/tech-lead--senior/`);
    await page.getByRole("main").getByRole("link", { name: "Tech Lead", exact: true }).first().click();
    await page.waitForURL(`${site.root}levels/management/tech-lead/`);
  });

  for (const javaScriptEnabled of [true, false]) {
    onPage(
      `shows what stays the same on demand, ${javaScriptEnabled ? "by keyboard" : "without JavaScript"}`,
      "compare/senior--staff/",
      { javaScriptEnabled },
      async (page) => {
        const old = page.locator(".pair-cell").getByText(EXPECTED.Delivery[0]);
        const fresh = page.locator(".pair-cell").getByText(NEW.Delivery[0]);
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
    await arrive(page, () => page.reload());
    assert.ok(await page.getByText(EXPECTED.Delivery[0]).isVisible());
    await box.uncheck();
    assert.equal(new URL(page.url()).search, "");
  });

  onPage("prints both columns and no controls", "compare/staff--engineering-manager/", {}, async (page) => {
    await page.setViewportSize({ width: 680, height: 960 });
    await page.emulateMedia({ media: "print" });
    const left = async (words) => (await page.locator(".pair-cell").getByText(words).boundingBox()).x;
    assert.ok((await left(STAFF.Strategy[0].text)) + 150 < (await left(MANAGER.Strategy[0])), "side by side");
    for (const control of await page.locator("nav, input, select, button").all()) {
      assert.ok(!(await control.isVisible()));
    }
  });

  onPage("is one link away from a level", "levels/ic/senior/", {}, async (page) => {
    const all = await page
      .getByRole("link", { name: /^Compare in full/ })
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

  // Shows another pair where one is shown, as two choices of a reader would.
  const showNext = async (page, pair) => {
    await page.evaluate(([from, to]) => {
      const select = (name) => document.querySelector(`select[name=${name}]`);
      [select("from").value, select("to").value] = [from, to];
      document.querySelector(".picker-result article").remove();
      select("to").dispatchEvent(new Event("change", { bubbles: true }));
    }, pair);
    await page.waitForSelector(".picker-result article");
  };
  // What goes into the clipboard, taken before it gets there.
  const copied = async (page) => {
    await page.waitForSelector(".driven");
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => document.body.setAttribute("data-text", text);
      document.querySelector("article.compare .copy-markdown").click();
    });
    const text = await (await page.waitForSelector("[data-text]")).getAttribute("data-text");
    await page.evaluate(() => document.body.removeAttribute("data-text"));
    return text;
  };

  // The pages come from Rust, what the picker shows from JavaScript: both must say the same, and copy what the
  // command prints. A pair that has a page is shown by the picker only where its page is not known.
  const assertEqual = async (root, handbook, atLeast = 6, atMost = 40) => {
    const kinds = new Set();
    const base = `${root}compare/`;
    await withPage(browser, {}, async (picker) => {
      await visit(picker, base);
      const links = await picker
        .locator("[data-pair]")
        .evaluateAll((all) => all.map((link) => [link.dataset.pair, link.href, link.dataset.back]));
      const pairs = links.flatMap(([pair, href, back]) => {
        const names = pair.split("--");
        return [{ names, href }, ...(back ? [{ names: names.toReversed(), href: new URL(back, base).href }] : [])];
      });
      assert.equal(new Set(pairs.map(({ href }) => href)).size, pairs.length, "each page once");
      assert.ok(pairs.length >= atLeast, `${pairs.length} pairs`);
      await picker.route(/\/compare\/(index\.html)?\?/, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replaceAll(/data-(pair|back)="[^"]*"/g, "");
        await route.fulfill({ response, body });
      });
      const [first] = pairs;
      await visit(picker, `${base}?from=${first.names[0]}&to=${first.names[1]}`);
      await picker.locator(".picker-result article").waitFor();
      await withPage(browser, {}, async (page) => {
        for (const [number, { names, href }] of pairs.slice(0, atMost).entries()) {
          if (number > 0) await showNext(picker, names);
          const computed = { ...(await said(picker)), markdown: await copied(picker) };
          await visit(page, href, { until: "load" });
          const ready = { ...(await said(page)), markdown: await copied(page) };
          if (ready.order.includes("compare-part compare-move") && !ready.note) {
            ready.order = ready.order.filter((it) => it !== "compare-part compare-move");
          }
          ready.order = ready.order.filter((it) => it !== "onward");
          assert.deepEqual(computed, ready, href);
          // The command reads the whole handbook each time.
          if (number % 8 === 0) {
            assert.equal(ready.markdown, printed("compare", ...names, handbook, "--format", "markdown"), href);
          }
          for (const { criteria } of computed.competencies) for (const { kind } of criteria) kinds.add(kind);
        }
      });
    });
    return kinds;
  };
  const assertKinds = (kinds, ...expected) => {
    for (const kind of expected) assert.ok(kinds.has(kind), `${kind} in ${[...kinds].join(", ")}`);
  };

  test("says what the pages that are ready say", async () => {
    const kinds = await assertEqual(site.root, REPOSITORY, 12);
    assertKinds(kinds, "new", "still expected", "grown", "Staff Engineer", "both", "only at Tech Lead");
  });

  // Ladders without cumulative criteria, whose wording drifts: one of our own, and a published one.
  test("says what the pages of a ladder say whose levels are written anew", async () => {
    const ladder = join(REPOSITORY, "tests/ladders/themes");
    const other = await serve(build(ladder));
    try {
      assertKinds(await assertEqual(other.root, ladder), "new", "no longer listed", "perhaps from", "reworded", "same");
    } finally {
      await other.close();
    }
  });

  test("says what the pages of a ladder say that has groups, lead-ins, markup and a gap", async () => {
    const ladder = join(REPOSITORY, "tests/ladders/blocks");
    const other = await serve(build(ladder));
    try {
      const kinds = await assertEqual(other.root, ladder, 3);
      assertKinds(kinds, "no longer listed", "perhaps from", "reworded", "same", "regrouped");
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
        "tracks:\n- {id: a, title: A}\n- {id: b, title: B}\n- {id: c, title: C, cumulative: true}\n- {id: d, title: D}\n- {id: e, title: E}\n",
      "content/levels/a/1-one.md": level("One", delivery, "## People\n\n### Meets\n\n- Listens"),
      "content/levels/b/1-two.md": level("Two", grown, people),
      "content/levels/b/2-three.md": level(
        "Three",
        "## Delivery\n\n- Decides what is worth a year {replaces=work}",
        people,
      ),
      "content/levels/d/1-seven.md": level("Seven", "## Delivery\n\n- Explains a decision to the team"),
      "content/levels/e/1-eight.md": level("Eight", "## Delivery\n\n- Explains decisions of customers early"),
      "content/levels/c/1-four.md": level("Four", "## Delivery\n\n- Cuts cakes {#cuts}\n- Bakes {#bakes}"),
      "content/levels/c/2-five.md": level("Five", "## People\n\n- Runs the kitchen {#runs replaces=cuts,bakes}"),
      "content/levels/c/3-six.md": level("Six", "## People\n\n- Opens a second one {replaces=runs}\n- Cuts cakes"),
    };
    const ladder = written(files);
    const other = await serve(build(ladder));
    try {
      const kinds = await assertEqual(other.root, ladder, 8);
      assertKinds(kinds, "grown", "both", "perhaps both", "new", "only at One");
      await withPage(browser, {}, async (page) => {
        await visit(page, `${other.root}compare/four--five/`);
        const { sum, competencies } = await said(page);
        assert.equal(sum, "1 grown.");
        const rows = competencies.flatMap(({ criteria }) => criteria);
        const from = rows.map((it) => it.from.map(({ text, links: [{ via }] }) => `${text} (${via})`));
        assert.deepEqual(from, [["Cuts cakes (from Delivery)", "Bakes (from Delivery)"]]);
      });
    } finally {
      await other.close();
    }
  });

  test("says what the pages of a ladder say of which a page loads two tracks", async () => {
    const front = (title, more) => `---\ntitle: ${title}\n${more}---\n\n`;
    const files = {
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml":
        "tracks:\n- {id: far, title: Far}\n- {id: a, title: A, cumulative: true}\n- {id: b, title: B}\n- {id: many, title: Many}\n",
      // Steps without names are counted over all levels.
      "content/competencies.yaml":
        "competencies:\n- {id: craft, title: Craft}\n- {id: care, title: Care}\n- {id: reach, title: Reach}\n",
      // What is replaced at a level that no page has loaded.
      "content/levels/far/1-far.md": `${front("Far", "expect: {craft: 6, care: 2}\n")}## Craft\n\n- Lays bricks {#lays replaces=carries}\n`,
      "content/levels/a/1-one.md": `${front("One", "grade: 2\nnext: [two, b/other]\nexpect: {craft: 1, care: 1, reach: 1}\n")}## Craft\n\n- Carries bricks {#carries}\n- Sweeps the yard\n`,
      "content/levels/a/2-two.md": `${front("Two", "grade: 3\nexpect: {craft: 2, care: 1, reach: 2}\n")}## Craft\n\n- Plans walls {#plans replaces=lays}\n`,
      "content/levels/b/1-other.md": `${front("Other", "grade: 2\nexpect: {craft: 3, care: 2, reach: 1}\n")}## Craft\n\n- Plans houses {#houses replaces=lays}\n- Sweeps the yard well\n`,
      "content/levels/b/2-guest.md": `${front("Guest", "grade: 3\nalso-in: a\n")}## Care\n\n- Asks twice\n`,
    };
    for (let n = 1; n <= 40; n++) {
      files[`content/levels/many/${n}-step-${n}.md`] = `${front(`Step ${n}`, "")}## Reach\n\n- Goes ${n} miles\n`;
    }
    const ladder = written(files);
    const other = await serve(build(ladder));
    try {
      const kinds = await assertEqual(other.root, ladder, 8, 12);
      assertKinds(kinds, "grown", "both", "still expected", "perhaps from");
    } finally {
      await other.close();
    }
  });

  test("says what the pages of levels say that have more criteria than are compared each with each", async () => {
    const lines = (word) =>
      Array.from({ length: 1050 }, (_, n) => `- Plans area${n} and reviews code${n} with team${n} ${word}`);
    const level = (title, craft, care) =>
      `---\ntitle: ${title}\n---\n\n## Craft\n\n${craft.join("\n")}\n\n## Care\n\n${care.join("\n")}\n`;
    const [one, two] = [lines("early"), lines("late")];
    // One that stands far from where it stood, and one in another competency.
    two.splice(400, 0, ...two.splice(20, 1));
    const ladder = written({
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml": "tracks:\n- {id: ic, title: IC}\n",
      "content/levels/ic/1-one.md": level("One", one, ["- Listens to people of town", "- Feeds hungry lions at noon"]),
      "content/levels/ic/2-two.md": level(
        "Two",
        [...two, "- Feeds hungry lions by noon"],
        ["- Listens to people of towns"],
      ),
    });
    const other = await serve(build(ladder));
    try {
      assertKinds(await assertEqual(other.root, ladder, 1), "new", "no longer listed", "reworded");
      await withPage(browser, {}, async (page) => {
        await visit(page, `${other.root}compare/one--two/`);
        const rows = (await said(page)).competencies.flatMap(({ criteria }) => criteria);
        const is = (kind) => rows.filter((it) => it.kind === kind).length;
        assert.deepEqual([is("new"), is("no longer listed")], [2, 2]);
      });
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
        assertKinds(await assertEqual(other.root, published, 6, 24), "new", "no longer listed", "perhaps from");
      } finally {
        await other.close();
      }
    });
  }

  onPage("keeps the choice in the address", "compare/", {}, async (page) => {
    await choose(page, "ic/mid", "management/vp");
    assert.deepEqual(await chosen(page), MID_TO_VP);
    await arrive(page, () => page.reload());
    await page.locator(".picker-result article").waitFor();
    assert.deepEqual(await chosen(page), MID_TO_VP);
    assert.deepEqual(await names(page), ["Mid-Level Software Engineer", "VP of Engineering"]);
  });

  onPage("swaps, and goes back", "compare/?from=ic/mid&to=management/vp", {}, async (page) => {
    await page.getByRole("button", { name: "Swap" }).click();
    assert.deepEqual(await chosen(page), ["management/vp", "ic/mid", "?from=management/vp&to=ic/mid"]);
    assert.deepEqual(await names(page), ["VP of Engineering", "Mid-Level Software Engineer"]);
    await arrive(page, () => page.goBack());
    await page.getByRole("heading", { name: "Mid-Level Software Engineer and VP of Engineering" }).waitFor();
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
      const { id } = STAFF["Technical judgement"].find(({ text }) => text === row.to.text);
      assert.deepEqual(row.to.links, [{ via: "from Staff Engineer", href: `${site.root}levels/ic/staff/#${id}` }]);
    },
  );

  onPage("leads from the page of a comparison to any other", "compare/senior--staff/", {}, async (page) => {
    assert.equal(await select(page, "From").inputValue(), "ic/senior");
    await select(page, "To").selectOption("management/engineering-manager");
    await page.waitForURL(`${site.root}compare/senior--engineering-manager/`);
    await select(page, "From").selectOption("ic/mid");
    await page.waitForURL(`${site.root}compare/?from=ic/mid&to=management/engineering-manager`);
    await page.locator(".picker-result article").waitFor();
    assert.equal(await page.title(), "Mid-Level Software Engineer and Engineering Manager");
    assert.ok(!(await page.locator(".grades").isVisible()), "the list gives way");
    assert.deepEqual(await page.locator(".crumbs li").allInnerTexts(), ["Home", "Compare"]);
    await select(page, "From").selectOption("ic/staff");
    await page.waitForURL(`${site.root}compare/staff--engineering-manager/`);
  });

  onPage("lays three levels side by side", "compare/staff--engineering-manager/", {}, async (page) => {
    await page.getByRole("link", { name: "Both seen from Senior Software Engineer" }).click();
    await page.waitForURL(`${site.root}compare/?from=ic/senior&to=ic/staff&with=management/engineering-manager`);
    const article = page.locator("article.three");
    await article.waitFor();
    const heads = ["Senior Software Engineer", "Staff Engineer", "Engineering Manager"];
    assert.deepEqual(await article.locator(".side-title").allInnerTexts(), heads);
    assert.match(await page.title(), /^Staff Engineer and Engineering Manager, seen from Senior Software Eng/);
    const columns = await article
      .locator(".pair-cell")
      .evaluateAll((cells) =>
        cells.map((cell) => [
          cell.querySelector("h3").textContent,
          [...cell.querySelectorAll(".pair-side")].map((side) =>
            [...side.querySelectorAll(".on-to")].map((it) => it.firstChild.textContent.trim()),
          ),
        ]),
      );
    const expected = Object.keys(SENIOR).map((title) => [
      title,
      [texts(SENIOR)[title], texts(STAFF)[title], MANAGER[title]],
    ]);
    assert.deepEqual(columns, expected);
    await select(page, "Beside them").selectOption("");
    await page.waitForURL(`${site.root}compare/senior--staff/`);
  });

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
        await page.goto(`${plain.root}compare/?from=ic/senior&to=ic/staff`);
        await page.waitForURL(`${plain.root}compare/senior--staff.html`);
        await select(page, "To").selectOption("management/vp");
        await page.locator(".picker-result article").waitFor();
        assert.deepEqual(await names(page), ["Senior Software Engineer", "VP of Engineering"]);
      });
    } finally {
      await plain.close();
    }
  });
});

describe("the list of comparisons", () => {
  const ladder = () => {
    const level = (title, grade, more = "") =>
      `---\ntitle: ${title}\ngrade: ${grade}\n${more}---\n\n## Craft\n\n- Works as ${title}\n`;
    return written({
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml":
        "tracks:\n- {id: old, title: Old, status: retired}\n- {id: a, title: A}\n- {id: b, title: B}\n- {id: c, title: C}\n- {id: d, title: D}\n",
      "content/levels/old/1-past.md": level("Past", 1),
      "content/levels/old/2-gone.md": level("Gone", 2),
      "content/levels/a/1-one.md": level("One", 1, "next: [two, {to: three, kind: lateral}]\n"),
      "content/levels/a/2-two.md": level("Two", 2),
      "content/levels/b/1-three.md": level("Three", 1, "next: [{to: one, kind: back}]\n"),
      "content/levels/c/1-four.md": level("Four", 1),
      "content/levels/d/1-five.md": level("Five", 2),
    });
  };
  const links = (page) =>
    page
      .locator("[data-pair]:visible")
      .evaluateAll((all) => all.map((it) => it.parentElement.textContent.trim().replace(/\s+/g, " ")));

  test("has each pair once, with its kind, and what is retired last", async () => {
    const other = await serve(build(ladder()));
    try {
      await withPage(browser, { javaScriptEnabled: false }, async (page) => {
        await visit(page, `${other.root}compare/`);
        const all = await links(page);
        assert.deepEqual(all, [
          "Same grade Two and Five",
          "Promotion Two",
          "Sideways Three",
          "Same grade One and Four",
          "Same grade Three and Four",
          "Promotion Gone retired",
        ]);
      });
      await withPage(browser, {}, async (page) => {
        await visit(page, `${other.root}compare/`);
        const groups = await page.locator("#lb-from optgroup").evaluateAll((all) => all.map(({ label }) => label));
        assert.deepEqual(groups, ["A", "B", "C", "D", "Old (retired)"]);
      });
    } finally {
      await other.close();
    }
  });

  test("shows two tracks of many, and remembers which", async () => {
    const other = await serve(build(ladder()));
    try {
      await withPage(browser, {}, async (page) => {
        const heads = () => page.locator(".grades thead th:visible").allInnerTexts();
        const first = page.getByRole("combobox", { name: "First track" });
        const second = page.getByRole("combobox", { name: "Second track" });
        await visit(page, `${other.root}compare/`);
        assert.deepEqual((await heads()).slice(1), ["A", "B"]);
        assert.deepEqual(await links(page), ["Promotion Two", "Sideways Three", "Promotion Gone retired"]);
        await second.selectOption("C");
        assert.deepEqual((await heads()).slice(1), ["A", "C"]);
        await first.selectOption("C");
        assert.notEqual(await second.inputValue(), "c", "no track stands beside itself");
        await second.selectOption("D");
        await arrive(page, () => page.reload());
        assert.deepEqual((await heads()).slice(1), ["C", "D"]);
        await first.selectOption("All tracks");
        await arrive(page, () => page.reload());
        assert.deepEqual((await heads()).slice(1), ["A", "B", "C", "D"]);
      });
    } finally {
      await other.close();
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
    await arrive(page, () => page.reload());
    assert.deepEqual(await shown(page), BOTH.slice(0, 1));
    assert.equal((await rows(page)).length, 4);

    await group(page, "Tracks").getByLabel("Management").check();
    await group(page, "Categories").getByLabel("Craft").check();
    assert.equal(new URL(page.url()).search, "");
    assert.equal((await rows(page)).length, 14);
  });

  const columns = (page) =>
    page
      .locator("thead th:visible")
      .evaluateAll((all) => all.map((it) => it.querySelector("a").lastChild.textContent.trim()));

  onPage("shows the levels that are chosen", "matrix/", {}, async (page) => {
    assert.equal((await columns(page)).length, 11);
    await page.locator("summary").getByText("Levels", { exact: true }).click();
    for (const level of ["Junior Software Engineer", "Mid-Level Software Engineer"]) {
      await group(page, "Individual contributor").getByLabel(level).uncheck();
    }
    assert.equal((await columns(page)).length, 9);
    // Each row has as many cells as the table has columns.
    const widths = await page
      .locator(".matrix tbody tr:not(.matrix-group)")
      .evaluateAll((rows) => rows.map((row) => [...row.children].filter((cell) => cell.checkVisibility()).length));
    assert.deepEqual([...new Set(widths)].sort(), [5, 6]);
    for (const box of await group(page, "Individual contributor").getByRole("checkbox").all()) await box.uncheck();
    assert.deepEqual(await shown(page), BOTH.slice(1), "a table without columns goes");
    for (const box of await group(page, "Management").getByRole("checkbox").all()) await box.uncheck();
    assert.ok(await page.getByText("Nothing is chosen.").isVisible());
  });

  onPage("is led to from a level, with those next to it", "levels/ic/senior/", {}, async (page) => {
    await page.getByRole("link", { name: "In the matrix" }).click();
    await page.waitForURL(/matrix\/\?level=/);
    await page.waitForFunction(() => document.documentElement.classList.contains("driven"));
    const three = ["Mid-Level Software Engineer", "Senior Software Engineer", "Staff Engineer"];
    assert.deepEqual(await columns(page), three);
    assert.deepEqual(await shown(page), BOTH.slice(0, 1));
    await group(page, "Individual contributor").getByLabel("Principal Engineer").check();
    assert.deepEqual(await columns(page), [...three, "Principal Engineer"]);
    assert.deepEqual(new URL(page.url()).searchParams.getAll("level"), [
      "ic/mid",
      "ic/senior",
      "ic/staff",
      "ic/principal",
    ]);
  });

  onPage("can show summaries only", "matrix/", {}, async (page) => {
    const height = () =>
      page
        .locator(".matrix-scroll .matrix")
        .first()
        .evaluate((table) => table.offsetHeight);
    const before = await height();
    assert.ok((await page.locator(".matrix td li:visible").count()) > 100);
    await page.getByLabel("Summaries only").check();
    assert.equal(await page.locator(".matrix td li:visible").count(), 0);
    assert.ok((await page.locator(".matrix td .matrix-step:visible").count()) > 60);
    assert.ok((await height()) < before / 3, `${await height()} of ${before} px`);
    assert.equal(new URL(page.url()).search, "?brief");
    await arrive(page, () => page.reload());
    assert.equal(await page.locator(".matrix td li:visible").count(), 0);
    await page.getByLabel("Summaries only").uncheck();
    assert.equal(new URL(page.url()).search, "");
  });

  const heads = (page) =>
    page
      .locator(".matrix-scroll thead tr:visible")
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll("th")].filter((it) => it.checkVisibility()).map((it) => it.innerText),
        ),
      );
  const tables = (page) =>
    page
      .locator(".matrix-section")
      .evaluateAll((all) => all.map((it) => it.outerHTML.replaceAll(' class=""', "").replace(/\s+(?=<)/g, "")));
  const doubles = (page) =>
    page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      return ids.filter((id, at) => ids.indexOf(id) !== at);
    });
  const arrange = (page, name) => group(page, "Arrange").getByLabel(name).check();

  onPage("can be one table by grade, and that of each track again", "matrix/", {}, async (page) => {
    await drawn(page);
    const before = await tables(page);
    const cells = (path) => page.locator(path).evaluateAll((all) => all.map((it) => it.textContent).sort());
    const said = await cells(".matrix td[class=''], .matrix td:not([class])");
    await group(page, "Arrange").getByLabel("By track").focus();
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(page), ["Expectations by grade, the lowest grade first"]);
    assert.deepEqual(await cells(".matrix-by-grade table:not([aria-hidden] *) td[class*=hue]"), said.filter(Boolean));
    assert.deepEqual(await doubles(page), []);
    const [grades, levels] = await heads(page);
    assert.deepEqual(grades, ["Grade 1", "Grade 2", "Grade 3", "Grade 4", "Grade 5", "Grade 6", "Grade 7"]);
    assert.equal(levels.length, 11);
    assert.deepEqual(levels.slice(2, 4), [
      "Individual contributor\nIC3\nSenior Software Engineer",
      "Management\nM1\nTech Lead",
    ]);
    const spans = await page
      .locator(".matrix-scroll [scope=colgroup]")
      .evaluateAll((all) => all.map((it) => it.colSpan));
    assert.deepEqual(spans, [1, 1, 2, 2, 2, 2, 1]);
    assert.equal((await rows(page)).length, 7);
    assert.deepEqual(await objections(page), []);

    assert.equal(new URL(page.url()).search, "?by=grade");
    await page.getByRole("link", { name: "Tech Lead" }).first().click();
    await page.waitForURL(/tech-lead/);
    await arrive(page, () => page.goBack());
    assert.deepEqual(await heads(page), [grades, levels]);
    await arrive(page, () => page.reload());
    assert.deepEqual(await heads(page), [grades, levels]);
    await arrange(page, "By track");
    assert.equal(new URL(page.url()).search, "");
    // What follows the sizes of the tables knows them when they are drawn.
    await drawn(page);
    assert.deepEqual(await tables(page), before);
    assert.deepEqual(await shown(page), BOTH);
  });

  onPage("leaves of the table by grade what is chosen", "matrix/?by=grade&brief", {}, async (page) => {
    assert.equal(await page.locator(".matrix td li:visible").count(), 0);
    await group(page, "Tracks").getByLabel("Individual contributor").uncheck();
    await page.locator("summary").getByText("Levels", { exact: true }).click();
    await group(page, "Management").getByLabel("Director of Engineering").uncheck();
    await group(page, "Categories").getByLabel("People").uncheck();
    const [grades, levels] = await heads(page);
    assert.deepEqual(grades, ["Grade 3", "Grade 4", "Grade 6", "Grade 7"]);
    assert.equal(levels.length, 4);
    assert.deepEqual(await rows(page), ["Technical judgement", "Delivery", "Ownership", "Strategy"]);
    // A link to a track that is hidden leads to its first column.
    await page.getByRole("link", { name: "Individual contributor", exact: true }).first().click();
    await page.waitForFunction(() => document.activeElement?.closest("th")?.innerText.includes("Junior"));
    assert.equal((await heads(page))[1].length, 10);
    await page.getByRole("link", { name: "Management", exact: true }).first().click();
    await page.waitForFunction(() => document.activeElement?.closest("th")?.innerText.includes("Tech Lead"));
    for (const box of await group(page, "Tracks").getByRole("checkbox").all()) await box.uncheck();
    assert.deepEqual(await shown(page), []);
    assert.ok(await page.getByText("Nothing is chosen.").isVisible());
    await arrange(page, "By track");
    assert.deepEqual(await shown(page), []);
  });

  const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  for (const [size, options] of Object.entries({ desk: {}, phone: PHONE })) {
    onPage(`keeps heads by grade and names of rows in sight (${size})`, "matrix/?by=grade", options, async (page) => {
      await page.evaluate(() => {
        const table = document.querySelector(".matrix-by-grade .matrix-scroll table");
        scrollTo({ top: scrollY + table.getBoundingClientRect().top + 900, behavior: "instant" });
        table.closest(".matrix-scroll").scrollTo({ left: 700, behavior: "instant" });
      });
      await drawn(page);
      const { off, wide, fromLeft, grade } = await page.evaluate(() => {
        const box = document.querySelector(".matrix-by-grade .matrix-scroll");
        const lefts = (root) =>
          [...root.querySelectorAll("thead tr:last-child > th")].map((it) => it.getBoundingClientRect().left);
        const copies = lefts(document.querySelector(".matrix-heads"));
        const edge = Math.max(box.getBoundingClientRect().left, 0);
        const row = document.elementFromPoint(edge + 30, innerHeight / 2).closest("th[scope=row]");
        return {
          off: Math.max(...lefts(box).map((left, at) => Math.abs(left - copies[at]))),
          wide: document.documentElement.scrollWidth - innerWidth,
          fromLeft: row.getBoundingClientRect().left - edge,
          grade: document.elementFromPoint(edge + 250, 12).closest("[scope=colgroup]")?.innerText,
        };
      });
      assert.ok(off <= 1, `the heads are ${off} px beside their columns`);
      assert.ok(wide <= 0, `the page is ${wide} px too wide`);
      assert.ok(Math.abs(fromLeft) <= 2, `competencies stand ${fromLeft} px from the edge`);
      assert.match(grade ?? "", /^Grade \d$/);
    });
  }

  onPage("prints the table by grade on as many sheets as it needs", "matrix/?by=grade&brief", {}, async (page) => {
    const before = await heads(page);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const sheets = await heads(page);
    assert.deepEqual(await doubles(page), []);
    assert.equal(sheets.length, 4);
    assert.deepEqual([...sheets[0], ...sheets[2]], before[0]);
    assert.deepEqual([...sheets[1], ...sheets[3]], before[1]);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    assert.deepEqual(await heads(page), before);
  });

  test("has levels without a grade last, and rows that one track has alone", async () => {
    const level = (title, grade, more) => `---\ntitle: ${title}\n${grade}---\n\n## Craft\n\n- Works\n${more}`;
    const files = {
      "book.toml": '[book]\ntitle = "T"\n',
      "content/tracks.yaml": "tracks:\n- {id: a, title: A}\n- {id: b, title: B}\n",
      "content/competencies.yaml":
        "competencies:\n- {id: craft, title: Craft}\n- {id: care, title: Care, tracks: [b]}\n- {id: pace, title: Pace}\n",
      "content/levels/a/1-one.md": level("One", "grade: [2, 3]\n", "\n## Pace\n\n- Runs\n"),
      "content/levels/a/2-two.md": level("Two", "", ""),
      "content/levels/b/1-three.md": level("Three", "grade: 2\n", "\n## Care\n\n- Cares\n"),
    };
    const several = await serve(build(written(files)));
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${several.root}matrix/?by=grade`);
        assert.deepEqual(await heads(page), [
          ["Grade 2", "Grade 2–3", "No grade"],
          ["B\nThree", "A\nOne", "A\nTwo"],
        ]);
        assert.deepEqual(await rows(page), ["Craft", "Care", "Pace"]);
        const care = page.locator("tr[data-competency=care]:visible td");
        assert.deepEqual(
          (await care.allTextContents()).map((it) => it.trim().split(/\s+/).slice(0, 3).join(" ")),
          ["1 criterion Cares", "Does not apply", "Does not apply"],
        );
        await group(page, "Tracks").getByLabel("B").uncheck();
        assert.deepEqual(await rows(page), ["Craft", "Pace"]);
      });
    } finally {
      await several.close();
    }
    delete files["content/levels/b/1-three.md"];
    const single = await serve(build(written(files)));
    try {
      await withPage(browser, {}, async (page) => {
        await visit(page, `${single.root}matrix/?by=grade`);
        assert.equal(await page.getByRole("radio", { name: "By grade" }).count(), 0);
        assert.deepEqual(await shown(page), ["Expectations in A"]);
      });
    } finally {
      await single.close();
    }
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
