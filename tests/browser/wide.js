// A handbook whose author puts what is wide wherever text may stand: code, tables, addresses, words without end.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { REPOSITORY } from "./site.js";

const WORD = "Rechtsschutzversicherungsgesellschaften".repeat(3);
const URL = `https://example.com/${"deploys-per-service/".repeat(6)}?since=${"0123456789".repeat(8)}`;
const CODE = `kubectl get deployments --selector=team=${"payments-".repeat(20)}core --output=wide`;
const COLUMNS = Array.from({ length: 7 }, (_, n) => `Column-number-${n + 1}`);
const row = (cells) => `| ${cells.join(" | ")} |`;
const TABLE = [row(COLUMNS), row(COLUMNS.map(() => "---")), row([WORD, `\`${CODE}\``, URL, ...COLUMNS.slice(3)])];
const FENCE = ["```sh", CODE, "```"];

// Markdown blocks, each line after the first indented.
const blocks = (...parts) => parts.map((lines) => [lines].flat().join("\n")).join("\n\n");
const indented = (text, by) => text.replaceAll("\n", `\n${" ".repeat(by)}`);

const SENTENCE = `${WORD}, \`${CODE}\`, ${URL}, **${WORD}** and [${WORD}](${URL})`;
const PROSE = blocks(SENTENCE, TABLE, FENCE, `> ${SENTENCE}`, ["Term", `: ${SENTENCE}`], `> [!NOTE]\n> ${SENTENCE}`);
const HTML = blocks(
  ["<table>", "<tr>", ...COLUMNS.map((it) => `<td>${it} ${WORD}</td>`), "</tr>", "</table>"],
  ["<pre>", CODE, "</pre>"],
);
const NOTE = (label) => `[^${label}]: ${indented(blocks(SENTENCE, TABLE, FENCE), 4)}`;

const item = (mark, words, attributes = "") =>
  `${mark} ${indented(blocks(`${words} ${SENTENCE}${attributes}`, TABLE, FENCE), mark.length + 1)}`;

const criteria = (n) =>
  blocks(
    PROSE,
    `${SENTENCE} leads to this:`,
    [
      item("-", `First ${n}`, "[^wide]"),
      `  - ${indented(blocks(`Example ${SENTENCE}`, FENCE), 4)}`,
      item("-", `Second ${n}`, ` {#second-${n} .new}`),
      item("-", `Detail ${n}`, " {.detail}"),
      `  - ${SENTENCE}`,
    ],
    `### ${WORD}`,
    [item("3.", `Third ${n}`), item("4.", `Fourth ${n}`)],
    `#### ${WORD} ${CODE}`,
    item("-", `Fifth ${n}`),
    HTML,
  );

const level = (n, extra = "") =>
  `---
title: Level ${n} ${WORD}
code: L${n}
grade: ${n}
summary: ${WORD} ${n}
facts: {scope: "${URL}", autonomy: "${WORD} ${n}"}
expect: {craft: ${n}, pace: ${n}}
links: [{label: "${WORD}", url: "${URL}"}]
${extra}---

${blocks(PROSE, HTML)}

## Making

${PROSE}

### Craft

${criteria(n).replaceAll(/^###/gm, "####")}

## Pace

${criteria(`${n}x`)}

## Reading {.prose}

${blocks(PROSE, HTML)}

${NOTE("wide")}
`;

const value = (text, by) => `|\n${" ".repeat(by)}${indented(text, by)}`;

const steps = [1, 2, 3]
  .map(
    (n) => `      - title: Step ${n} ${WORD}
        text: ${value(blocks(PROSE, `Noted.[^${n}]`, NOTE(n)), 10)}
        criteria:
          - ${value(blocks(SENTENCE, TABLE, FENCE), 12)}
        examples:
          - ${value(blocks(SENTENCE, TABLE, FENCE), 12)}`,
  )
  .join("\n");

const FILES = {
  "book.toml": `[book]\ntitle = "Wide"\ndescription = "${WORD}"\n[build]\ntheme = "THEME"\n[calibrate]\nenabled = true\n`,
  "content/index.md": blocks(PROSE, `Noted.[^n]`, NOTE("n"), HTML),
  "content/levels.md": PROSE,
  "content/matrix.md": PROSE,
  "content/compare.md": PROSE,
  "content/glossary.md": PROSE,
  "content/competencies/index.md": PROSE,
  "content/competencies/craft.md": blocks(PROSE, HTML),
  "content/levels/ic/index.md": PROSE,
  "content/moves/one--two.md": PROSE,
  "content/guides/index.md": PROSE,
  "content/guides/wide.md": blocks(`# ${WORD}`, PROSE, `## ${WORD}`, "Noted.[^n]", NOTE("n"), HTML),
  "content/tracks.yaml": `tracks:\n  - {id: ic, title: Makers, summary: ${WORD}, cumulative: true}\n  - {id: em, title: ${WORD}}\n`,
  "content/glossary.yaml": `terms:\n  - term: Term\n    link: "${URL}"\n    text: ${value(blocks(PROSE, "Noted.[^t]", NOTE("t")), 6)}\n`,
  "content/competencies.yaml": `categories:\n  - {id: making, title: Making, summary: ${WORD}}\ncompetencies:\n  - id: craft\n    title: Craft\n    category: making\n    cumulative: true\n    steps:\n${steps}\n  - {id: pace, title: Pace, summary: ${WORD}}\n`,
  "content/levels/ic/1-one.md": level(1, `next: [two, {to: em/lead, kind: lateral, note: "${URL}"}]\n`),
  "content/levels/ic/2-two.md": level(2).replaceAll(/^(- First .*)$/gm, "$1 and more"),
  "content/levels/ic/3-three.md": level(3),
  "content/levels/em/1-lead.md": level(2),
};

// Writes it, to be built in a theme.
export const wide = (theme) => {
  const folder = mkdtempSync(join(tmpdir(), "ladderbook-wide-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text.replace("THEME", theme));
  }
  cpSync(join(REPOSITORY, "themes", theme), join(folder, "themes", theme), {
    recursive: true,
  });
  return folder;
};

// Addresses of pages that scripts make of data.
export const SCRIPTED = ["compare/?from=ic/one&to=ic/three", "review/?level=ic/one", "search/?q=Column-number"];
