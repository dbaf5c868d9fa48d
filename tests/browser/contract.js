// The contract between templates and scripts: which elements the theme's scripts ask a page for, and which template,
// component or script has them. Scripts are read as syntax trees, templates as text.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "acorn";

import { REPOSITORY, files } from "./site.js";

const THEME = join(REPOSITORY, "themes/default");
const VIEW = join(REPOSITORY, "src/view");
const ASSETS = "assets";
// Scripts that a page opened as a file loads as well.
const CLASSIC = ["boot.js", "redirect.js"];

// Functions of ours that take a selector, or what becomes one: where it stands, what it is, and whether a script
// cannot do without. Then those of the browser.
const HELPERS = {
  need: { at: 1, needed: true },
  link: { at: 1, needed: true },
  drop: { at: 1 },
  part: { at: 0, needed: true, selector: (id) => `template#lb-${id}` },
  word: { at: 0, needed: true, selector: (id) => `template#lb-${id}` },
  ask: { at: 0, needed: true, selector: (id) => `dialog#${id}` },
};
const METHODS = {
  querySelector: { at: 0 },
  querySelectorAll: { at: 0 },
  closest: { at: 0 },
  matches: { at: 0 },
  getElementById: { at: 0, selector: (id) => `#${id}` },
};
// What stands in for a part that is known only in the browser.
const ANY = "*";

export const scripts = () =>
  files(join(THEME, ASSETS))
    .filter((path) => path.endsWith(".js"))
    .map((path) => ({ path, source: readFileSync(join(THEME, ASSETS, path), "utf8") }));

export const templates = () => [
  ...files(THEME)
    .filter((path) => /^(templates|components)\/.*\.html$/.test(path))
    .map((path) => ({ path, source: readFileSync(join(THEME, path), "utf8") })),
  ...files(VIEW)
    .filter((path) => path.endsWith(".rs"))
    .map((path) => ({
      path: `src/view/${path}`,
      source: readFileSync(join(VIEW, path), "utf8").replaceAll('\\"', '"'),
    })),
];

// ---- Scripts ----

// Calls `visit` with each node of a tree and the nodes around it.
const walk = (node, visit, around = []) => {
  if (Array.isArray(node)) return node.forEach((it) => walk(it, visit, around));
  if (typeof node?.type !== "string") return;
  visit(node, around);
  for (const value of Object.values(node)) if (typeof value === "object") walk(value, visit, [...around, node]);
};

// The texts that an expression can have, with `*` for what is not known. Nothing if it may be any text.
const textsOf = (node, constants) => {
  if (node?.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node?.type === "ConditionalExpression") {
    return [node.consequent, node.alternate].flatMap((it) => textsOf(it, constants));
  }
  if (node?.type === "Identifier") return constants.get(node.name) ?? [];
  if (node?.type !== "TemplateLiteral") return [];
  const text = node.quasis.map(({ value }) => value.cooked).join(ANY);
  return text === ANY ? [] : [text];
};

// Constants of a module that are texts, or lists of rows with selectors.
const constantsOf = (tree) => {
  const constants = new Map();
  walk(tree, ({ type, id, init }) => {
    if (type !== "VariableDeclarator" || id.type !== "Identifier") return;
    if (init?.type === "Literal" && typeof init.value === "string") constants.set(id.name, [init.value]);
    if (id.name !== "PARTS") return;
    constants.set(
      "selector",
      init.elements.map(({ elements: [selector] }) => selector.value),
    );
  });
  return constants;
};

// Names of the asking functions that a module has from another one, or exports itself.
const helpersOf = (tree) => {
  const names = new Set();
  walk(tree, (node) => {
    if (node.type === "ImportSpecifier") names.add(node.local.name);
    if (node.type === "ExportNamedDeclaration") {
      for (const { id } of node.declaration?.declarations ?? []) names.add(id.name);
    }
  });
  return names;
};

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isDataset = (node) => node?.type === "MemberExpression" && node.property.name === "dataset";

