// The shape of `api/handbook.json`, which is also what `ladderbook export json` prints, for TypeScript. The theme's
// scripts are checked against it. `api/handbook.schema.json` of each site says the same to programs, and
// `tests/suite/json.rs` holds that both have the same keys.
//
// There is one way to say that there is nothing: the key is left out. An id that names something else in the file is
// the `id` of that thing.

/** A career ladder, as ladderbook publishes it in api/handbook.json. There is one way to say that there is nothing:
 * the key is left out. Within a format keys are added, and none is changed or removed: read past what you do not
 * know. */
export interface Handbook {
  /** Where this schema stands. */
  $schema?: string;
  /** The number of the format. */
  format: 1;
  /** The program that wrote it, with its version. */
  generator: string;
  /** The id of the commit that was checked out, where the history is known. */
  revision?: string;
  edition?: Edition;
  /** Whom the site is for. What is internal, and not even its names, is in no site for the public. */
  audience: "public" | "internal";
  book: Book;
  /** All tracks. */
  tracks: Track[];
  /** All categories. */
  categories: Category[];
  /** All competencies. */
  competencies: Competency[];
  /** The scales that competencies use. */
  scales: Scale[];
  /** All levels, track by track. */
  levels: Level[];
  /** What is written about moves. */
  moves: MoveText[];
  /** The terms of the glossary. */
  glossary: Term[];
  /** Guides and other pages. */
  guides: Guide[];
}

/** The edition that the handbook is. */
export interface Edition {
  /** Its name, which is part of its address. */
  name: string;
  /** The day from which it is in force: `2026-04-01`. */
  "in-force": string;
  /** The day from which the next edition is in force. */
  until?: string;
  /** What readers should know about it. */
  note?: string;
}

/** The handbook as a whole. */
export interface Book {
  /** Its title. */
  title: string;
  /** One sentence about it. */
  description?: string;
  /** A language tag as in HTML: `en`, `pt-BR`. */
  language: string;
  /** Who wrote it. */
  authors: string[];
  /** Where the site is published, ending in `/`. */
  "base-url"?: string;
}

/** A ladder: levels in an order. */
export interface Track {
  /** Its id, which is the name of its folder. */
  id: string;
  /** Ids that it had before. */
  was?: string[];
  /** Its title. */
  title: string;
  /** One sentence. */
  summary?: string;
  /** Tracks with the same group belong together. */
  group?: string;
  /** Whether it is in use. */
  status: "active" | "draft" | "retired";
  /** The id of the track that took its place. */
  "replaced-by"?: string;
  /** It is left out of a site for the public. */
  internal?: true;
  /** The id of the track that it inherits from. */
  extends?: string;
  inherit?: Inheritance;
  /** It exists to be extended: it has no pages and no colour. */
  abstract?: true;
  /** The number of its colour: `.hue-1` of the style sheet and so on. */
  hue?: number;
  /** Ids of its levels in their order, guests from other tracks included. */
  levels: string[];
  /** Ids of the competencies whose criteria stay expected at later levels. */
  cumulative: string[];
  /** Its page, from the root of the site on, which begins with `/`. */
  url?: string;
  /** Its page in full, where book.toml has a base-url. */
  canonical?: string;
  /** The text of its page. */
  markdown?: string;
}

/** What a track takes over from the one that it extends. */
export interface Inheritance {
  /** Ids of the competencies, if not all. */
  competencies?: string[];
  /** Whether what is inherited stands before or after its own. */
  place: "before" | "after";
  /** Examples come along. */
  examples?: true;
}

/** Competencies that belong together. */
export interface Category {
  /** Its id. */
  id: string;
  /** Its title. */
  title: string;
  /** One sentence. */
  summary?: string;
  /** It is left out of a site for the public. */
  internal?: true;
}

