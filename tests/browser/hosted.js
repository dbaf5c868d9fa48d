// What most of these tests begin with: a browser, a site, and the sizes of a phone and of a desk.

import { after, before } from "node:test";

import { launch } from "./browser.js";

export const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

// Hands a browser and the site that `serve` gives to `use` before the first test of a file or a group, and closes
// both after the last.
export const hosted = (serve, use) => {
  let browser, site;
  before(async () => {
    site = await serve();
    browser = await launch();
    use(browser, site);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
};
