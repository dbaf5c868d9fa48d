// The shapes of the files below `api/parts/`, which a site has beside `api/handbook.json` if that is too much for a
// page to load: an index, the levels of each track, and where criteria are found. They are made for the theme's
// scripts. They are no interface for other programs, and may change.

import type { Book, Category, Competency, Edition, Level, Move, Step, Track } from "handbook-json";

/** `index.json`: what pages need to know of the handbook as a whole. */
export interface Index {
  edition?: Edition;
  audience: "public" | "internal";
  book: Book;
  tracks: TrackHead[];
  categories: Category[];
  competencies: CompetencyHead[];
  levels: LevelHead[];
  glossary: TermHead[];
  /** The fingerprints of the files of where criteria are found, by their numbers. */
  criteria: string[];
}

export interface TrackHead {
  id: string;
  title: string;
  hue?: number;
  abstract?: true;
  /** Its rungs, if these are not simply its own levels in the order of the handbook. */
  levels?: string[];
  /** The fingerprint of its file; it has none without levels. */
  part?: string;
}

export interface CompetencyHead extends Pick<Competency, "id" | "title" | "category" | "internal" | "url"> {
  steps?: Step[];
  /** The highest step that any level expects, if its steps have no names by which they could be counted. */
  highest?: number;
}

/** What most levels have in common is left out. */
export interface LevelHead {
  id: string;
  title: string;
  /** If it is not its title. */
  label?: string;
  was?: string[];
  /** If it is not `active`. */
  status?: Level["status"];
  /** If it is not its id below `/levels/`; empty if it has no page. */
  url?: string;
  /** If that is not simply the next level of its own track. */
  next?: Move[];
}

export interface TermHead {
  term: string;
  anchor: string;
  text: string;
}

/** `levels/<track>.json`: a track with all that its levels say. */
export interface Part {
  track: Track;
  /** Its own levels, as `handbook.json` has them. */
  levels: Level[];
  words: PartWords;
  /** For each criterion that its criteria replace, or that those replaced before, what that replaces. */
  replaces?: Record<string, string[]>;
}

/** The words of the criteria of a track. Stems have numbers in this file alone, and hashes in all of them. */
export interface PartWords {
  /** The hash of each stem, by its number. */
  stems: number[];
  /** The weight of each stem, by its number. */
  weights: number[];
  /**
   * For each level, one list for each criterion of its cells: the hash of its text, which texts share that say the
   * same, then the numbers of its stems.
   */
  levels: number[][][];
}

/** `criteria/<number>.json`: where those criteria are found whose ids have this number for a hash. */
export interface Lookup {
  criteria: Record<string, Found>;
  /** Ids of today by those that criteria had before. */
  renamed?: Record<string, string>;
}

export interface Found {
  /** All wordings, in the order of the handbook. */
  texts: string[];
  /** The first level with a page that has it. */
  level?: string;
  /** Its fragment where it stands first, if that is not its id; empty if it has none. */
  anchor?: string;
}
