// The markup of a comparison: that of a comparison's own page, whose parts lie in the page as templates.

import { query } from "../address.js";
import { addresses, anchorOf, byId, huesBeside, listHead, listKey, markup } from "../handbook.js";
import { drop, element, fill, link, need, part, tint, word } from "../parts.js";
import { changes } from "./changes.js";
import { chart } from "./chart.js";
import { isShared, rowsOf } from "./rows.js";
import { markChanges } from "./marks.js";
import { wordingOf } from "./wording.js";

/** @import { Competency, Expectation, Handbook, Level } from "handbook-json" */
/** @import { CompetencyPair, FactPair } from "./diff.js" */
/** @import { Row } from "./rows.js" */
/** @import { Criterion } from "./pairing.js" */
/** @import { Comparison } from "./wording.js" */
/**
 * What the parts of a comparison need to know of the whole.
 *
 * @typedef {object} Context
 * @property {Comparison} comparison
 * @property {ReturnType<typeof wordingOf>} wording
 * @property {string} root Leads to the root of the site.
 * @property {ReturnType<typeof addresses>} address
 * @property {{ from: number, to: number }} hues The colours of both sides.
 */

/**
 * @param {Handbook} handbook
 * @param {Comparison} comparison
 * @param {string} root Leads to the root of the site.
 */
export const view = (handbook, comparison, root) => {
  const { from, to, isOneTrack } = comparison;
  // A competency about which neither level says anything has nothing to compare.
  const competencies = comparison.competencies.filter(
    ({ criteria, fromStep, toStep, missing }) => criteria.length || fromStep || toStep || missing,
  );
  const hues = huesBeside(handbook, [from, to]);
  const wording = wordingOf(comparison, document);
  const address = addresses(root);
  /** @type {Context} */
  const context = { comparison, wording, root, address, hues: { from: hues[0], to: hues[1] } };
  const { names } = wording;
  const sum = wording.sum();
  const article = part("comparison", { ...names, sum, name: fill(word("compare-title"), names) });
  const criteria = competencies.flatMap((it) => it.criteria);
  article.classList.toggle(
    "two-sided",
    criteria.some(({ kind }) => kind === "gone" || TWO_TEXTS.includes(kind)),
  );
  article.classList.toggle("two-tracks", !isOneTrack);
  if (!sum) drop(article, ".compare-sum");
  const head = need(article, ".compare-head");
  need(head, ".compare-what").after(...[from, to].map((level, i) => side(handbook, level, hues[i], address)));
  showMove(article, handbook, context);
  showFacts(article, comparison.facts);
  head.after(...changes(competencies, context, stepText));
  const steps = chart(handbook, [from, to], { names: [names.from, names.to], address, step: stepText });
  if (steps) need(article, ".no-difference").before(steps);
  showBar(article, comparison, competencies);
  [...need(article, ".pair-heads").children].forEach((head, i) => tint(head, i ? context.hues.to : context.hues.from));
  if (competencies.length) drop(article, ".no-expectations");
  else drop(article, ".pair-heads");
  article.append(...byCategory(handbook, competencies, (item) => competencyPart(item, context)));
  return article;
};

/**
 * Parts of competencies below the titles of their categories.
 *
 * @template {{ competency: Competency }} T
 * @param {Handbook} handbook
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} partOf
 */
export const byCategory = (handbook, items, partOf) => {
  /** @type {HTMLElement[]} */
  const parts = [];
  /** @type {string | undefined} */
  let heading;
  for (const item of items) {
    const category = byId(handbook.categories, item.competency.category)?.title ?? "";
    if (heading !== category) parts.push(category ? part("category", { category }) : part("no-category"));
    heading = category;
    parts.push(partOf(item));
  }
  return parts;
};

/**
 * @param {Handbook} handbook
 * @param {Level} level
 * @param {number} hue
 * @param {ReturnType<typeof addresses>} address
 */
export const side = (handbook, level, hue, address) => {
  const { label: title, code, summary, status } = level;
  const track = byId(handbook.tracks, level.track)?.title;
  const made = part("side", { title, code, summary, track, grade: level.grade.join("–") });
  tint(made, hue);
  link(made, ".side-title a", address(level));
  if (!code) drop(made, ".code");
  if (!level.grade.length) drop(made, ".kicker .quiet");
  if (!summary) drop(made, ".side-summary");
  if (status !== "active") need(made, ".kicker").append(" ", part(`tag-${status}`));
  if (level.internal) need(made, ".kicker").append(" ", part("internal"));
  return made;
};

