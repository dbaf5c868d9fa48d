// What a reader has chosen stands in the address, where it survives a reload and can be sent to others.

export const query = () => new URLSearchParams(location.search);

/**
 * The address with a changed query. Names of levels keep their slash.
 *
 * @param {(query: URLSearchParams) => void} change
 */
export const changed = (change) => {
  const url = new URL(location.href);
  change(url.searchParams);
  url.search = url.search.replaceAll("%2F", "/").replace(/=(?=&|$)/g, "");
  return url;
};

/** @param {(query: URLSearchParams) => void} change */
export const replace = (change) => history.replaceState(null, "", changed(change));

// What the address asks for is there: it needs no room any more that was kept for it (see boot.js).
export const answered = () => document.documentElement.classList.remove("asked");

// The id that the address leads to. It may be any text, also one that cannot be decoded.
export const fragment = () => {
  const written = location.hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
};