/** Something that levels say something about. */
export interface Competency {
  /** Its id. */
  id: string;
  /** Ids that it had before. */
  was?: string[];
  /** Its title. */
  title: string;
  /** Other words for it in headings. */
  aliases?: string[];
  /** The id of its category. */
  category?: string;
  /** One sentence. */
  summary?: string;
  /** It is left out of a site for the public. */
  internal?: true;
  /** Ids of the tracks that it applies to, if not to all. */
  tracks?: string[];
  from?: From;
  /** The id of the scale that its steps come from. */
  scale?: string;
  /** Its named steps, lowest first; empty if its steps are plain numbers. */
  steps: Step[];
  /** Its page, from the root of the site on, which begins with `/`. */
  url?: string;
  /** Its page in full, where book.toml has a base-url. */
  canonical?: string;
  /** The text of its page. */
  markdown?: string;
}

/** From where on a competency applies; one of both. */
export interface From {
  /** From a grade on. */
  grade?: number;
  /** From the level with this id on; in other tracks from its grade on. */
  level?: string;
}

/** A named list of steps. */
export interface Scale {
  /** Its id. */
  id: string;
  /** Its steps, lowest first. */
  steps: Step[];
}

/** A step of a competency or scale. In a cell it has its title and its words alone. */
export interface Step {
  /** Its name. */
  title: string;
  /** What it means, without markup. */
  text?: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
  /** What comes with it. */
  criteria?: StepCriterion[];
  /** Small scenes that show it. */
  examples?: Text[];
}

/** A criterion of a step. */
export interface StepCriterion {
  /** Its id. */
  id: string;
  /** Its words, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
  /** Small scenes that show it. */
  examples?: Text[];
}

/** A level, with what is in effect at it. */
export interface Level {
  /** Track and level: `ic/senior`. */
  id: string;
  /** What it was called before. */
  was?: string[];
  /** The id of the track that it belongs to. */
  track: string;
  /** Its title. */
  title: string;
  /** The title, with what tells the level apart where another one has the same title. */
  label: string;
  /** A short code such as `IC3`. */
  code?: string;
  /** The grades that it spans, lowest first; empty if it is not aligned with other tracks. */
  grade: number[];
  /** One sentence. */
  summary?: string;
  /** Steps within the level, such as `I` and `II`. */
  sublevels?: string[];
  /** Facts such as `scope` in the author's order. */
  facts: Record<string, string>;
  /** Where one can go from here. */
  next: Move[];
  /** Links that the author added. */
  links?: Link[];
  /** Its page, from the root of the site on, which begins with `/`. */
  url?: string;
  /** Its page in full, where book.toml has a base-url. */
  canonical?: string;
  /** Old addresses of its page. */
  aliases?: string[];
  /** The file that it is written in, from the folder of book.toml on. */
  source: string;
  /** Whether it is in use. */
  status: "active" | "draft" | "retired";
  /** The id of the level that took its place. */
  "replaced-by"?: string;
  "same-as"?: SameAs;
  /** It is left out of a site for the public. */
  internal?: true;
  /** Its introduction. */
  markdown?: string;
  /** Sections that the author marked as prose. */
  sections?: Section[];
  /** Ids of competencies of which it expects nothing. One that is neither here nor in `cells` is left out of this
   * site. */
  without: string[];
  /** Those of `without` that do not apply to it, by their `tracks` and `from`. Of the others the track says nothing
   * yet, or nothing any more. */
  "not-applicable"?: string[];
  /** What stands straight under the headings of categories. */
  categories?: CategoryText[];
  /** What it expects of each competency, inherited criteria and those of steps included. */
  cells: Cell[];
}

/** A way from a level to another one. */
export interface Move {
  /** The id of a level. */
  to: string;
  /** What kind of move it is. */
  kind: "promotion" | "lateral" | "back";
  /** What its author says about it. */
  note?: string;
}

/** A link that an author added to a level. */
export interface Link {
  /** Its words. */
  label: string;
  /** Where it leads; left out where that is something that this site leaves out. */
  url?: string;
}

/** The level whose expectations are the same. */
export interface SameAs {
  /** The id of a level. */
  level: string;
  /** This level adds some of its own. */
  "but-also"?: true;
}

/** A section of a level that is no competency. */
export interface Section {
  /** Its heading. */
  title: string;
  /** It is left out of a site for the public. */
  internal?: true;
  /** What follows it. */
  markdown: string;
}

