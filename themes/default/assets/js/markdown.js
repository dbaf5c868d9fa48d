// Words as Markdown.

/**
 * What a person wrote stays words: no markup, no HTML, no link that is not shown.
 *
 * @param {string} text
 */
export const plain = (text) =>
  text
    .replace(/^[ \t]+/gm, "")
    .replace(/[\\`*[\]<>|~]/g, "\\$&")
    .replace(/&(?=[#\w]+;)/g, "\\&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+|-{2,})/gm, "\\$1")
    .replace(/^(\d+)([.)])(?=\s|$)/gm, "$1\\$2");

/**
 * The same in one line, whatever a file has in it.
 *
 * @param {string} text
 */
export const line = (text) => plain(text.replace(/\s+/g, " "));
