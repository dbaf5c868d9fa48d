// What is shown of a sheet, and the way to a competency.

import { query } from "../address.js";
import { drop, element, link, need, part, word } from "../parts.js";
import { CHOICES, differencesOf } from "./shown.js";

/** @import { SheetCompetency } from "./sheet.js" */
/** @import { Choice } from "./shown.js" */
/** @import { Page } from "./view.js" */

/**
 * What the address asks for, as far as there is a next level and another sheet.
 *
 * @param {{ to: unknown, other: unknown }} there
 * @returns {Choice}
 */
export const choiceOf = ({ to, other }) => {
  const wanted = CHOICES.find((it) => it === query().get("show")) ?? "all";
  const isMissing = (wanted === "next" && !to) || (wanted === "differ" && !other);
  return isMissing ? "all" : wanted;
};

/** @param {Choice} choice */
export const choiceText = (choice) => word(`review-text-show-${choice}`);

/** @param {Page} page */
export const choiceBar = (page) => {
  const { to, other, choice, showsExamples, choose } = page;
  const made = part("review-choice");
  if (!to) drop(made, ".choice-next");
  if (!other) drop(made, ".choice-differ");
  /** @type {NodeListOf<HTMLInputElement>} */
  const radios = made.querySelectorAll("[name=show]");
  for (const radio of radios) {
    radio.checked = radio.value === choice;
    radio.addEventListener("change", () =>
      choose((query) => (radio.value === "all" ? query.delete("show") : query.set("show", radio.value))),
    );
  }
  const examples = need(made, "[name=examples]", HTMLInputElement);
  examples.checked = showsExamples;
  examples.addEventListener("change", () =>
    choose((query) => (examples.checked ? query.set("examples", "") : query.delete("examples"))),
  );
  made.append(...differences(page), element("p", { class: "on-paper" }, choice === "all" ? "" : choiceText(choice)));
  return made;
};

/** @param {Page} page */
const differences = ({ all, mine, other }) => {
  if (!other) return [];
  const { differ, alone } = differencesOf(all, mine, other);
  return [part("review-differences", { differ, alone })];
};

/**
 * Links to the competencies that are shown. They stay in sight.
 *
 * @param {SheetCompetency[]} competencies
 */
export const jump = (competencies) => {
  if (competencies.length < 2) return [];
  const made = part("review-jump");
  const fold = need(made, "details", HTMLDetailsElement);
  for (const { competency } of competencies) {
    const line = part("review-jump-to", { title: competency.title });
    link(line, "a", `#${placeOf(competency)}`);
    need(line, "a").addEventListener("click", (event) => {
      event.preventDefault();
      fold.open = false;
      const heading = document.getElementById(placeOf(competency));
      heading?.scrollIntoView({ block: "start" });
      heading?.focus({ preventScroll: true });
    });
    need(made, "ul").append(line);
  }
  return [made];
};

/**
 * Where a competency stands on the sheet.
 *
 * @param {{ id: string }} competency
 */
export const placeOf = ({ id }) => `sheet-${id}`;
