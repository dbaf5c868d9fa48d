// The shape of what `ladderbook diff --format json` prints. docs/versions.md has every `kind` and its proposal;
// `tests/suite/history.rs` holds that this file names the same keys as the output.
//
// What is optional is left out where it says nothing. Texts are without markup.

export interface Changes {
  from: Revision;
  to: Revision;
  /** The weightiest proposal of all changes; `null` if nothing differs. */
  proposal: Proposal | null;
  /** Tracks that differ, in the order of the later revision, then those that are gone; so with the lists below. */
  tracks: Subject[];
  categories: Subject[];
  competencies: Subject[];
  levels: Subject[];
  terms: Subject[];
  pages: Subject[];
}

export type Proposal = "major" | "minor" | "patch";

export interface Revision {
  /** As it was asked for, or `working tree`. */
  name: string;
  /** The id of the commit; `null` for the working tree. */
  commit: string | null;
  /** The day of the commit: `2026-03-01`. */
  date: string | null;
}

export interface Subject {
  /** What it was called; `null` if it was not there. */
  from: Name | null;
  /** What it is called; `null` if it is there no more. */
  to: Name | null;
  proposal: Proposal;
  /** Its page in the later revision, from the root of the site. */
  url?: string;
  changes: Change[];
}

export interface Name {
  id: string;
  title: string;
}

export interface Change {
  kind: string;
  proposal: Proposal;
  /** The title of the competency, where one of a level's is meant. */
  competency?: string;
  /** What the value, the rule or the text is called: `summary`, `applies`, `introduction`. */
  name?: string;
  /** What it was: a value, a name, a grade, a step, a kind of move. */
  from?: string;
  /** What it is; of prose `typography` if nothing else differs; of `moved-away` where the criterion is now. */
  to?: string;
  /** The level that a move leads to, that took the place of a retired one, or that another was merged into. */
  level?: Name;
  /** Of a level that is new or gone: the number of criteria. */
  criteria?: number;
  criterion?: Criterion;
}

export interface Criterion {
  /** What it was: none if it is new, several if it was made of several. */
  from: Stated[];
  /** What it is; `null` if it is gone. */
  to: Stated | null;
  wording: "same" | "typography" | "reworded" | "likely" | "rewritten";
  /** From where to where it moved. Steps of a competency have its id and their own title. */
  "moved-level"?: [Name, Name];
  "moved-competency"?: [string, string];
  /** Headings or lead-ins; empty for none. */
  "moved-group"?: [string, string];
  /** The criterion of an earlier level whose grown form a new one is. */
  "grown-from"?: Stated;
}

export interface Stated {
  id: string;
  text: string;
  /** Whether its author wrote the id. */
  pinned: boolean;
}