/**
 * What kind of move it is, what its author says about it, and who may make it.
 *
 * @param {HTMLElement} article
 * @param {Handbook} handbook
 * @param {Context} context
 */
const showMove = (article, handbook, { comparison: { from, to } }) => {
  const move = from.next.find((it) => it.to === to.id);
  if (move) need(article, "h1").after(part(`move-${move.kind}`));
  if (move?.note) need(article, ".lede").textContent = move.note;
  else drop(article, ".compare-move");
  const tools = need(article, ".compare-tools");
  const leads = (/** @type {Level} */ level, /** @type {Level} */ to) =>
    level.next.some((it) => it.to === to.id && it.kind !== "back");
  for (const before of handbook.levels.filter((it) => it.url && leads(it, from) && leads(it, to)).toReversed()) {
    const made = part("seen-from", { title: before.label });
    link(made, "a", `?from=${before.id}&to=${from.id}&with=${to.id}`);
    tools.prepend(made);
  }
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
 * The switch that shows what stays the same.
 *
 * @param {HTMLElement} article
 * @param {Comparison} comparison
 * @param {CompetencyPair[]} competencies
 */
const showBar = (article, { facts, isOneTrack }, competencies) => {
  const isSame = [...facts, ...competencies].every(({ same }) => same);
  const place = need(article, ".no-difference");
  if (competencies.some(({ criteria }) => !criteria.every(differs))) {
    const bar = part(isOneTrack ? "bar-one-track" : "bar-two-tracks");
    need(bar, "input", HTMLInputElement).checked = query().has("all");
    place.before(bar);
  }
  if (!isSame || !competencies.length) place.remove();
};

/** @param {Expectation | null} expect */
export const stepText = (expect) => {
  if (!expect) return "";
  const { first, last } = expect;
  if (first.number !== last.number) return fill(word("step-range"), { from: first.title, to: last.title });
  return expect["or-above"] ? fill(word("step-or-above"), { step: first.title }) : first.title;
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
  if (item.step) need(made, ".pair-head").append(stepPair(item, context));
  const rows = rowsOf(item);
  const shared = rows.filter(isShared);
  const isChanged = item.movedAway.length > 0 || item.criteria.some(differs);
  if (item.missing) body.append(part("not-written-at", { title: item.missing.label }));
  else if (item.same) body.append(part("nothing-differs"));
  else if (shared.length && !isChanged) body.append(part("no-criterion-differs"));
  if (shared.length) {
    const parts = shared.map((it, i) => sharedPart(it, shared.slice(0, i), context));
    body.append(element("ul", { class: "pairs" }, ...parts));
  }
  const isPlain = !context.comparison.isOneTrack && !shared.length;
  const alone = { from: rows.filter(({ to }) => !to), to: rows.filter(({ from }) => !from.length) };
  const sides = [sidePart("from", alone.from, isPlain, context), sidePart("to", alone.to, isPlain, context)].flatMap(
    (it) => it ?? [],
  );
  if (sides.length) body.append(element("div", { class: "pair-sides" }, ...sides));
  return made;
};

/**
 * @param {CompetencyPair} item
 * @param {Context} context
 */
const stepPair = ({ step, fromStep, toStep }, { comparison, wording: { names } }) => {
  const [from, to] = [fromStep, toStep].map((it) => stepText(it) || word("no-step"));
  if (comparison.isOneTrack || step === "same") return part(`step-${step}`, { from, to });
  const higher = step === "raised" ? names.to : names.from;
  const made = part("step-apart", { from, to, higher, fromName: names.from, toName: names.to });
  made.classList.replace("is-apart", `is-${step}`);
  return made;
};

/**
 * What one level has alone, in its own column.
 *
 * @param {"from" | "to"} name
 * @param {Row[]} items
 * @param {boolean} isPlain Whether both levels have nothing in common here.
 * @param {Context} context
 */
const sidePart = (name, items, isPlain, context) => {
  if (!items.length) return null;
  const { hues, wording } = context;
  const made = part(`side-${name}`, { label: isPlain ? wording.names[name] : wording.shown(items[0]) });
  made.classList.toggle("is-plain", isPlain);
  tint(made, hues[name]);
  const rows = items.map((it, i) => {
    const row = part(`alone-${it.word}-${name}`);
    const text = need(row, name === "from" ? ".on-from" : ".on-to");
    showText(text, it.shown, viaOf(it.shown, context), context);
    const mark = row.querySelector(":scope > .icon");
    if (it.shown.internal) insertInternal(row, mark);
    showPlace(row, it, items.slice(0, i), context);
    return row;
  });
  need(made, "ul").replaceChildren(...rows);
  return made;
};

// Kinds that show the words of both sides.
const TWO_TEXTS = ["reworded", "moved", "likely"];

/** @param {Pick<Row, "kind">} row */
const differs = ({ kind }) => kind !== "same" && kind !== "expected";

/**
 * Where a criterion stands on the side that is shown.
 *
 * @param {Row} row
 */
const listOf = ({ kind, shown }) => (kind === "gone" ? `gone ${listKey(shown)}` : listKey(shown));

/**
 * A criterion of both levels.
 *
 * @param {Row} it
 * @param {Row[]} before Those above it.
 * @param {Context} context
 */
const sharedPart = (it, before, context) => {
  const { kind, from, shown } = it;
  const row = part(`pair-${kind}`, { word: context.wording.shown(it) });
  tint(row, context.hues.to);
  const to = need(row, ".on-to");
  showText(to, shown, viaOf(shown, context), context);
  if (TWO_TEXTS.includes(kind)) {
    const lefts = showLeft(need(row, ".pair-from"), it, context);
    if (lefts.length === 1) markChanges(lefts[0], to);
  }
  if ([...from, shown].some(({ internal }) => internal)) insertInternal(row, row.querySelector(".kind"));
  showPlace(row, it, before, context);
  return row;
};

/**
 * The criteria of the left side. Of several each says where it stands.
 *
 * @param {HTMLElement} list
 * @param {Row} row
 * @param {Context} context
 */
const showLeft = (list, { pairs }, context) => {
  const text = need(list, ".on-from");
  const lefts = pairs.map(({ from, movedFrom }) => {
    const made = /** @type {HTMLElement} */ (text.cloneNode(true));
    showText(made, /** @type {Criterion} */ (from), (pairs.length > 1 && movedFrom?.title) || "", context);
    return made;
  });
  list.replaceChildren(...lefts.flatMap((it) => [it, " "]));
  return lefts;
};

/**
 * @param {HTMLElement} row
 * @param {Element | null} mark What it stands after.
 */
const insertInternal = (row, mark) => {
  if (mark) mark.after(" ", part("internal"));
  else row.prepend(" ", part("internal"));
};

/**
 * The level in between that brings a criterion; empty if it is one of the two.
 *
 * @param {Criterion} criterion
 * @param {Context} context
 */
const viaOf = ({ level }, { comparison: { from, to } }) => (level === from || level === to ? "" : level.label);

/**
 * @param {HTMLElement} text
 * @param {Criterion} it
 * @param {string} via Where it comes from, if that is said.
 * @param {Context} context
 */
const showText = (text, it, via, { address, root }) => {
  // The sign of an address stays with the last word, and apart from it.
  text.firstChild?.replaceWith(...markup(it, root), via ? " " : "\u00a0");
  const href = address(it.level, anchorOf(it));
  if (via) {
    const made = part("via", { via });
    link(made, "a", href);
    need(text, ".permalink").replaceWith(made);
  } else link(text, ".permalink", href);
};

/**
 * Shows the groups and the lead-in that a criterion stands under, unless the one shown before it stands there too.
 * What stays the same may be folded, so that the one before may be one further up.
 *
 * @param {HTMLElement} row
 * @param {Row} it
 * @param {Row[]} before
 * @param {Context} context
 */
const showPlace = (row, it, before, { root, address }) => {
  const { kind, pairs, shown } = it;
  const [{ from, to, movedFrom }] = pairs.length === 1 ? pairs : [{ from: null, to: null, movedFrom: null }];
  const canMove = from && !movedFrom && ["regrouped", "reworded", "likely"].includes(kind);
  const isMoved = canMove && listKey(from) !== listKey(to);
  const last = before.findLast((above) => !differs(it) || differs(above));
  const named = (/** @type {Criterion} */ it) => {
    const head = listHead(it, root);
    return element("span", { class: "pair-list" }, ...(head.length ? head : [word("no-group")]));
  };
  const isNew = listHead(shown, root).length > 0 && (!last || listOf(last) !== listOf(it));
  /** @type {(string | Element)[]} */
  const context = isMoved ? [named(from), " ", part("arrow"), " ", named(shown)] : isNew ? [named(shown)] : [];
  if (movedFrom) {
    const place = part("moved-from", { competency: movedFrom.title });
    link(place, "a", address(movedFrom));
    context.unshift(...(context.length ? [place, " ", part("arrow"), " "] : [place]));
  }
  if (context.length) row.prepend(element("p", { class: "pair-context" }, ...context));
};
