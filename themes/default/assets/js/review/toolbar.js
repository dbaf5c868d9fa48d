// A row of buttons that is one stop of the Tab key; arrows move inside of it. A sheet has dozens of such rows.

const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
]);

/** @param {HTMLElement} row */
export const oneStop = (row) => {
  /** @type {NodeListOf<HTMLElement>} */
  const all = row.querySelectorAll("button, a");
  const shown = () => [...all].filter((it) => !it.hidden);
  // Where the focus was last, or else the first one.
  const settle = (/** @type {HTMLElement | undefined} */ wanted) => {
    const [first] = shown();
    const stop = wanted && !wanted.hidden ? wanted : first;
    for (const it of all) it.tabIndex = it === stop ? 0 : -1;
  };
  settle(undefined);
  row.addEventListener("focusin", ({ target }) => settle(target instanceof HTMLElement ? target : undefined));
  // A button may hide itself when it is pressed.
  row.addEventListener("focusout", ({ target }) => settle(target instanceof HTMLElement ? target : undefined));
  row.addEventListener("keydown", (event) => {
    const { key, ctrlKey, altKey, metaKey, shiftKey, target } = event;
    if (ctrlKey || altKey || metaKey || shiftKey) return;
    const buttons = shown();
    const at = buttons.findIndex((it) => it === target);
    const step = (STEPS.get(key) ?? 0) * (document.dir === "rtl" ? -1 : 1);
    const ends = { Home: 0, End: buttons.length - 1 }[key];
    if (at < 0 || (!step && ends === undefined)) return;
    event.preventDefault();
    buttons[ends ?? (at + step + buttons.length) % buttons.length].focus();
  });
};
