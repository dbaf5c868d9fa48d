// The expected steps of two levels as a chart, as src/view/radar.rs draws it.

import { huesBeside } from "../handbook.js";
import { element, fill, need, part, tint, word } from "../parts.js";

/** @import { Competency, Expectation, Handbook, Level } from "handbook-json" */
/**
 * What the levels are called, where a competency leads to, and the words for an expected step.
 *
 * @typedef {object} Words
 * @property {string[]} names
 * @property {(it: Competency) => string} address
 * @property {(it: Expectation | null) => string} step
 */
/** @typedef {{ competency: Competency, steps: number, x: number, y: number, labelX: number, labelY: number }} Axis */

const RADIUS = 50;
const LABEL = 1.12;
const MOST = 12;
const LEAST = 3;

/**
 * @param {Level} level
 * @param {Competency} competency
 */
const expected = (level, { id }) => level.cells.find((cell) => cell.competency === id)?.expect ?? null;

/**
 * @param {Level} level
 * @param {Competency} competency
 */
const numberOf = (level, competency) => expected(level, competency)?.first.number ?? 0;

/**
 * A point on an axis, clockwise from the top, at a share of the radius.
 *
 * @param {number} axis
 * @param {number} axes
 * @param {number} share
 */
const point = (axis, axes, share) => {
  const angle = (2 * Math.PI * axis) / axes;
  return { x: RADIUS * share * Math.sin(angle), y: -RADIUS * share * Math.cos(angle) };
};

/**
 * A coordinate with at most one decimal, and no negative zero.
 *
 * @param {number} value
 */
const short = (value) => String((Math.sign(value) * Math.round(Math.abs(value) * 10)) / 10 || 0);

/**
 * @param {number} axes
 * @param {(axis: number) => number} share
 */
const polygon = (axes, share) =>
  Array.from({ length: axes }, (_, axis) => {
    const { x, y } = point(axis, axes, share(axis));
    return `${short(x)},${short(y)}`;
  }).join(" ");

/**
 * How many steps an axis has. Without names there are as many as the highest that any level expects, which a handbook
 * says of which not all has been read.
 *
 * @param {Handbook} handbook
 * @param {Competency & { highest?: number }} competency
 */
const stepsOf = ({ levels }, competency) =>
  competency.steps.length ||
  (competency.highest ?? Math.max(1, ...levels.map((level) => expected(level, competency)?.first.number ?? 0)));

/**
 * The chart; `null` where there are too few axes for a polygon, or too many for a legible one.
 *
 * @param {Handbook} handbook
 * @param {[Level, Level]} levels
 * @param {Words} words
 */
export const chart = (handbook, levels, { names, address, step }) => {
  const shown = handbook.competencies.filter((it) => levels.some((level) => numberOf(level, it) > 0));
  if (shown.length < LEAST || shown.length > MOST) return null;
  /** @type {Axis[]} */
  const axes = shown.map((competency, i) => {
    const [end, label] = [point(i, shown.length, 1), point(i, shown.length, LABEL)];
    return { competency, steps: stepsOf(handbook, competency), ...end, labelX: label.x, labelY: label.y };
  });
  const made = part("chart");
  const svg = /** @type {SVGSVGElement} */ (made.querySelector("figure > svg"));
  const all = names.join(`${word("comma")} `);
  svg.setAttribute("aria-label", fill(word("radar-of"), { names: all }));
  drawRings(svg, axes);
  const hues = huesBeside(handbook, levels);
  const groups = [...svg.querySelectorAll(".radar-series")];
  const keys = [...made.querySelectorAll(".radar-key > span")];
  const heads = [...made.querySelectorAll(".radar-table thead th")];
  levels.forEach((level, i) => {
    drawSeries(groups[i], axes, level);
    for (const it of [groups[i], keys[i]]) tint(it, hues[i]);
    keys[i].lastChild?.replaceWith(` ${names[i]}`);
    heads[i].textContent = names[i];
  });
  drawLabels(svg, axes);
  const body = need(made, ".radar-table tbody");
  body.replaceChildren(
    ...axes.map(({ competency }) => {
      const values = levels.map((level) => step(expected(level, competency)) || word("step-none"));
      const head = element("a", { href: address(competency) }, competency.title);
      return element(
        "tr",
        { class: values[0] === values[1] && "is-same" },
        element("th", { scope: "row" }, head),
        ...values.map((value) => element("td", {}, value)),
      );
    }),
  );
  return made;
};

/**
 * @param {SVGSVGElement} svg
 * @param {Axis[]} axes
 */
const drawRings = (svg, axes) => {
  const group = svg.querySelector(".radar-rings");
  const [ring, line] = [group?.querySelector("polygon"), group?.querySelector("path")];
  if (!group || !ring || !line) return;
  const count = Math.max(...axes.map(({ steps }) => steps));
  const rings = Array.from({ length: count }, (_, i) => {
    const made = /** @type {Element} */ (ring.cloneNode());
    made.setAttribute(
      "points",
      polygon(axes.length, () => (i + 1) / count),
    );
    return made;
  });
  const lines = axes.map(({ x, y }) => {
    const made = /** @type {Element} */ (line.cloneNode());
    made.setAttribute("d", `M0 0L${short(x)} ${short(y)}`);
    return made;
  });
  group.replaceChildren(...rings, ...lines);
};

/**
 * @param {Element} group
 * @param {Axis[]} axes
 * @param {Level} level
 */
const drawSeries = (group, axes, level) => {
  const [shape, dot] = [group.querySelector("polygon"), group.querySelector("circle")];
  if (!shape || !dot) return;
  const share = (/** @type {number} */ i) => numberOf(level, axes[i].competency) / axes[i].steps;
  shape.setAttribute("points", polygon(axes.length, share));
  const dots = axes.map((_, i) => {
    const made = /** @type {Element} */ (dot.cloneNode());
    const { x, y } = point(i, axes.length, share(i));
    made.setAttribute("cx", short(x));
    made.setAttribute("cy", short(y));
    return made;
  });
  group.replaceChildren(shape, ...dots);
};

/**
 * A long label breaks between words.
 *
 * @param {string} title
 */
const linesOf = (title) => {
  /** @type {string[]} */
  const lines = [];
  for (const word of title.split(" ")) {
    const last = lines.at(-1);
    if (last && `${last} ${word}`.length <= 12) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/**
 * @param {SVGSVGElement} svg
 * @param {Axis[]} axes
 */
const drawLabels = (svg, axes) => {
  const [text] = svg.querySelectorAll("text");
  const span = text?.querySelector("tspan");
  if (!text || !span) return;
  const labels = axes.map(({ competency, x, labelX, labelY }) => {
    const made = /** @type {SVGTextElement} */ (text.cloneNode());
    const isMiddle = Math.abs(x) < 1;
    const y = short(labelY);
    made.setAttribute("y", y);
    made.setAttribute("text-anchor", isMiddle ? "middle" : x > 0 ? "start" : "end");
    const lines = linesOf(competency.title);
    const rise = isMiddle ? (y.startsWith("-") ? 1.1 : 0) : 0.55;
    const spans = lines.slice(0, 3).map((line, i) => {
      const made = /** @type {SVGTSpanElement} */ (span.cloneNode());
      made.setAttribute("x", short(labelX));
      made.setAttribute("dy", `${i ? 1.1 : (1 - lines.length) * rise}em`);
      made.textContent = line.length > 14 ? `${line.slice(0, 14)}…` : line;
      return made;
    });
    made.replaceChildren(...spans);
    return made;
  });
  text.replaceWith(...labels);
};
