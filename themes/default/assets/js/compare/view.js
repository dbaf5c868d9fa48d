// The markup of a comparison: that of a comparison's own page, whose parts lie in the page as templates.

import { query } from "../address.js";
import { addresses, byId, huesOf, listHead, listKey, markup } from "../handbook.js";
import { drop, element, fill, link, need, part, tint, word } from "../parts.js";
import { markChanges } from "./marks.js";

/** @import { Expectation, Handbook, Level } from "handbook-json" */
/** @import { CompetencyPair, CriterionPair, FactPair, compare } from "./diff.js" */
/** @import { Criterion } from "./pairing.js" */
/** @typedef {NonNullable<ReturnType<typeof compare>>} Comparison */

/**
 * `root` leads to the root of the site; `orAbove` and `range` are texts for steps.
 *
 * @typedef {{ root: string, orAbove: string, range: string }} Options
 */
/**
 * What the parts of a comparison need to know of the whole.
 *
 * @typedef {object} Context
 * @property {Comparison} comparison
 * @property {string} root Leads to the root of the site.
 * @property {ReturnType<typeof addresses>} address
 * @property {(kind: string) => number} hueOf The colour of the side that a kind of change belongs to.
 * @property {(expect: Expectation | null) => string} step
 */

/**
 * @param {Handbook} handbook
 * @param {Comparison} comparison
 * @param {Options} options
 */
export const view = (handbook, comparison, options) => {
  const { from, to, competencies, totals } = comparison;
  const hue = huesOf(handbook);
  /** @type {Context} */
  const context = {
    comparison,
    root: options.root,
    address: addresses(options.root),
    hueOf: (kind) => hue(kind === "gone" ? from : to),
    step: (expect) => stepText(expect, options),
  };
  const article = part("comparison", names(handbook, from, to));
  article.classList.toggle("two-sided", totals.gone + totals.reworded + totals.moved + totals.likely > 0);
  showOwnPage(article, from, to);
  const sides = [from, to].map((level) => side(handbook, level, context));
  need(article, ".compare-head").append(...sides);
  showFacts(article, comparison.facts);
  showTotals(article, context);
  [...need(article, ".pair-heads").children].forEach((head, i) => tint(head, hue(i ? to : from)));
  let heading;
  for (const item of competencies) {
    const category = byId(handbook.categories, item.competency.category)?.title ?? "";
    if (heading !== category) article.append(category ? part("category", { category }) : part("no-category"));
    heading = category;
    article.append(competencyPart(item, context));
  }
  return article;
};

/**
 * Titles of both levels; where they are equal, with their tracks.
 *
 * @param {Handbook} handbook
 * @param {Level} from
 * @param {Level} to
 */
const names = (handbook, from, to) => {
  if (from.title !== to.title) return { from: from.title, to: to.title };
  const name = (/** @type {Level} */ { title, track }) => `${title}, ${byId(handbook.tracks, track)?.title}`;
  return { from: name(from), to: name(to) };
};

/**
 * Leads to the page of this comparison, if it has one.
 *
 * @param {HTMLElement} article
 * @param {Level} from
 * @param {Level} to
 */
const showOwnPage = (article, from, to) => {
  const ready = document.querySelector(`[data-pair="${CSS.escape(from.id)}--${CSS.escape(to.id)}"]`);
  const href = ready?.getAttribute("href");
  if (href) link(article, ".own-page a", href);
  else drop(article, ".own-page");
};

/**
 * @param {Handbook} handbook
 * @param {Level} level
 * @param {Context} context
 */
const side = (handbook, level, { address }) => {
  const { title, code, summary } = level;
  const track = byId(handbook.tracks, level.track)?.title;
  const made = part("side", { title, code, summary, track, grade: level.grade.join("–") });
  tint(made, huesOf(handbook)(level));
  link(made, ".side-title a", address(level));
  if (!code) drop(made, ".code");
  if (!level.grade.length) drop(made, ".kicker .quiet");
  if (!summary) drop(made, ".side-summary");
  if (level.internal) need(made, ".kicker").append(" ", part("internal"));
  return made;
};

/**
 * @param {HTMLElement} article
 * @param {FactPair[]} facts
 */
const showFacts = (article, facts) => {
  if (!facts.length) return drop(article, ".compare-facts");
  const rows = facts.map(({ name, from, to, same }) => {
    const words = name.replace(/[-_]/g, " ");
    const row = part("fact", {
      name: words.charAt(0).toUpperCase() + words.slice(1),
      from: from || word("not-stated"),
      to: to || word("not-stated"),
    });
    row.classList.toggle("is-same", same);
    return row;
  });
  need(article, ".fact-pairs tbody").append(...rows);
};

/**
 * @param {HTMLElement} article
 * @param {Context} context
 */