// The attributes that an expression reads from a dataset.
const attributesRead = (node, around) => {
  if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && isDataset(node.init)) {
    return node.id.properties.map(({ key }) => kebab(key.name));
  }
  const isRead = node.type === "MemberExpression" && isDataset(node.object) && !node.computed;
  const parent = around.at(-1);
  const isWritten = parent?.type === "AssignmentExpression" ? parent.left === node : parent?.operator === "delete";
  return isRead && !isWritten ? [kebab(node.property.name)] : [];
};

const askingOf = ({ name, property }, helpers) => {
  if (property && Object.hasOwn(METHODS, property.name)) return METHODS[property.name];
  return name && Object.hasOwn(HELPERS, name) && helpers.has(name) ? HELPERS[name] : null;
};

// What a script asks for: `{ selector, needed }`. A selector that is not written out is an error.
export const asked = ({ path, source }) => {
  const tree = parse(source, { ecmaVersion: "latest", sourceType: CLASSIC.includes(path) ? "script" : "module" });
  const constants = constantsOf(tree);
  const helpers = helpersOf(tree);
  const found = new Map();
  const add = (selector, needed) => found.set(selector, Boolean(needed || found.get(selector)));
  walk(tree, (node, around) => {
    for (const name of attributesRead(node, around)) add(`[data-${name}]`, false);
    if (node.type !== "CallExpression") return;
    const asking = askingOf(node.callee, helpers);
    if (!asking) return;
    // A function that asks for what it is given is followed where it is called.
    const isWrapper = around.some(({ type, id }) => type === "VariableDeclarator" && Object.hasOwn(HELPERS, id.name));
    if (isWrapper) return;
    const texts = textsOf(node.arguments[asking.at], constants);
    if (!texts.length && asking !== METHODS.getElementById) {
      throw new Error(`${path}: \`${source.slice(node.start, node.end)}\` asks for what is not written out`);
    }
    for (const text of texts) add(asking.selector?.(text) ?? text, asking.needed);
  });
  return [...found].map(([selector, needed]) => ({ selector, needed }));
};

// Classes, ids and attributes that a script makes itself, as a template would have them.
const made = ({ path, source }) => {
  const tree = parse(source, { ecmaVersion: "latest", sourceType: CLASSIC.includes(path) ? "script" : "module" });
  const constants = constantsOf(tree);
  const names = [];
  walk(tree, (node) => {
    const isClassList = node.type === "CallExpression" && node.callee.object?.property?.name === "classList";
    const written = isClassList
      ? node.arguments
      : node.type === "Property" && node.key.name === "class"
        ? [node.value]
        : [];
    names.push(
      ...written
        .flatMap((it) => textsOf(it, constants))
        .flatMap((text) => text.split(" "))
        .map((it) => `.${it}`),
    );
    if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return;
    if (isDataset(node.left.object)) names.push(`[data-${kebab(node.left.property.name ?? "")}]`);
  });
  return names;
};

// ---- Templates ----

// Replaces variables by the texts that loops over written lists give them, others by `*`.
const expanded = (source) => {
  const lists = new Map();
  for (const [, name, list] of source.matchAll(/\{%-?\s*set (\w+) = \[([^\]]*)\]/g)) lists.set(name, list);
  const loop = /\{%-?\s*for (\w+) in (?:\[([^\]]*)\]|(\w+))\s*-?%\}|\{%-?\s*(?:for\b[^%]*|endfor)\s*-?%\}/g;
  const open = [];
  let text = "";
  let end = 0;
  const write = (part) => (text += fill(part, open));
  for (const match of source.matchAll(loop)) {
    write(source.slice(end, match.index));
    end = match.index + match[0].length;
    if (/^\{%-?\s*endfor/.test(match[0])) {
      open.pop();
      continue;
    }
    open.push({
      name: match[1],
      texts: [...(match[2] ?? lists.get(match[3]) ?? "").matchAll(/"([^"]*)"/g)].map(([, it]) => it),
    });
  }
  write(source.slice(end));
  return text;
};

