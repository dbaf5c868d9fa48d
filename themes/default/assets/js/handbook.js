// What the pages that are made from api/handbook.json know of it.

const HUES = 8;

// Gives the number of the colour of a level's track.
export const huesOf = ({ tracks }) => {
  const shown = tracks.filter((track) => !track.abstract);
  return (level) => (shown.findIndex(({ id }) => id === level.track) % HUES) + 1;
};

// Gives addresses of what the handbook has; `root` leads from the page to the root of the site.
export const addresses = (root) => ({ url }, anchor = "") => root + (url ?? "").replace(/^\//, "") + anchor;

// Where a criterion stands on the page of its level.
export const anchorOf = ({ id }) => `#${/^\d/.test(id) ? "c-" : ""}${id}`;
