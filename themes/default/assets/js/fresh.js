// Data that a preview has made anew.

/**
 * Reads files again whenever a preview has made one of them anew, so that the page need not be loaded anew.
 *
 * @param {() => (string | undefined)[]} addresses of the files, as the page has them now
 * @param {() => void} read
 */
export const onFreshData = (addresses, read) =>
  document.addEventListener("ladderbook:data", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const isFile = (/** @type {string | undefined} */ it) =>
      it && new URL(it, document.baseURI).pathname === event.detail.file;
    if (!addresses().some(isFile)) return;
    event.preventDefault();
    read();
  });
