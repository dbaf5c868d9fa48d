// What a gap sheet shows: the criteria of a level and of the next one, and what was written about them in a
// handbook that may have changed since. This module knows nothing of the page.

import { isBlankRecord, mergeRecords } from "./file.js";

const byId = (list, id) => list.find((it) => it.id === id);
const trackOf = (handbook, level) => byId(handbook.tracks, level.track);

export const levelOf = (handbook, name) => byId(handbook.levels, name) ?? null;

// The levels that one can go to from a level, that of its own track first.
export const nextOf = (handbook, level) => {
  const rungs = trackOf(handbook, level)?.levels ?? [];
  const after = rungs[rungs.indexOf(level.id) + 1];
  const moves = level.next.map(({ to }) => to).filter((name) => byId(handbook.levels, name)?.url);
  return [...new Set(moves)].sort((a, b) => (b === after) - (a === after)).map((name) => byId(handbook.levels, name));
};

// What a level expects of a competency: its criteria, or where it has none, the text of its step.
const expected = (level, competency) => {
  const cell = level?.cells.find((it) => it.competency === competency);
  if (!cell) return [];
  if (cell.criteria.length) return cell.criteria.map(({ id, text }) => ({ id, text, level }));
  if (!cell.step?.text) return [];
  return [{ id: `${competency}/${cell.step.title}`, text: `${cell.step.title}: ${cell.step.text}`, level, isStep: true }];
};

// The competencies about which one of two levels says something. What both expect stands once, with the
// level of `from`; if the wording differs, with that of `to`.
export const competenciesOf = (handbook, from, to) =>
  handbook.competencies
    .map((competency) => {
      const [now, next] = [expected(from, competency.id), expected(to, competency.id)];
      const twin = (list, { id }) => byId(list, id) ?? null;
      const stays = (list, it) => twin(list, it)?.text === it.text;
      const steps = [from, to].map((level) => level?.cells.find((it) => it.competency === competency.id)?.expect ?? "");
      return {
        competency,
        category: handbook.categories.find(({ id }) => id === competency.category)?.title ?? "",
        steps,
        now: now.filter((it) => !twin(next, it) || stays(next, it)).map((it) => ({ ...it, also: stays(next, it) ? to : null })),
        next: next.filter((it) => !stays(now, it)).map((it) => ({ ...it, other: twin(now, it) })),
      };
    })
    .filter(({ now, next }) => now.length || next.length);

// Every criterion of the handbook: the wordings that it has, the levels it stands at, and its old ids.
export const indexOf = (handbook) => {
  const criteria = new Map();
  const renamed = new Map();
  for (const level of handbook.levels) {
    for (const cell of level.cells) {
      for (const it of expected(level, cell.competency)) {
        if (!criteria.has(it.id)) criteria.set(it.id, { wordings: new Set(), levels: [] });
        criteria.get(it.id).wordings.add(it.text);
        if (level.url) criteria.get(it.id).levels.push(level);
      }
      for (const { id, was } of cell.criteria) for (const old of was ?? []) renamed.set(old, id);
    }
  }
  return { criteria, renamed };
};

// A sheet whose notes stand under the ids that criteria have now.
export const followed = (sheet, { criteria, renamed }) => {
  const records = new Map();
  for (const [old, record] of sheet.criteria) {
    const id = criteria.has(old) ? old : (renamed.get(old) ?? old);
    records.set(id, records.has(id) ? mergeRecords(records.get(id), record) : record);
  }
  return { ...sheet, criteria: records };
};

// Whether a criterion reads nowhere in the handbook as it did when something was written about it.
export const isReworded = (index, id, record) => Boolean(record.text) && index.criteria.has(id) && !index.criteria.get(id).wordings.has(record.text);

// What was written about criteria that the handbook does not have, and the levels of others that are not shown.
export const restOf = (index, competencies, mine, beside) => {
  const shown = new Set(competencies.flatMap(({ now, next }) => [...now, ...next].map(({ id }) => id)));
  const isWritten = ([, record]) => !isBlankRecord(record);
  const written = new Map([...(beside?.criteria ?? []), ...mine.criteria].filter(isWritten));
  const gone = [...written].filter(([id]) => !index.criteria.has(id));
  const others = [...mine.criteria].filter(([id, record]) => isWritten([id, record]) && !shown.has(id) && index.criteria.has(id));
  return {
    kept: gone.map(([id, { text, competency }]) => ({ id, text, competency })),
    elsewhere: [...new Set(others.map(([id]) => index.criteria.get(id).levels[0]).filter(Boolean))],
  };
};
