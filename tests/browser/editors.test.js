// What `ladderbook init` tells VS Code: the schemas of files, and a task whose lines its problem matcher follows.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { binary, printed, written } from "./site.js";

const begun = (...options) => {
  const folder = join(written({ "notes.txt": "mine" }), "handbook");
  printed("init", folder, ...options);
  return folder;
};

const json = (folder, path) => JSON.parse(readFileSync(join(folder, path), "utf8"));

test("the settings name schemas that are there, for files that are there", () => {
  const folder = begun();
  const settings = json(folder, ".vscode/settings.json");
  const toml = settings["evenBetterToml.schema.associations"];
  const schemas = Object.entries(settings["yaml.schemas"]).concat(
    Object.entries(toml).map(([file, schema]) => [schema, file]),
  );
  assert.equal(schemas.length, 5);
  for (const [schema, file] of schemas) {
    assert.ok(json(folder, schema).properties, schema);
    assert.ok(
      file.startsWith("^") ? new RegExp(file).test(`file://${folder}/book.toml`) : existsSync(join(folder, file)),
      file,
    );
  }
  assert.deepEqual(json(folder, ".vscode/extensions.json").recommendations.length, 2);
});

test("settings that are there stay, and the rest is added", () => {
  const folder = written({ ".vscode/settings.json": "{}" });
  assert.match(printed("init", folder, "--levels", "1"), /\.vscode\/settings\.json was there already/);
  assert.equal(readFileSync(join(folder, ".vscode/settings.json"), "utf8"), "{}");
  assert.ok(existsSync(join(folder, ".vscode/tasks.json")));
  assert.ok(!existsSync(join(begun("--empty"), ".vscode")), "two files are two files");
});

// The list of problems that VS Code shows, by the matcher of a task: a round begins with none.
const follow = (folder, { command, args, problemMatcher }) => {
  const { pattern, background } = problemMatcher;
  const [begins, ends, problem] = [background.beginsPattern, background.endsPattern, pattern.regexp].map(
    (it) => new RegExp(it),
  );
  assert.equal(command, "ladderbook");
  // One stream for both, as a terminal has it.
  const process = spawn("sh", ["-c", 'exec "$0" "$@" 2>&1', binary(), ...args], { cwd: folder });
  let problems = [];
  let rounds = 0;
  let wake = () => {};
  const take = (line) => {
    const found = problem.exec(line);
    const marks = [begins, ends, problem].filter((it) => it.test(line));
    assert.ok(marks.length <= 1, `${line} is two things at once`);
    if (begins.test(line)) problems = [];
    if (found) {
      problems.push(["file", "line", "column", "severity", "code"].map((part) => found[pattern[part]]).join(" "));
    }
    if (ends.test(line)) rounds += 1;
    wake();
  };
  let rest = "";
  process.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  });
  const round = async (number) => {
    while (rounds < number) await new Promise((woken) => (wake = woken));
    return problems;
  };
  return { round, end: () => process.kill() };
};

test("the problem matcher of the task shows what is wrong now", { timeout: 60_000 }, async () => {
  const folder = begun("--levels", "2");
  const [task] = json(folder, ".vscode/tasks.json").tasks;
  assert.ok(task.isBackground);
  const watch = follow(folder, task);
  try {
    assert.deepEqual(await watch.round(1), []);
    const page = join(folder, "content/page.md");
    writeFileSync(page, "---\ntitle: A page\n---\n\nSee [[nowhere]].\n");
    const dead = ["content/page.md 5 5 error unknown-reference"];
    assert.deepEqual(await watch.round(2), dead);
    // It is still wrong when something else is saved.
    writeFileSync(join(folder, "content/other.md"), "---\ntitle: Other\ntitel: x\n---\n");
    assert.deepEqual((await watch.round(3)).sort(), ["content/other.md 3 1 error unknown-key", ...dead]);
    writeFileSync(page, "---\ntitle: A page\n---\n\nSee [[mid]].\n");
    writeFileSync(join(folder, "content/other.md"), "---\ntitle: Other\n---\n");
    let problems = await watch.round(4);
    for (let number = 5; problems.length > 0; number++) problems = await watch.round(number);
  } finally {
    watch.end();
  }
});
