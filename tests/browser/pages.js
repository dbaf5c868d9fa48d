// One page of every kind, by its kind.

export const PAGES = {
  home: "",
  levels: "levels/",
  track: "levels/ic/",
  level: "levels/ic/senior/",
  competencies: "competencies/",
  competency: "competencies/communication/",
  criteria: "criteria/",
  matrix: "matrix/",
  compare: "compare/senior--engineering-manager/",
  comparisons: "compare/",
  picker: "compare/?from=ic/mid&to=management/vp",
  glossary: "glossary/",
  guide: "guides/feedback/",
  guides: "guides/",
  print: "print/",
  review: "review/",
  "gap sheet": "review/?level=ic/senior",
  search: "search/?q=mentor",
  "not-found": "404.html",
};

// Pages that a handbook with editions has, as that of tests/history.
export const PAGES_OF_HISTORY = {
  changes: "changes/",
  editions: "editions/",
  "level with a history": "levels/ic/senior/",
  "criteria with their ages": "criteria/",
  "level of an edition": "editions/e3/levels/ic/junior/",
  "edition on paper": "editions/e3/print/",
};
