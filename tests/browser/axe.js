// axe, as these tests run it.

import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";
import core from "axe-core";

// Rules whose answer colours change.
export const OF_COLOUR = ["color-contrast", "link-in-text-block"];
// Rules whose answer a style sheet changes: a skin of the same pages is asked these alone.
export const OF_STYLE = [...OF_COLOUR, "target-size", "scrollable-region-focusable", "css-orientation-lock"];

// What a browser has not laid out yet, since nobody sees it, has places in no relation to what is around it.
const layOut = () => {
  for (const it of document.querySelectorAll("*")) {
    if (getComputedStyle(it).contentVisibility === "auto") it.style.contentVisibility = "visible";
  }
};

// Marks text of a part that looks like other text of it and stands in what looks the same: the same tags, classes, colours
// and sizes. The first two that are shown, since rows may alternate, and the last one are left.
const markRepeated = ({ mark, within }) => {
  const LOOKS = [
    "color",
    "backgroundColor",
    "backgroundImage",
    "opacity",
    "fontSize",
    "fontWeight",
    "textDecorationLine",
  ];
  const paths = new Map([[document.documentElement, ""]]);
  const lookOf = (it) => {
    const style = getComputedStyle(it);
    return [it.tagName, it.getAttribute("class"), ...LOOKS.map((name) => style[name])].join(" ");
  };
  const pathOf = (it) => {
    if (!paths.has(it)) paths.set(it, `${pathOf(it.parentElement)}>${lookOf(it)}`);
    return paths.get(it);
  };
  const hasText = (it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
  const isShown = (it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const it of document.querySelectorAll(`[${mark}]`)) it.removeAttribute(mark);
  const part = [...document.querySelectorAll(`:is(${within}), :is(${within}) *`)];
  const alike = Map.groupBy(part.filter(hasText).filter(isShown), pathOf);
  for (const all of alike.values()) for (const it of all.slice(2, -1)) it.setAttribute(mark, "");
};
const REPEATED = "data-repeated";

// Whatever axe objects to in a page, or `within` a part of it, and of what it approves the rules alone; `narrowed` may ask
// for less. The size of targets is asked of WCAG 2.2 alone, which axe leaves out unless told. Its other mode is for frames
// of other origins, of which no page here has any, and opens an empty page each time to collect what they say.
export const axe = async (page, { narrowed = (all) => all, within } = {}) => {
  await page.evaluate(layOut);
  // Colours take most of the time that axe does: it asks for each text what lies below it.
  await page.evaluate(markRepeated, { mark: REPEATED, within: within ?? "body" });
  // Half a megabyte, which a page is to read once.
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(core.source);
    const once = `:not([${REPEATED}])`;
    const rules = [
      { id: "color-contrast", selector: once },
      { id: "link-in-text-block", selector: `:is(a[href], [role=link])${once}` },
    ];
    await page.evaluate((rules) => axe.configure({ rules }), rules);
  }
  const all = new AxeBuilder({ page, axeSource: "void axe" })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  // Some rules are asked of whole pages alone.
  return narrowed(within ? all.include(within) : all).analyze();
};

// What axe objects to, a line for each rule; at least so many rules must have found something that keeps to them.
export const objections = async (page, { least = 1, ...how } = {}) => {
  const { violations, passes } = await axe(page, how);
  assert.ok(passes.length >= least, `axe looked at ${passes.length} rules only`);
  const where = (nodes) => nodes.slice(0, 5).map(({ target }) => target.join(" "));
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}; ${nodes.length} times, such as ${where(nodes).join(" | ")}`,
  );
};

// The same in both schemes, of the whole page or a part of it. In the dark one the rules that do not look at colours
// would say the same once more.
export const objectionsInSchemes = async (page, within) => {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await objections(page, { within });
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await objections(page, { within, narrowed: (all) => all.withRules(OF_COLOUR) });
  return [...light, ...dark.map((it) => `dark, ${it}`)];
};
