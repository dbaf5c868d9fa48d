// Data that a preview has made anew.

/**
 * Reads a file again whenever a preview has made it anew, so that the page needs not be loaded anew.
 *
 * @param {string} selector of the element that names the file
 * @param {string} attribute in which it stands
 * @param {() => void} read
 */
export const onFreshData = (selector, attribute, read) =>
  document.addEventListener("ladderbook:data", (event) => {
    const file = document.querySelector(selector)?.getAttribute(attribute);
    if (!(event instanceof CustomEvent) || !file) return;
    if (new URL(file, document.baseURI).pathname !== event.detail.file) return;
    event.preventDefault();
    read();
  });
