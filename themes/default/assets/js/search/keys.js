// Arrows move between the field and the results; the return key goes to the first of them.

/**
 * `settled` gives a promise that is kept as soon as what was typed has been searched for.
 *
 * @param {HTMLElement} box
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 * @param {() => Promise<void>} settled
 */
export const listen = (box, field, list, settled) => {
  const links = () => [...list.querySelectorAll("a")];
  box.addEventListener("keydown", async (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    if (target === field && key === "Enter" && !event.isComposing) {
      event.preventDefault();
      await settled();
      links()[0]?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step || (target !== field && !list.contains(target))) return;
    /** @type {HTMLElement[]} */
    const stops = [field, ...links()];
    const next = stops[stops.indexOf(target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
};
