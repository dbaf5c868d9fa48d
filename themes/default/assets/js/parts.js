// What scripts build from. Words and markup lie in the page as `template` elements with the id `lb-…`, so that a
// theme can change them; what stands in braces is replaced. Whatever a script cannot do without is asked for with
// `need` or `part`, which name what an overridden template lacks.

export class MissingPart extends Error {
  name = "MissingPart";
}

/** @type {WeakMap<Element, string>} Template ids of the elements that were made from them. */
const madeFrom = new WeakMap();

/** @param {ParentNode} root */
const described = (root) => {
  if (!(root instanceof Element)) return "this page";
  const id = madeFrom.get(root);
  if (id) return `<template id="lb-${id}">`;
  return `<${root.localName}${root.className && ` class="${root.className}"`}>`;
};

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
const missing = (root, selector) =>
  new MissingPart(
    `${described(root)} has no \`${selector}\`, which a script needs: does the theme override a template?`,
  );

/**
 * An element that must be there. It is an HTML element of the given kind.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export const need = (root, selector, kind) => {
  const found = root.querySelector(selector);
  if (found instanceof (kind ?? HTMLElement)) return /** @type {T} */ (found);
  throw missing(root, selector);
};

/**
 * Says in the console what a template lacks. Other errors are thrown again.
 *
 * @param {unknown} error
 */
export const reportMissing = (error) => {
  if (!(error instanceof MissingPart)) throw error;
  console.error(`ladderbook: ${error.message}`);
};

/**
 * @param {string} text
 * @param {Record<string, string | number | undefined>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (written, name) => String(values[name] ?? written));

/**
 * @param {string} id
 * @param {ParentNode} root
 */
const template = (id, root) => need(root, `#lb-${id}`, HTMLTemplateElement).content;

/**
 * A text of the interface.
 *
 * @param {string} id
 * @param {Record<string, string | number | undefined>} values
 * @param {ParentNode} root
 */
export const word = (id, values = {}, root = document) => fill((template(id, root).textContent ?? "").trim(), values);

/**
 * Puts values in the places of their names. Strings become text, whatever they hold.
 *
 * @param {Text} text
 * @param {Record<string, string | number | Node[] | undefined>} values
 */
const put = (text, values) => {
  /** @type {(string | Node)[]} */
  const pieces = [];
  text.data.split(/\{(\w+)\}/).forEach((piece, i) => {
    const value = values[piece];
    if (i % 2 === 0) pieces.push(piece);
    else if (Array.isArray(value)) pieces.push(...value);
    else pieces.push(String(value ?? `{${piece}}`));
  });
  const isText = pieces.every((piece) => typeof piece === "string");
  if (isText) text.data = pieces.join("");
  else text.replaceWith(...pieces);
};

/**
 * A copy of a template's element. Values become text, whatever they hold, unless they are nodes.
 *
 * @param {string} id
 * @param {Record<string, string | number | Node[] | undefined>} values
 */
export const part = (id, values = {}) => {
  const content = template(id, document).firstElementChild;
  if (!(content instanceof HTMLElement)) throw new MissingPart(`<template id="lb-${id}"> has no element`);
  const made = /** @type {HTMLElement} */ (content.cloneNode(true));
  madeFrom.set(made, id);
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) if (text.data.includes("{")) put(text, values);
  return made;
};

/**
 * Attributes without a value are left out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | false | null | undefined>} attributes
 * @param {...(Node | string)} content
 */
export const element = (name, attributes, ...content) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...content);
  return made;
};

/**
 * Gives a part of a template the colour of a track.
 *
 * @param {Element} made
 * @param {number} hue
 */
export const tint = (made, hue) => made.classList.replace("hue-0", `hue-${hue}`);

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {string} href
 */
export const link = (root, selector, href) => need(root, selector, HTMLAnchorElement).setAttribute("href", href);

/**
 * Takes out a part that does not apply. A theme may have left it out already.
 *
 * @param {ParentNode} root
 * @param {string} selector
 */
export const drop = (root, selector) => root.querySelector(selector)?.remove();

// Numbers one of which has the form of any other. A form is there under the first of them that has it.
const NUMBERS = [0, 1, 2, 3, 5, 11, 100];

/**
 * The number under which the words for a number are.
 *
 * @param {number} n
 */
export const formOf = (n) => {
  const rules = new Intl.PluralRules(document.documentElement.lang);
  return NUMBERS.find((it) => rules.select(it) === rules.select(n)) ?? 100;
};
