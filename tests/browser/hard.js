// A handbook whose texts are hard to lay out: very long words, emoji, text from right to left, sixty levels.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const HEBREW = "מהנדסת תוכנה בכירה עם שם ארוך מאוד שממשיך ואינו נגמר";

// A handbook in which every text is hard to lay out.
export const hard = (language) => {
  const folder = mkdtempSync(join(tmpdir(), "ladderbook-hard-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    "book.toml",
    `[book]\ntitle = "${WORD} 🪜 ${HEBREW}"\ndescription = "${WORD}"\nlanguage = "${language}"\nauthors = ["${WORD}"]\n`,
  );
  write("content/index.md", `# ${WORD}\n\n${WORD} ${HEBREW}\n`);
  write(
    "content/tracks.yaml",
    `tracks:\n  - {id: ic, title: ${WORD}, summary: ${WORD}}\n  - {id: em, title: "🧑‍🔬👩🏽‍🚀", summary: ${HEBREW}}\n  - {id: empty, title: Empty}\n`,
  );
  write(
    "content/competencies.yaml",
    `categories:\n  - {id: craft, title: ${WORD}, summary: ${HEBREW}}\ncompetencies:\n  - {id: long, title: ${WORD}, category: craft, summary: ${WORD}, scale: words}\n  - {id: emoji, title: "🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄🦄", category: craft}\n  - {id: bare, title: ${HEBREW}, category: craft}\n`,
  );
  write("content/scales.yaml", `scales:\n  words: [${WORD}, ${HEBREW}, "🐣"]\n`);
  write("content/glossary.yaml", `terms:\n  - {term: ${WORD}, aliases: ["🦄"], text: ${WORD} ${WORD} ${HEBREW}}\n`);
  const level = (title, step, extra = "") =>
    `---\ntitle: "${title}"\ncode: ${WORD}\ngrade: 3\nsummary: ${WORD}\nfacts: {scope: ${WORD}, autonomy: ${HEBREW}, impact: "🦄"}\nexpect: {long: ${step}}\nsublevels: [${WORD}, II]\nlinks: [{label: ${WORD}, url: "https://example.com/${WORD}"}]\n${extra}---\n\n${WORD} ${HEBREW}\n\n## ${WORD}\n\n- ${WORD}\n  - ${WORD}\n- ${HEBREW} ${step}\n- https://example.com/${WORD}/${WORD}\n\n### ${WORD}\n\n- \`${WORD}${WORD}\` und ${step}\n`;
  write("content/levels/ic/1-one.md", level(WORD, 1));
  write("content/levels/ic/2-two.md", level("🧑‍🔬👩🏽‍🚀🦄", 2, `next: [{to: em/lead, kind: lateral, note: ${WORD}}]\n`));
  write("content/levels/ic/3-three.md", level(HEBREW, 3));
  write("content/levels/ic/4-bare.md", "---\ntitle: X\n---\n");
  for (let n = 5; n <= 60; n++) {
    write(`content/levels/ic/${n}-n${n}.md`, `---\ntitle: ${WORD} ${n}\ngrade: ${n}\n---\n`);
  }
  write("content/levels/em/1-lead.md", level(WORD, 1));
  write("content/guides/index.md", `---\ntitle: ${WORD}\nsummary: ${WORD}\n---\n`);
  write(
    "content/guides/hard.md",
    `---\ntitle: "🦄 ${WORD}"\n---\n\n## ${WORD}\n\n| ${WORD} | ${HEBREW} |\n|---|---|\n| ${WORD} | 🦄 |\n\n> [!NOTE]\n> ${WORD}\n\n## ${HEBREW}\n\n\`\`\`\n${WORD}${WORD}\n\`\`\`\n\n1. ${WORD}\n`,
  );
  return folder;
};