/** What a level says about a category as a whole. */
export interface CategoryText {
  /** The id of the category. */
  category: string;
  /** Its words, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
}

/** What a level expects of a competency. */
export interface Cell {
  /** The id of the competency. */
  competency: string;
  /** `none` is empty on purpose; `missing` is not written yet, although an earlier and a later level are. */
  state: "stated" | "none" | "missing";
  /** It is left out of a site for the public. */
  internal?: true;
  expect?: Expectation;
  /** The first expected step, if it has a name. */
  step?: Step;
  /** Its criteria in the order in which they are shown. */
  criteria: Criterion[];
  /** What stands between the criteria, in the author's order. */
  prose?: Prose[];
}

/** Steps from `first` to `last`, which are the same unless the author gave a range. */
export interface Expectation {
  first: NumberedStep;
  last: NumberedStep;
  /** Steps above `last` are expected of some. */
  "or-above"?: true;
}

/** A step by its number. */
export interface NumberedStep {
  /** From 1. */
  number: number;
  /** Its name, or the number as text where the competency does not name its steps. */
  title: string;
}

/** Prose of a cell: what is no criterion. */
export interface Prose {
  /** How many of the cell's criteria stand before it. */
  after: number;
  /** Titles of the headings inside the cell that it stands under, the highest first. */
  groups?: string[];
  /** Its words, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
}

/** A text, and the same with its markup. */
export interface Text {
  /** Its words, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
}

/** One observable behaviour. */
export interface Criterion {
  /** Its id, unique in the handbook. */
  id: string;
  /** The fragment of its level's page at which it stands, if that is not its id. */
  anchor?: string;
  /** Its id is written down, so that its address on the list of all criteria is permanent. */
  pinned?: true;
  /** Ids that it had before. */
  was?: string[];
  /** Ids of the criteria whose grown form it is, by its author's word. */
  replaces?: string[];
  /** Its number, if its list has numbers. */
  number?: number;
  /** Its words, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
  /** Small scenes that show it. */
  examples?: Text[];
  /** Titles of the headings inside its cell that it stands under, the highest first. */
  groups?: string[];
  /** The paragraph that leads to its list. */
  "lead-in"?: Text;
  /** Its author marked it as new. */
  new?: true;
  /** It is left out of a site for the public. */
  internal?: true;
  origin?: Origin;
}

/** Where a criterion is written, if not at the level itself. */
export interface Origin {
  /** At a level of the track that its track extends, at the level that is declared the same, or at the expected
   * step. */
  kind: "track" | "level" | "step";
  /** The id of the track or level. */
  id?: string;
  /** The number of the step, from 1. */
  number?: number;
  /** The name of the step. */
  title?: string;
}

/** What is written about a move between two levels. */
export interface MoveText {
  /** The id of a level. */
  from: string;
  /** The id of a level. */
  to: string;
  /** One sentence. */
  summary?: string;
  /** It is left out of a site for the public. */
  internal?: true;
  /** Its page, from the root of the site on, which begins with `/`. */
  url?: string;
  /** Its page in full, where book.toml has a base-url. */
  canonical?: string;
  /** The text. */
  markdown?: string;
}

/** A term of the glossary. */
export interface Term {
  /** The term. */
  term: string;
  /** What it was called before. */
  was?: string[];
  /** Other words for it. */
  aliases?: string[];
  /** The fragment of the glossary's page at which it stands. */
  anchor: string;
  /** It is left out of a site for the public. */
  internal?: true;
  /** What it means, without markup. */
  text: string;
  /** The same with its markup, if it has any. Addresses start at the root of the site, without `/` in front. */
  html?: string;
  /** The same as Markdown, if it has markup. Addresses are full where book.toml has a base-url, else from the root
   * of the site on. */
  markdown?: string;
  /** Where to read more. */
  link?: string;
}

/** A guide or another page. What it says is in its Markdown, `index.md` beside the page. */
export interface Guide {
  /** Its path in content/, without numbers and extension: `guides/feedback`. */
  id: string;
  /** Its title. */
  title: string;
  /** One sentence. */
  summary?: string;
  /** Whether it is in use. */
  status: "active" | "draft" | "retired";
  /** It is left out of a site for the public. */
  internal?: true;
  /** Its page, from the root of the site on, which begins with `/`. */
  url?: string;
  /** Its page in full, where book.toml has a base-url. */
  canonical?: string;
}
