// Formatters of others over handbooks: what a formatter writes anew changes no page, or `check` says so and `check --fix` takes
// it back. mdformat is tried where it is installed: `pip install mdformat mdformat-frontmatter mdformat-gfm`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { REPOSITORY, binary, build, written } from "./site.js";

const PRETTIER = join(REPOSITORY, "tests/browser/node_modules/.bin/prettier");

// Each call formats the folder in which it runs.
const FORMATTERS = {
  prettier: [PRETTIER, "--no-config", "--write", "."],
  mdformat: ["mdformat", "content"],
};

// The marks of the format that are easily written otherwise.
const MARKS = {
  "book.toml": 'book.title = "Marks"\nladder.cumulative = true\n',
  "content/tracks.yaml": "tracks:\n  - {id: ic, title: Engineers}\n",
  "content/glossary.yaml": "terms:\n  - term: bus factor\n    text: >\n      How many people\n      may be away.\n",
  "content/levels/ic/1-junior.md": `---
title: Junior Engineer
next: [{to: senior, note: "Asks: “when?”"}]
---

See [[senior]], [[senior#craft|the craft]] and [[bus factor]].

## Craft {.internal}

- Nobody sees this

## Delivery

All of these:

1. Ships small changes {#ships-small}
   - An example
2. Says what they leave out {#says-rest .detail}
   - Part of it

Then one of these:

- Asks *early*, not __late__ {#asks-early}
* Asks once more {#asks-more}

### Exceeds

- Helps others_with_names {#helps}
`,
  "content/levels/ic/2-senior.md": `---
title: Senior Engineer
---

## Craft

- Knows why {#knows-why was=knew-why}
- Decides {replaces=ships-small}

## Delivery {same-as=junior}

## Growing {.none}
`,
  "content/guides/page.md": `---
title: A page
---

## Tables {#tables}

| who | what |
|---|:-:|
| [[senior]] | a \\| b |

> [!NOTE]
> To be read.

Term
: What it means

A note.[^1] {{<facts level="junior" />}} ~~gone~~

{{<matrix track="ic" />}}

- [ ] to do
- [x] done

[^1]: Below.
`,
};

// The pages of a site; dates and the like are not in them.
const pages = (site) => {
  const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter(
    (path) => /\.(html|json)$/.test(path) && !path.startsWith("search/") && statSync(join(site, path)).isFile(),
  );
  return new Map(files.map((path) => [path, readFileSync(join(site, path), "utf8")]));
};

const changed = (before, after) => [...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path);

// A formatter that waits for its standard input would wait for ever.
const QUIET = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 };

const check = (folder, ...options) => spawnSync(binary(), ["check", folder, ...options], { encoding: "utf8" });

for (const [name, [program, ...options]] of Object.entries(FORMATTERS)) {
  const isThere = !spawnSync(program, ["--version"], QUIET).error;
  for (const kind of ["sample", "marks"]) {
    test(`${name} changes no page in silence: ${kind}`, { skip: isThere ? false : `there is no ${name}` }, () => {
      const folder = written(kind === "marks" ? MARKS : {});
      if (kind === "sample") {
        for (const part of ["content", "book.toml"]) {
          cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true });
        }
      }
      const before = pages(build(folder));
      const said = check(folder).stderr;
      const run = spawnSync(program, options, { ...QUIET, cwd: folder });
      assert.equal(run.status, 0, run.stderr);
      const told = check(folder).stderr;
      if (told !== said) {
        assert.equal(check(folder, "--fix").status, 0);
        assert.equal(check(folder).stderr, said, "what is told can be mended");
      }
      assert.deepEqual(changed(before, pages(build(folder))), []);
    });
  }
}
