// The shape of `api/handbook.json`, which is also what `ladderbook export json` prints. The theme's scripts are
// checked against it, and `tests/suite/format.rs` holds that it names the same keys as the file.
//
// What is optional is left out where it says nothing. Texts are without markup; where an author's markup matters, `html` has it. An id that names something else in the file is the `id` of that thing.

export interface Handbook {
  book: Book;
  tracks: Track[];
  categories: Category[];
  competencies: Competency[];
  levels: Level[];
}

export interface Book {
  title: string;
  description: string;
  /** A language tag as in HTML: `en`, `pt-BR`. */
  language: string;
  authors: string[];
}

export interface Track {
  id: string;
  /** Ids that it had before. */
  was?: string[];
  title: string;
  summary: string;
  group: string;
  status: Status;
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
  /** The id of the track that this one inherits from. */
  extends: string | null;
  /** An abstract track exists to be extended: it has no pages and no colour. */
  abstract: boolean;
  /** The number of its colour, from 1 to 16: `.hue-1` of the style sheet and so on. */
  hue: number | null;
  /** Ids of its levels in their order, guests from other tracks included. */
  levels: string[];
  /** Ids of the competencies whose criteria stay expected at later levels. */
  cumulative: string[];
  /** Its page, from the root of the site. */
  url: string | null;
}

export interface Category {
  id: string;
  title: string;
  summary: string;
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
}

export interface Competency {
  id: string;
  /** Ids that it had before. */
  was: string[];
  title: string;
  /** The id of its category. */
  category: string | null;
  summary: string;
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
  /** Its named steps, lowest first; empty if its steps are plain numbers. */
  steps: Step[];
  url: string;
}

export interface Step {
  title: string;
  text: string;
}

export interface Level {
  /** Track and level: `ic/senior`. */
  id: string;
  /** What it was called before. */
  was: string[];
  /** The id of the track that it belongs to. */
  track: string;
  title: string;
  /** The title, with what tells the level apart where another one has the same title. */
  label: string;
  code: string;
  /** The grades that it spans; empty if it is not aligned with other tracks. */
  grade: number[];
  summary: string;
  /** Facts such as `scope` in the author's order. */
  facts: Record<string, string>;
  next: Move[];
  url: string | null;
  status: Status;
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
  /** Ids of competencies of which it expects nothing. Where this is given, a competency that is neither here nor in
   * `cells` is one of which this site does not know what the level expects. */
  without?: string[];
  /** What stands straight under the headings of categories. */
  categories?: CategoryText[];
  /** What is in effect. Cells that do not apply are left out. */
  cells: Cell[];
}

/** What a level says about a category as a whole. */
export interface CategoryText {
  /** The id of the category. */
  category: string;
  text: string;
  html?: string;
}

export interface Move {
  /** The id of a level. */
  to: string;
  kind: "promotion" | "lateral" | "back";
  note: string;
}

export interface Cell {
  /** The id of the competency. */
  competency: string;
  /** `none` is empty on purpose; `missing` is not written yet, although an earlier and a later level are. */
  state: "stated" | "none" | "missing";
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
  /** The expected steps. */
  expect: Expectation | null;
  /** The first expected step, if it has a name. */
  step: Step | null;
  criteria: Criterion[];
  /** What stands between the criteria, in the author's order. */
  prose?: Prose[];
}

/** Steps from `first` to `last`, which are the same unless the author gave a range. */
export interface Expectation {
  first: NumberedStep;
  last: NumberedStep;
  "or-above": boolean;
}

export interface NumberedStep {
  /** From 1. */
  number: number;
  /** The number as text where the competency does not name its steps. */
  title: string;
}

/** Prose of a cell: what is no criterion. */
export interface Prose {
  /** How many of the cell's criteria stand before it. */
  after: number;
  /** Titles of the headings inside the cell that it stands under, the highest first. */
  groups?: string[];
  text: string;
  html?: string;
}

/** A text without markup, and with it, if it has any. Addresses in `html` start at the root of the site. */
export interface Text {
  text: string;
  html?: string;
}

export interface Criterion {
  id: string;
  /** The fragment of its level's page at which it stands. */
  anchor: string;
  /** Whether its id is written down, so that its address on the list of all criteria is permanent. */
  pinned?: boolean;
  /** Ids that it had before. */
  was: string[];
  /** Ids of the criteria whose grown form it is, by its author's word. */
  replaces?: string[];
  /** Its number, if its list has numbers. */
  number?: number;
  text: string;
  html?: string;
  examples: Text[];
  /** Titles of the headings inside its cell that it stands under, the highest first. */
  groups?: string[];
  /** The paragraph that leads to its list. */
  "lead-in"?: Text;
  /** Whether a site for the public leaves it out. */
  internal?: boolean;
  origin: Origin;
}

/** Where a criterion was written: at the level itself, in the track that its track extends, at the level that is
 * declared the same, or in the expected step of the competency. */
export type Origin =
  { kind: "own" } | { kind: "track"; id: string } | { kind: "level"; id: string } | ({ kind: "step" } & NumberedStep);

export type Status = "active" | "draft" | "retired";
