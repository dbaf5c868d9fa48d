// Builds handbooks with the debug binary into temporary folders, and serves folders to a browser.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";

// The sample handbook is the repository itself.
export const REPOSITORY = resolve(import.meta.dirname, "../..");

const workshop = mkdtempSync(join(tmpdir(), "ladderbook-browser-"));
process.on("exit", () => rmSync(workshop, { recursive: true, force: true }));

let made = 0;
const newFolder = (name) => join(workshop, `${name}-${++made}`);

// tests/run names the binary; without it, it is looked up where cargo puts it.
export const binary = () => {
  if (process.env.LADDERBOOK) return process.env.LADDERBOOK;
  const options = { cwd: REPOSITORY, encoding: "utf8", maxBuffer: 1 << 26 };
  const metadata = execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], options);
  return join(JSON.parse(metadata).target_directory, "debug/ladderbook");
};

// Builds a handbook and returns the folder of its site, which is the caller's own.
export const build = (handbook = REPOSITORY) => {
  const output = newFolder("site");
  const shared = process.env.LADDERBOOK_SITES;
  if (!shared) return built(handbook, output);
  const known = join(shared, contents(handbook));
  if (!existsSync(known)) {
    // Of two that build the same at a time the first puts it there.
    const own = mkdtempSync(`${known}-`);
    built(handbook, own);
    try {
      renameSync(own, known);
    } catch (error) {
      if (!existsSync(known)) throw error;
      rmSync(own, { recursive: true });
    }
  }
  cpSync(known, output, { recursive: true });
  return output;
};

// The hash of what a handbook is built from. A history counts by the commits that its names stand for.
const contents = (handbook) => {
  const hash = createHash("sha256");
  const add = (path, bytes) => hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  add("book.toml", readFileSync(join(handbook, "book.toml")));
  for (const part of ["content", "themes"]) {
    const folder = join(handbook, part);
    if (!existsSync(folder)) continue;
    for (const path of files(folder)) add(`${part}/${path}`, readFileSync(join(folder, path)));
  }
  if (handbook !== REPOSITORY && existsSync(join(handbook, ".git"))) {
    for (const words of [["show-ref"], ["rev-parse", "HEAD"]]) {
      add("git", execFileSync("git", words, { cwd: handbook }));
    }
  }
  return hash.digest("hex");
};

const built = (handbook, output) => {
  const run = spawnSync(binary(), ["build", handbook, "--output", output], { encoding: "utf8" });
  if (run.error) throw new Error(`${run.error.message}: is there a binary? \`cargo build\` makes it`);
  assert.equal(run.status, 0, `the build failed:\n${run.stderr}`);
  return output;
};

