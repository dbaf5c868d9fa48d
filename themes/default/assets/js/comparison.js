// Two levels of handbook.json laid side by side, as src/handbook/compare.rs does it for the pages that are
// ready; a browser test holds both to the same answers. This module knows nothing of the page.

// How alike two criteria must be to count as one in other words.
const REWORDED = 0.6;

// `null` if a level has no such name.
export const compare = (handbook, fromName, toName) => {
  const [from, to] = [fromName, toName].map((name) => handbook.levels.find(({ id }) => id === name));
  if (!from || !to) return null;
  const competencies = handbook.competencies.map((it) => competencyPair(handbook, it, from, to)).filter(Boolean);
  const totals = count(competencies.flatMap(({ criteria }) => criteria));
  return { from, to, facts: factPairs(from.facts, to.facts), competencies, totals };
};

const count = (criteria) => {
  const totals = { new: 0, reworded: 0, gone: 0, expected: 0, same: 0 };
  for (const { kind } of criteria) totals[kind]++;
  return totals;
};

const factPairs = (before, after) => {
  const names = [...Object.keys(after), ...Object.keys(before).filter((name) => !(name in after))];
  return names.map((name) => ({ name, from: before[name] ?? "", to: after[name] ?? "", same: before[name] === after[name] }));
};

const competencyPair = (handbook, competency, from, to) => {
  const track = handbook.tracks.find(({ id }) => id === from.track);
  const cumulative = from.track === to.track && Boolean(track?.cumulative?.includes(competency.id));
  // In a cumulative track both sides say what the levels before them say, so the earlier level is where they part.
  const rungs = (track?.levels ?? []).map((name) => handbook.levels.find(({ id }) => id === name)).filter((level) => level?.track === from.track);
  const first = Math.min(rungs.indexOf(from), rungs.indexOf(to));
  const expected = (level) => criteriaOf(cumulative ? rungs.slice(first, rungs.indexOf(level) + 1) : [level], competency.id);
  const [before, after] = [from, to].map((level) => stepOf(competency, cellOf(level, competency.id)?.expect));
  const criteria = matched(expected(from), expected(to), cumulative);
  if (!criteria.length && !before && !after) return null;
  const step = stepChange(before, after);
  const same = ["", "same"].includes(step) && criteria.every(({ kind }) => ["same", "expected"].includes(kind));
  return { competency, same, fromStep: before, toStep: after, step, criteria, totals: count(criteria) };
};

const cellOf = (level, competency) => level.cells.find((cell) => cell.competency === competency);

// Criteria of some levels, each with its level. A later one takes the place of an earlier one with its id.
const criteriaOf = (levels, competency) => {
  const criteria = new Map();
  for (const level of levels) {
    for (const it of cellOf(level, competency)?.criteria ?? []) criteria.set(it.id, { id: it.id, text: it.text, level });
  }
  return [...criteria.values()];
};

// `Owns`, `Owns+`, `Owns – Leads`, where a step without a name is its number.
const stepOf = ({ steps }, expect) => {
  if (!expect) return null;
  const place = (title) => {
    const named = steps.findIndex((step) => step.title === title);
    return named < 0 && /^\d+$/.test(title) ? Number(title) - 1 : named;
  };
  const readings = (text) => [[text, text], ...[...text.matchAll(/ – /g)].map(({ index }) => [text.slice(0, index), text.slice(index + 3)])];
  for (const [text, orAbove] of [[expect, false], [expect.replace(/\+$/, ""), true]]) {
    if (orAbove && text === expect) continue;
    for (const [first, last] of readings(text)) {
      const rank = [place(first), place(last)];
      if (!rank.includes(-1)) return { first, last, orAbove, rank: [...rank, Number(orAbove)] };
    }
  }
  return { first: expect, last: expect, orAbove: false, rank: [-1, -1, 0] };
};

const stepChange = (before, after) => {
  if (!before && !after) return "";
  if (!before || !after) return after ? "raised" : "lowered";
  const at = before.rank.findIndex((value, i) => value !== after.rank[i]);
  if (at < 0) return "same";
  return before.rank[at] < after.rank[at] ? "raised" : "lowered";
};

// Pairs by id, then by likeness: the likest first, and of equally like ones those nearest to the top.
const matched = (before, after, cumulative) => {
  const partner = after.map(({ id }) => before.findIndex((other) => other.id === id));
  const taken = before.map((_, i) => partner.includes(i));
  const words = (criteria) => criteria.map(({ text }) => plainWords(text));
  const [left, right] = [words(before), words(after)];
  const likely = [];
  for (const from of before.keys()) {
    for (const to of after.keys()) {
      if (taken[from] || partner[to] >= 0) continue;
      const likeness = alike(left[from], right[to]);
      if (likeness >= REWORDED) likely.push({ from, to, likeness });
    }
  }
  likely.sort((a, b) => b.likeness - a.likeness || a.from + a.to - (b.from + b.to));
  for (const { from, to } of likely) {
    if (taken[from] || partner[to] >= 0) continue;
    taken[from] = true;
    partner[to] = from;
  }
  const kind = (from, to) => {
    if (!from) return "new";
    if (from.text !== to.text) return "reworded";
    return cumulative ? "expected" : "same";
  };
  return [
    ...after.map((to, i) => ({ kind: kind(before[partner[i]], to), from: before[partner[i]] ?? null, to })),
    ...before.filter((_, i) => !taken[i]).map((from) => ({ kind: "gone", from, to: null })),
  ];
};

const split = (text) => text.split(/\p{White_Space}+/u).filter(Boolean);

const plainWords = (text) =>
  split(text)
    .map((word) => word.replace(/^[^\p{Alphabetic}\p{N}]+|[^\p{Alphabetic}\p{N}]+$/gu, "").toLowerCase())
    .filter(Boolean);

const alike = (a, b) => {
  const both = a.length + b.length;
  const shared = a.filter((word) => b.includes(word)).length;
  if (!both || 2 * shared < REWORDED * both) return 0;
  return (2 * common(a, b).length) / both;
};

// The longest common subsequence, as pairs of positions.
const common = (a, b) => {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return pairs;
};

// Two texts as runs of words, so that what changed can be marked.
export const marked = (from, to) => {
  const texts = [split(from), split(to)];
  const pairs = common(...texts);
  return texts.map((words, side) => {
    const kept = new Set(pairs.map((pair) => pair[side]));
    const runs = [];
    words.forEach((word, i) => {
      const changed = !kept.has(i);
      if (runs.at(-1)?.changed === changed) runs.at(-1).words += ` ${word}`;
      else runs.push({ words: word, changed });
    });
    return runs;
  });
};
