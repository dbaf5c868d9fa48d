// Days as the reader writes them.

/** @type {Intl.DateTimeFormat | undefined} */
let format;

/** @param {string} date `2026-11-23`, or nothing */
export const dateText = (date) => {
  if (!date) return "";
  format ??= new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });
  const [year, month, day] = date.split("-").map(Number);
  return format.format(new Date(year, month - 1, day));
};

// Today where the reader is.
export const today = () => {
  const now = new Date();
  const numbers = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return numbers.map((it) => String(it).padStart(2, "0")).join("-");
};