// What the binary prints.
export const printed = (...words) => {
  const run = spawnSync(binary(), words, { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
};

// A copy of the sample handbook in which one line of book.toml reads differently.
export const variant = (line, replacement) => {
  const copy = newFolder("handbook");
  mkdirSync(copy);
  for (const part of ["content", "themes"]) cpSync(join(REPOSITORY, part), join(copy, part), { recursive: true });
  const book = readFileSync(join(REPOSITORY, "book.toml"), "utf8");
  const changed = book.replace(line, replacement);
  assert.notEqual(changed, book, `book.toml has no line like ${line}`);
  writeFileSync(join(copy, "book.toml"), changed);
  return copy;
};

// A handbook of these files, by their paths.
export const written = (files) => {
  const folder = newFolder("handbook");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

const git = (folder, ...words) => {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  for (const who of ["AUTHOR", "COMMITTER"]) {
    Object.assign(env, { [`GIT_${who}_NAME`]: "Ladder", [`GIT_${who}_EMAIL`]: "ladder@example.org" });
    env[`GIT_${who}_DATE`] = "2025-03-01T09:00:00Z";
  }
  execFileSync("git", words, { cwd: folder, env, stdio: "pipe" });
};

const edition = ({ name, rev, day, note = "" }) =>
  `\n[[editions]]\nname = "${name}"\nrev = "${rev}"\nnote = "${note}"\n${day ? `in-force = "${day}"\n` : ""}`;

// A handbook in a repository, which has itself as an edition.
export const withEdition = (handbook) => {
  git(handbook, "init", "--quiet");
  git(handbook, "add", "--all");
  git(handbook, "commit", "--quiet", "--message", "Start");
  git(handbook, "tag", "v1");
  const book = join(handbook, "book.toml");
  writeFileSync(book, readFileSync(book, "utf8") + edition({ name: "2025", rev: "v1", note: "The first one" }));
  return handbook;
};

// The handbook of tests/history, each tag of which is an edition; the last one comes into force in a far future. Other
// editions can be chosen by their numbers, and today may be as one of them was.
export const history = (numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], today = 12) => {
  const folder = newFolder("history");
  execFileSync("sh", [join(REPOSITORY, "tests/history/build"), folder], { stdio: "pipe" });
  git(folder, "checkout", "--quiet", `v${today}`);
  const book = join(folder, "book.toml");
  const editions = numbers.map((it) => edition({ name: `e${it}`, rev: `v${it}`, day: it === 12 ? "2999-01-01" : "" }));
  writeFileSync(book, readFileSync(book, "utf8") + editions.join(""));
  return folder;
};

// Starts a preview of a handbook and waits until it says where it is.
export const preview = async (handbook, port = 0) => {
  const server = spawn(binary(), ["serve", handbook, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise((end) => server.once("exit", end));
  process.once("exit", () => server.kill("SIGKILL"));
  const root = await new Promise((ready, fail) => {
    const listen = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) ready(found[0]);
    };
    for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8");
    server.stdout.on("data", listen);
    // Read, or the server would wait for a reader.
    server.stderr.on("data", (chunk) => (said += chunk));
    server.once("error", fail);
    server.once("exit", (status) => fail(new Error(`the preview ended with ${status}:\n${said}`)));
  });
  return {
    root,
    port: Number(new URL(root).port),
    close: () => {
      server.kill("SIGTERM");
      return ended;
    },
  };
};

// Paths of all files below a folder, relative to it and with slashes.
export const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort();

export const htmlFiles = (folder) => files(folder).filter((path) => path.endsWith(".html"));

// The address of a page below the site's root: a folder stands for its index.html.
export const address = (path) => path.replace(/(^|\/)index\.html$/, "$1");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8",
};

// As static hosts compress.
export const gzip = (bytes) => gzipSync(bytes, { level: 6 });
const isText = (type) => /^text\/|json|xml|svg/.test(type);

// Files that a browser may keep, as the `_headers` of a site say.
const FINGERPRINTED = /\/assets-[0-9a-f]{10}\//;

// Serves a folder on a free port, below a path that begins and ends with a slash. It is as strict as
// the strictest host: it redirects nothing, so a link to a folder needs its slash. Compressed, it is as
// quick as hosts are.
export const serve = async (folder, base = "/", { compressed = false } = {}) => {
  const server = createServer((request, response) => {
    const file = fileFor(folder, base, request.url);
    const shown = file ?? join(folder, "404.html");
    const type = TYPES[extname(shown)] ?? "application/octet-stream";
    const bytes = compressed && isText(type) ? gzip(readFileSync(shown)) : readFileSync(shown);
    response.writeHead(file ? 200 : 404, {
      "content-type": type,
      ...(compressed && { "cache-control": "max-age=600", ...(isText(type) && { "content-encoding": "gzip" }) }),
      ...(FINGERPRINTED.test(request.url) && { "cache-control": "public, max-age=31536000, immutable" }),
    });
    response.end(bytes);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    root: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
};

const fileFor = (folder, base, address) => {
  let path;
  try {
    path = decodeURIComponent(address.split(/[?#]/)[0]);
  } catch {
    return null;
  }
  if (!path.startsWith(base)) return null;
  const file = join(folder, path.slice(base.length), path.endsWith("/") ? "index.html" : "");
  const inside = file.startsWith(folder + sep);
  return inside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
};
