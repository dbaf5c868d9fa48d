// Data that a preview has made anew.

/**
 * Reads a file again whenever a preview has made it anew, so that the page need not be loaded anew.
 *
 * @param {() => string | undefined} address of the file, as the page has it now
 * @param {() => void} read
 */
export const onFreshData = (address, read) =>
  document.addEventListener("ladderbook:data", (event) => {
    const file = address();
    if (!(event instanceof CustomEvent) || !file) return;
    if (new URL(file, document.baseURI).pathname !== event.detail.file) return;
    event.preventDefault();
    read();
  });
