// Three levels side by side: one, and two to which it may lead. The first column has what the first level expects,
// each other one what its level expects, and what is new there.

import { addresses, anchorOf, byId, huesBeside, markup } from "../handbook.js";
import { element, link, need, part, tint } from "../parts.js";
import { isShared, rowsOf } from "./rows.js";
import { byCategory, side, stepText } from "./view.js";
import { wordingOf } from "./wording.js";

/** @import { Competency, Handbook, Level } from "handbook-json" */
/** @import { CompetencyPair } from "./diff.js" */
/** @import { Criterion } from "./pairing.js" */
/** @import { Comparison } from "./wording.js" */
/** @typedef {{ competency: Competency, first: CompetencyPair | undefined, second: CompetencyPair | undefined }} Row */
/** @typedef {{ level: Level, root: string, hue: number, address: ReturnType<typeof addresses> }} Column */

/**
 * @param {Handbook} handbook
 * @param {[Comparison, Comparison]} comparisons Both from the same level.
 * @param {{ root: string, title: string }} options
 */
export const three = (handbook, comparisons, { root, title }) => {
  const [one, other] = comparisons;
  const levels = [one.from, one.to, other.to];
  const address = addresses(root);
  const hues = huesBeside(handbook, levels);
  const article = part("three", { name: title });
  need(article, ".compare-head").append(
    ...levels.map((level, i) => {
      const made = side(handbook, level, hues[i], address);
      const sum = i ? wordingOf(comparisons[i - 1], document).sum() : "";
      if (sum) made.append(element("p", { class: "compare-sum" }, sum));
      return made;
    }),
  );
  const columns = levels.map((level, i) => ({ level, root, address, hue: hues[i] }));
  need(article, ".pair-heads").replaceChildren(
    ...columns.map(({ level, hue }) => element("span", { class: `hue-${hue}` }, level.label)),
  );
  const rows = handbook.competencies.map((competency) => {
    const [first, second] = comparisons.map(({ competencies }) =>
      competencies.find((it) => it.competency === competency),
    );
    return { competency, first, second };
  });
  const stated = rows.filter(({ competency }) => levels.some((level) => cellOf(level, competency)));
  const words = comparisons.map((it) => wordingOf(it, document).shown);
  article.append(...byCategory(handbook, stated, (row) => rowPart(row, columns, words)));
  return article;
};

/**
 * @param {Level} level
 * @param {Competency} competency
 */
const cellOf = (level, competency) => {
  const cell = byId(
    level.cells.map((cell) => ({ id: cell.competency, cell })),
    competency.id,
  )?.cell;
  return cell && (cell.criteria.length || cell.expect || cell.state === "missing") ? cell : null;
};

/**
 * @param {Row} row
 * @param {Column[]} columns
 * @param {ReturnType<typeof wordingOf>["shown"][]} words
 */
const rowPart = ({ competency, first, second }, columns, words) => {
  const made = part("competency", { title: competency.title });
  link(made, "h3 a", columns[0].address(competency));
  const sides = columns.map((column, i) => {
    const pair = [first, first, second][i];
    const told = pair && i ? rowsOf(pair) : [];
    const cell = cellOf(column.level, competency);
    const made = part("side-to", { label: column.level.label });
    tint(made, column.hue);
    const step = stepText(cell?.expect ?? null);
    if (step) need(made, ".pair-label").after(element("p", { class: "three-step" }, step));
    const own = cell?.criteria ?? [];
    const rows = own.map((it) => {
      const row = told.find(({ to }) => to?.id === it.id);
      const word = row && isShared(row) ? words[i - 1](row) : "";
      return criterionPart({ ...it, level: column.level }, word, column);
    });
    need(made, "ul").replaceChildren(...rows);
    if (!rows.length) need(made, "ul").remove();
    if (cell?.state === "missing") made.append(part("not-written-at", { title: column.level.label }));
    return made;
  });
  need(made, ".pair-body").append(element("div", { class: "pair-sides" }, ...sides));
  return made;
};

/**
 * @param {Pick<Criterion, "id" | "text" | "html" | "anchor" | "level">} criterion
 * @param {string} word What is said of it, if the first level has it as well.
 * @param {Column} column
 */
const criterionPart = (criterion, word, { root, address }) => {
  const row = part("alone-only-to");
  const text = need(row, ".on-to");
  text.firstChild?.replaceWith(...markup(criterion, root), "\u00a0");
  link(text, ".permalink", address(criterion.level, anchorOf(criterion)));
  if (word) text.append(element("span", { class: "kind-word" }, word));
  return row;
};