const showTotals = (article, { comparison: { facts, competencies, totals }, hueOf }) => {
  const everything = article.querySelector(".everything input");
  if (everything instanceof HTMLInputElement) everything.checked = query().has("all");
  for (const [kind, n] of Object.entries(totals)) {
    if (!n) continue;
    const total = part(`total-${kind}`, { n });
    tint(total, hueOf(kind));
    need(article, ".totals").append(total);
  }
  if (!totals.same && !totals.expected) drop(article, ".everything");
  if (!Object.values(totals).some(Boolean)) drop(article, ".compare-bar");
  if ([...facts, ...competencies].some(({ same }) => !same)) drop(article, ".no-difference");
};

/**
 * @param {Expectation | null} expect
 * @param {Options} options
 */
const stepText = (expect, { orAbove, range }) => {
  if (!expect) return "";
  const { first, last } = expect;
  if (first.number !== last.number) return fill(range, { from: first.title, to: last.title });
  return expect["or-above"] ? fill(orAbove, { step: first.title }) : first.title;
};

/**
 * @param {CompetencyPair} item
 * @param {Context} context
 */
const competencyPart = (item, context) => {
  const made = part("competency", { title: item.competency.title });
  const body = need(made, ".pair-body");
  made.classList.toggle("is-same", item.same);
  link(made, "h3 a", context.address(item.competency));
  if (item.internal) need(made, "h3").append(" ", part("internal"));
  if (item.step) {
    const [from, to] = [item.fromStep, item.toStep].map((it) => context.step(it) || word("no-step"));
    need(made, ".pair-head").append(part(`step-${item.step}`, { from, to }));
  }
  if (item.missing) body.append(part("not-written-at", { title: item.missing.title }));
  else if (item.same) body.append(part("nothing-differs"));
  else if (item.criteria.length && !item.criteria.some(differs)) body.append(part("no-criterion-differs"));
  if (item.criteria.length) {
    const rows = item.criteria.map((it, i) => criterionPart(it, item.criteria.slice(0, i), context));
    body.append(element("ul", { class: "pairs" }, ...rows));
  }
  return made;
};

// Kinds that show the words of both sides.
const TWO_SIDED = ["reworded", "moved", "likely"];

/** @param {CriterionPair} pair */
const differs = ({ kind }) => kind !== "same" && kind !== "expected";

/**
 * Where a criterion stands on the side that is shown.
 *
 * @param {CriterionPair} pair
 */
const listOf = ({ kind, from, to }) => (kind === "gone" ? `gone ${listKey(from)}` : listKey(to));

/**
 * @param {CriterionPair} pair
 * @param {CriterionPair[]} before Those above it.
 * @param {Context} context
 */
const criterionPart = (pair, before, context) => {
  const { kind, from, to } = pair;
  const { comparison, address, hueOf, root } = context;
  const row = part(`pair-${kind}`, { from: from?.text, to: to?.text });
  tint(row, hueOf(kind));
  for (const [name, it] of Object.entries({ from, to })) {
    const text = it && row.querySelector(`.on-${name}`);
    if (!text) continue;
    text.firstChild?.replaceWith(...markup(it, root), " ");
    const href = address(it.level, it.anchor);
    const isBetween = it.level !== comparison.from && it.level !== comparison.to;
    if (isBetween && !TWO_SIDED.includes(kind)) {
      const via = part("via", { via: it.level.title });
      link(via, "a", href);
      need(text, ".permalink").replaceWith(via);
    } else link(text, ".permalink", href);
  }
  if (TWO_SIDED.includes(kind)) markChanges(need(row, ".on-from"), need(row, ".on-to"));
  if (from?.internal || to?.internal) need(row, ".kind").after(" ", part("internal"));
  showContext(row, pair, before, context);
  return row;
};

/**
 * Shows the groups and the lead-in that a criterion stands under, unless the one shown before it stands there too.
 * What stays the same may be folded, so that the one before may be one further up.
 *
 * @param {HTMLElement} row
 * @param {CriterionPair} pair
 * @param {CriterionPair[]} before
 * @param {Context} context
 */
const showContext = (row, pair, before, { root, address }) => {
  const { kind, from, to, movedFrom } = pair;
  const isMoved = !movedFrom && ["regrouped", "reworded", "likely"].includes(kind) && listKey(from) !== listKey(to);
  const last = before.findLast((it) => !differs(pair) || differs(it));
  const list = (/** @type {Criterion | null} */ it) => (it ? listHead(it, root) : []);
  const named = (/** @type {Criterion | null} */ it) => {
    const head = list(it);
    return element("span", { class: "pair-list" }, ...(head.length ? head : [word("no-group")]));
  };
  const own = kind === "gone" ? from : to;
  const isNew = list(own).length > 0 && (!last || listOf(last) !== listOf(pair));
  /** @type {(string | Element)[]} */
  const context = isMoved ? [named(from), " ", part("arrow"), " ", named(to)] : isNew ? [named(own)] : [];
  if (movedFrom) {
    const place = part("moved-from", { competency: movedFrom.title });
    link(place, "a", address(movedFrom));
    context.unshift(...(context.length ? [place, " ", part("arrow"), " "] : [place]));
  }
  if (context.length) row.prepend(element("p", { class: "pair-context" }, ...context));
};
