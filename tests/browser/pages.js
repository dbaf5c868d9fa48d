// One page of every kind, by its kind.

export const PAGES = {
  home: "",
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
