// axe, as these tests run it.

import { AxeBuilder } from "@axe-core/playwright";

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

// Whatever axe objects to, and of what it approves the rules alone; `narrowed` may ask for less. The size of targets is
// asked of WCAG 2.2 alone, which axe leaves out unless told. Its other mode is for frames of other origins, of which no
// page here has any, and opens an empty page each time to collect what they say.
export const axe = async (page, narrowed = (all) => all) => {
  await page.evaluate(layOut);
  const all = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  return narrowed(all).analyze();
};

// What axe objects to in both schemes, in the whole page or a part of it. In the dark one the rules that do not look at
// colours would say the same once more.
export const objections = async (page, within) => {
  const findings = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await axe(page, (all) => {
      const there = within ? all.include(within) : all;
      return colorScheme === "dark" ? there.withRules(OF_COLOUR) : there;
    });
    const where = (nodes) => nodes.slice(0, 3).map(({ target }) => target.join(" "));
    findings.push(...violations.map(({ id, nodes }) => `${colorScheme}, ${id}: ${where(nodes).join(" | ")}`));
  }
  return findings;
};
