// Handbooks of several tracks, in groups: of different lengths and grades, like-named levels, titles that are long, and
// one track without grades.

import { written } from "./site.js";

const NAMES = [
  ["Backend", "Engineering"],
  ["Frontend", "Engineering"],
  ["Engineering Management", "Management"],
  ["Data Engineering", "Engineering"],
  ["Technical Program Management", "Management"],
  ["Product Design", "Product"],
  ["Site Reliability Engineering", "Engineering"],
  ["User Research", "Product"],
  ["Community", ""],
  ["Machine Learning", "Engineering"],
  ["Product Management", "Product"],
  ["Security", "Engineering"],
  ["Quality", "Engineering"],
  ["Documentation", "Product"],
];
const TITLES = ["Associate", "Practitioner", "Senior", "Staff", "Principal", "Distinguished"];
// Its members have no grades.
const UNGRADED = "community";

const idOf = (title) => title.toLowerCase().replaceAll(" ", "-");

const level = (track, n, grade) => {
  const next = n > 0 ? `next: [${idOf(track)}/l${n}]\n` : "";
  const graded = idOf(track) === UNGRADED ? "" : `grade: ${grade}\n`;
  return `---
title: ${TITLES[n]} ${track} Specialist
code: L${n + 1}
${graded}summary: What ${track} expects at place ${n + 1}.
facts: {scope: "Scope ${n + 1}"}
${n < 3 ? "" : next}---

## Craft

- Does what ${track} calls ${TITLES[n].toLowerCase()} work {#craft-${idOf(track)}-${n}}

## Working with others

- Tells others in ${track} about it at place ${n} {#others-${idOf(track)}-${n}}
`;
};

/** A handbook of so many tracks. */
export const many = (count) => {
  const tracks = NAMES.slice(0, count);
  // With few tracks, the one without grades stands for one of them.
  if (count < 9) tracks[count - 1] = NAMES[8];
  const files = { "book.toml": '[book]\ntitle = "Many"\n' };
  files["content/tracks.yaml"] = `tracks:\n${tracks
    .map(([title, group]) => `  - {id: ${idOf(title)}, title: ${title}${group && `, group: ${group}`}}\n`)
    .join("")}`;
  tracks.forEach(([title], at) => {
    const length = 3 + (at % 4);
    for (let n = 0; n < length; n++) {
      files[`content/levels/${idOf(title)}/${n + 1}-l${n + 1}.md`] = level(title, n, n + 1 + (at % 3));
    }
  });
  return written(files);
};
