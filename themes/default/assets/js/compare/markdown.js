// A comparison as Markdown, as `ladderbook compare --format markdown` writes it: src/exchange/comparison.rs. A browser
// test holds both to the same bytes.

import { word } from "../parts.js";
import { isShared, rowOf, rowsOf } from "./rows.js";
import { wordingOf } from "./wording.js";

/** @import { Expectation, Level } from "handbook-json" */
/** @import { Away, CompetencyPair, CriterionPair, FactPair } from "./diff.js" */
/** @import { Row } from "./rows.js" */
/** @import { Criterion } from "./pairing.js" */
/** @import { Comparison } from "./wording.js" */

/**
 * Words as Markdown that shows them as they are.
 *
 * @param {string} words
 */
const escaped = (words) => words.replace(/[\\`*_[\]<>~|#]/g, "\\$&");

/** @param {string} line */
const alone = (line) => `\n${escaped(line)}\n\n`;

/** @param {Criterion} criterion */
const groupOf = ({ groups = [] }) => groups.join(" › ");

/**
 * @param {Comparison} comparison
 * @param {ParentNode} root Where the words are.
 */
export const markdown = (comparison, root) => new Writer(comparison, root).all();

class Writer {
  #comparison;
  #root;
  #wording;
  #between;

  /**
   * @param {Comparison} comparison
   * @param {ParentNode} root
   */
  constructor(comparison, root) {
    this.#comparison = comparison;
    this.#root = root;
    this.#wording = wordingOf(comparison, root);
    // Within a track one side becomes the other.
    this.#between = comparison.isOneTrack ? " → " : " · ";
  }

  all() {
    const { from, to, facts, competencies } = this.#comparison;
    const named = (/** @type {Level} */ { title, id }) => escaped(`${title} (${id})`);
    const title = `## ${named(from)}${this.#between}${named(to)}\n`;
    const differing = facts.filter(({ same }) => !same);
    const pairs = competencies.filter(({ same }) => !same);
    if (!differing.length && !pairs.length) return `${title}\n${word("nothing", {}, this.#root)}\n`;
    const sum = this.#wording.sum();
    return [
      title,
      sum && `\n${escaped(sum)}\n`,
      differing.length ? "\n" : "",
      ...differing.map((it) => this.#fact(it)),
      ...pairs.map((it) => this.#competency(it)),
    ].join("");
  }

  /** @param {FactPair} fact */
  #fact({ name, from, to }) {
    const values = [from, to].map((it) => it || word("not-stated", {}, this.#root)).join(this.#between);
    return `- ${escaped(`${name}: ${values}`)}\n`;
  }

  /** @param {CompetencyPair} pair */
  #competency(pair) {
    const { isOneTrack } = this.#comparison;
    const text = [
      `\n### ${escaped(this.#heading(pair))}\n\n`,
      ...(pair.missing ? [alone(word("missing", { title: pair.missing.label }, this.#root))] : []),
      ...rowsOf(pair)
        .filter((row) => isOneTrack || isShared(row))
        .map((row) => this.#criterion(row)),
      ...pair.movedAway.map((it) => this.#movedAway(it)),
      ...(isOneTrack ? [] : this.#columns(pair)),
      this.#unchanged(pair),
    ].join("");
    return `${text.replaceAll("\n\n\n", "\n\n").trimEnd()}\n`;
  }

  /** @param {CompetencyPair} pair */
  #heading({ competency: { title }, step, fromStep, toStep }) {
    if (step !== "raised" && step !== "lowered") return title;
    const stepTitle = (/** @type {Expectation | null} */ it) => it?.first.title ?? word("no-step", {}, this.#root);
    const steps = [fromStep, toStep].map(stepTitle).join(this.#between);
    if (this.#comparison.isOneTrack) return `${title}: ${steps}`;
    const { names } = this.#wording;
    const higher = word("step-higher", { title: step === "raised" ? names.to : names.from }, this.#root);
    return `${title}: ${steps} (${higher})`;
  }

  /** @param {Row} row */
  #item(row) {
    return `- **${escaped(this.#wording.shown(row))}**: `;
  }

  /** @param {Row} row */
  #criterion(row) {
    const { kind, shown, pairs } = row;
    if (kind === "same" || kind === "expected") return "";
    const text = `${this.#item(row)}${escaped(shown.text)}\n`;
    return isShared(row) ? [text, ...pairs.map((it) => this.#origin(it))].join("") : text;
  }

  /**
   * What a criterion of both sides is on the left.
   *
   * @param {CriterionPair} pair
   */
  #origin({ kind, from, movedFrom }) {
    if (!from) return "";
    const side = this.#comparison.isOneTrack ? word("other-side", {}, this.#root) : this.#wording.names.from;
    const place = [movedFrom?.title ?? "", groupOf(from)].filter(Boolean);
    let said = escaped(from.text);
    if (kind === "regrouped") said = escaped(place[0] ?? word("no-group", {}, this.#root));
    else if (movedFrom) said += ` (${escaped(place.join(", "))})`;
    return `  - ${escaped(side)}: ${said}\n`;
  }

  /**
   * Where a criterion stands on the other side that stood here.
   *
   * @param {Away} away
   */
  #movedAway({ pair, to: { title } }) {
    const place = word("see", { title }, this.#root);
    return `${this.#item(rowOf([pair]))}${escaped(pair.from?.text ?? "")} (${escaped(place)})\n`;
  }

  /**
   * What each of two tracks has alone: two lists, since nothing in them belongs together.
   *
   * @param {CompetencyPair} pair
   */
  #columns(pair) {
    const rows = rowsOf(pair);
    const isPlain = !rows.some(isShared);
    const { names } = this.#wording;
    const sides = [rows.filter(({ to }) => !to), rows.filter(({ from }) => !from.length)];
    return sides.flatMap((own, i) => {
      if (!own.length) return [];
      const label = isPlain ? [names.from, names.to][i] : this.#wording.shown(own[0]);
      return [alone(`${label}:`), ...own.map(({ shown }) => `- ${escaped(shown.text)}\n`)];
    });
  }

  /** @param {CompetencyPair} pair */
  #unchanged(pair) {
    const rows = rowsOf(pair);
    const count = (/** @type {string} */ kind) => rows.filter((it) => it.kind === kind).length;
    const [expected, same] = [count("expected"), count("same")];
    const parts = [
      ...(expected ? [word("sum-expected", { count: expected }, this.#root)] : []),
      ...(same ? [word(this.#comparison.isOneTrack ? "sum-same" : "sum-both", { count: same }, this.#root)] : []),
    ];
    return parts.length ? alone(this.#wording.sentence(this.#wording.listed(parts))) : "";
  }
}
