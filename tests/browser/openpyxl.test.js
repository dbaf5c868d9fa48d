// A workbook in another program: openpyxl reads and writes what `export xlsx` wrote, and `import` takes it back. It is tried
// where it is installed: `pip install openpyxl`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { REPOSITORY, binary, files, written } from "./site.js";

const run = (program, ...words) => spawnSync(program, words, { encoding: "utf8" });
const isThere = run("python3", "-c", "import openpyxl").status === 0;
const skip = isThere ? false : "python3 with openpyxl is not here";

const ID = "asks-before-answering";
const WORDS = "Asks what a colleague would do before giving an answer";

// Writes the texts of all criteria as JSON, and one sentence anew.
const SCRIPT = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Criteria"]
head = [cell.value for cell in sheet[1]]
id, text = head.index("id"), head.index("text")
rows = list(sheet.iter_rows(min_row=2))
print(json.dumps({row[id].value: row[text].value for row in rows if row[id].value}))
for row in rows:
    if row[id].value == "${ID}":
        row[text].value = "${WORDS}"
book.save(sys.argv[1])
`;

test("one sentence that openpyxl changed is one criterion on disk", { skip }, () => {
  const folder = written({});
  for (const part of ["content", "book.toml"]) {
    cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true });
  }
  const ladder = (...words) => {
    const { status, stdout, stderr } = run(binary(), ...words);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const workbook = join(dirname(folder), "ladder.xlsx");
  ladder("export", "xlsx", folder, "--audience", "internal", "--output", workbook);
  const script = run("python3", "-c", SCRIPT, workbook);
  assert.equal(script.status, 0, script.stderr);

  const seen = new Map(Object.entries(JSON.parse(script.stdout)));
  const handbook = JSON.parse(ladder("export", "json", folder, "--audience", "internal"));
  const cells = handbook.levels.flatMap(({ cells }) => cells);
  const criteria = cells.flatMap(({ criteria }) => criteria);
  assert.ok(criteria.length > 100, "the sample has criteria");
  for (const { id, text } of criteria) assert.equal(seen.get(id), text, id);

  const before = new Map(files(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  ladder("import", workbook, "--into", folder);
  const changed = files(folder).filter((path) => readFileSync(join(folder, path), "utf8") !== before.get(path));
  assert.deepEqual(changed, ["content/levels/ic/3-senior.md"]);
  const lines = (text) => text.split("\n");
  const old = lines(before.get(changed[0]));
  const now = lines(readFileSync(join(folder, changed[0]), "utf8"));
  assert.equal(now.length, old.length);
  const different = now.filter((line, number) => line !== old[number]);
  assert.equal(different.length, 1);
  assert.ok(different[0].includes(`${WORDS} {#${ID}`), different[0]);
});
