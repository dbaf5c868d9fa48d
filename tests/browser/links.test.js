// Every link and every asset of every page leads somewhere, wherever the site lies.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { launch } from "./browser.js";
import { address, build, files, htmlFiles, serve, variant } from "./site.js";

const SUB_PATH = "/any/sub/path/";

// Addresses in a page, as the browser resolves them, and the anchors that it offers.
const read = async (page, url) => {
  await page.goto(url, { waitUntil: "domcontentloaded" });
  const links = await page.$$eval("[href], [src], [srcset], [poster], [data], [action]", (elements) =>
    elements.flatMap((element) =>
      ["href", "src", "srcset", "poster", "data", "action"]
        .filter((name) => element.hasAttribute(name))
        .flatMap((name) => {
          const value = element.getAttribute(name);
          return name === "srcset" ? value.split(",").map((part) => part.trim().split(/\s+/)[0]) : [value];
        })
        .map((written) => ({
          written,
          resolved: URL.parse(written, document.baseURI)?.href,
          isPage: element.localName === "a" || element.localName === "area",
        })),
    ),
  );
  const anchors = await page.$$eval("[id], a[name]", (elements) => elements.map(({ id, name }) => id || name));
  return { links, anchors: new Set(anchors) };
};

// Follows links from `start` until nothing new turns up. Returns the pages it saw and what leads
// nowhere. Other hosts are left alone; a link to our own host outside of `root` climbed out of the site.
const crawl = async (page, { root, start, exists }) => {
  const { protocol, origin } = new URL(root);
  const pages = new Map();
  const broken = [];
  const links = [];
  const known = new Map();
  const isThere = async (url) => {
    if (!known.has(url)) known.set(url, await exists(url));
    return known.get(url);
  };

  const waiting = [start];
  while (waiting.length > 0) {
    const url = waiting.pop();
    if (pages.has(url)) continue;
    const found = await read(page, url);
    pages.set(url, found.anchors);
    for (const { written, resolved, isPage } of found.links) {
      const where = `${url} → ${written}`;
      if (!resolved) {
        broken.push(`${where}: no address`);
        continue;
      }
      const target = new URL(resolved);
      const anchor = decodeURIComponent(target.hash.slice(1));
      target.hash = "";
      // What stands behind a question mark is for the page's script.
      target.search = "";
      // Files, data and mail have no origin, so the protocol counts as well.
      if (target.protocol !== protocol || target.origin !== origin) continue;
      if (!target.href.startsWith(root)) broken.push(`${where}: leaves the site`);
      else if (!(await isThere(target.href))) broken.push(`${where}: nothing there`);
      else {
        links.push({ where, target: target.href, anchor });
        if (isPage && /(\/|\.html)$/.test(target.pathname)) waiting.push(target.href);
      }
    }
  }
  for (const { where, target, anchor } of links) {
    if (anchor && !pages.get(target)?.has(anchor)) broken.push(`${where}: no such anchor`);
  }
  return { pages: [...pages.keys()], broken, links: links.length };
};

const overHttp = async (url) => (await fetch(url, { redirect: "error" })).status === 200;
const onDisk = async (url) => statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isFile() ?? false;

// All pages but the one that nothing links to on purpose.
const linked = (folder) => htmlFiles(folder).filter((path) => path !== "404.html");

const assertWhole = ({ pages, broken, links }, expected) => {
  assert.deepEqual(broken, []);
  assert.deepEqual(pages.sort(), expected.sort(), "pages that were reached, and pages that exist");
  assert.ok(links > 10 * expected.length, `only ${links} links were followed`);
};

describe("links", () => {
  let browser, page, folder;
  before(async () => {
    folder = build();
    browser = await launch();
    // Parsing is all that is wanted here; pages.test.js runs the scripts.
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  });
  after(() => browser?.close());

  // What leads somewhere below a path does so at the root as well, where nothing can climb out.
  test("all lead somewhere below a path", async (t) => {
    const site = await serve(folder, SUB_PATH);
    t.after(site.close);
    const result = await crawl(page, { root: site.root, start: site.root, exists: overHttp });
    assertWhole(
      result,
      linked(folder).map((path) => site.root + address(path)),
    );
    t.diagnostic(`${result.links} links on ${result.pages.length} pages`);
  });

  for (const base of ["/", SUB_PATH]) {
    test(`at ${base} a host sends the folder as it is`, async (t) => {
      const site = await serve(folder, base);
      t.after(site.close);
      for (const path of files(folder)) {
        const response = await fetch(site.root + path);
        assert.equal(response.status, 200, path);
        assert.deepEqual(Buffer.from(await response.arrayBuffer()), readFileSync(join(folder, path)), path);
      }
    });
  }

  test("all lead somewhere from a folder without a host", async (t) => {
    const plain = build(variant(/^pretty-urls = true/m, "pretty-urls = false"));
    const root = pathToFileURL(`${plain}/`).href;
    const result = await crawl(page, { root, start: `${root}index.html`, exists: onDisk });
    assertWhole(
      result,
      linked(plain).map((path) => root + path),
    );
    t.diagnostic(`${result.links} links on ${result.pages.length} pages`);
  });

  test("a missing page shows a way back at any depth", async (t) => {
    const based = build(variant(/^# base-url = ".*"/m, `base-url = "https://example.com${SUB_PATH}"`));
    const site = await serve(based, SUB_PATH);
    t.after(site.close);
    const { links } = await read(page, `${site.root}no/such/page/`);
    const own = links
      .map(({ resolved }) => resolved.split("#")[0])
      .filter((url) => url.startsWith(new URL(site.root).origin));
    assert.ok(own.includes(site.root), "no link leads home");
    // A link to a place on the page itself leads to the address that is missing.
    for (const url of own) if (!url.endsWith("/no/such/page/")) assert.ok(await overHttp(url), url);
  });

  test("an old address leads to the new one", async (t) => {
    const moved = build(variant(/^# ("\/old\/address\/")/m, "$1"));
    const site = await serve(moved, SUB_PATH);
    t.after(site.close);
    await page.goto(`${site.root}old/address/`);
    await page.waitForURL(`${site.root}levels/ic/senior/`, { timeout: 10_000 });
  });

  test("the server of these tests is strict", async (t) => {
    const site = await serve(folder, SUB_PATH);
    t.after(site.close);
    const status = async (path) => (await fetch(new URL(path, site.root), { redirect: "manual" })).status;
    assert.equal(await status("matrix/"), 200);
    // A file that exists, in a folder beside the one that is served.
    const beside = `${basename(build())}%2f404.html`;
    for (const path of ["matrix", "no/such/page/", "/", "%", `..%2f${beside}`, `matrix/..%2f..%2f${beside}`]) {
      assert.equal(await status(path), 404, path);
    }
    const missing = await fetch(`${site.root}no/such/page/`);
    assert.deepEqual(Buffer.from(await missing.arrayBuffer()), readFileSync(join(folder, "404.html")));
  });
});
