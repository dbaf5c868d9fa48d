// Cards are as high as the highest of them needs, and heads of columns too: arrows lie on rows of one height.

const SHARE = 0.7; // of the height of a row is that of its card

/** @param {HTMLElement} map */
export const giveRoom = (map) => {
  const measure = () => {
    for (const name of ["--map-row", "--map-head"]) map.style.removeProperty(name);
    // A phone has a list.
    if (matchMedia("(width < 48rem)").matches) return;
    const cards = [...map.querySelectorAll(".rung")].filter((card) => card.checkVisibility());
    if (!cards.length) return;
    const highest = Math.max(...cards.map((card) => card.getBoundingClientRect().height));
    const least = Number.parseFloat(getComputedStyle(cards[0]).minBlockSize);
    if (highest > least + 1) map.style.setProperty("--map-row", `${Math.ceil(highest / SHARE)}px`);
    const heads = [...map.querySelectorAll(".map-track")].filter((head) => head.checkVisibility());
    const head = Math.max(0, ...heads.map((it) => it.getBoundingClientRect().height));
    if (head) map.style.setProperty("--map-head", `${head}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const it of [map, ...map.querySelectorAll(".rung, .map-track a")]) observer.observe(it);
  return measure;
};