// Attributes with a variable of a loop are written once for each of its texts.
const fill = (part, open) =>
  part.replace(/([\w-]+=")((?:[^"{]|\{\{[^}]*\}\}|\{%[^%]*%\}|\{(?![{%]))*)"/g, (_, name, value) => {
    const values = [...value.matchAll(/\{\{-?\s*(\w+)\s*-?\}\}/g)].reduce(
      (values, [written, variable]) => {
        const texts = open.findLast((it) => it.name === variable)?.texts ?? [];
        return values.flatMap((it) => (texts.length ? texts : [ANY]).map((text) => it.replace(written, text)));
      },
      [value.replace(/\{%[^%]*%\}/g, " ")],
    );
    return values.map((it) => `${name}${it.replace(/\{\{.*?\}\}/g, ANY).replace(/\{\w*\}/g, ANY)}"`).join(" ");
  });

// Classes, ids and attributes of a template. The program writes some names apart from their markup.
const has = ({ path, source }) => {
  const names = [];
  // What a call of the engine is given is no attribute.
  const plain = source.replace(/\{#.*?#\}/gs, "").replace(/\{\{(?!-?\s*\w+\s*-?\}\}).*?\}\}/gs, ANY);
  if (path.endsWith(".rs")) {
    for (const [, word] of source.matchAll(/"([a-z-]+)"/g)) names.push(`.${word}`, `[${word}]`);
  }
  const text = expanded(plain);
  for (const [, name, value] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
    if (name === "class") names.push(...value.split(/\s+/).map((it) => `.${it}`));
    else if (name === "id") names.push(`#${value}`);
    else names.push(`[${name}]`, `[${name}=${value}]`);
  }
  for (const [, name] of text.matchAll(/\s((?:data-)?[\w-]+)(?=[\s>])/g)) names.push(`[${name}]`);
  // A name of which nothing is written would be that of any element.
  return names.filter((it) => !/^[.#]\**$/.test(it));
};

// ---- Both ----

// The classes, ids and attributes of a selector. Elements by their tag alone are in any theme.
export const namesOf = (selector) => {
  const plain = selector.replace(/:[\w-]+(\([^)]*\))?/g, "");
  return [...plain.matchAll(/[.#][\w*-]+|\[[\w-]+(?:[~|^$*]?="?[^\]"]*"?)?\]/g)].map(([it]) => it.replaceAll('"', ""));
};

const escape = (text) => text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&");
const pattern = (name) => new RegExp(`^${escape(name).replaceAll(ANY, "[\\w/*-]*")}$`);

// Names with what stands for any part of them apart.
const lookUp = (names) => {
  const exact = [...new Set(names)];
  const patterns = exact.filter((it) => it.includes(ANY)).map(pattern);
  return { exact: new Set(exact), patterns };
};
const includes = ({ exact, patterns }, name) => {
  if (exact.has(name) || patterns.some((it) => it.test(name))) return true;
  return name.includes(ANY) && [...exact].some((it) => pattern(name).test(it));
};

// All that scripts ask for, each with the files that have it. `missing` are the names that none has.
export const contract = (scripts, templates) => {
  const owners = [
    ...templates.map((it) => ({ path: it.path, names: lookUp(has(it)) })),
    ...scripts.map((it) => ({ path: `${ASSETS}/${it.path}`, names: lookUp(made(it)) })),
  ];
  const ownersOf = (name) => owners.filter(({ names }) => includes(names, name)).map(({ path }) => path);
  return scripts
    .map((script) => ({
      path: `${ASSETS}/${script.path}`,
      about: aboutOf(script),
      asked: asked(script)
        .filter(({ selector }) => namesOf(selector).length)
        .map(({ selector, needed }) => {
          const names = namesOf(selector);
          const found = names.map(ownersOf);
          const common = found[0].filter((owner) => found.every((it) => it.includes(owner)));
          return {
            selector,
            needed,
            in: [...new Set(common.length ? common : found.flat())].sort(),
            missing: names.filter((_, i) => !found[i].length),
          };
        }),
    }))
    .filter(({ asked }) => asked.length);
};

// The comment at the top of a script.
const aboutOf = ({ source }) => {
  const lines = source.split("\n");
  const comment = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith("//")),
  );
  return comment.map((line) => line.slice(2).trim()).join(" ");
};
