// Says at its edge that a part that scrolls to the side has more there.

/** @param {HTMLElement} box */
export const start = (box) => {
  const show = () => {
    const left = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft);
    box.classList.toggle("more-to-come", left > 2);
  };
  box.addEventListener("scroll", show, { passive: true });
  const observer = new ResizeObserver(show);
  for (const it of [box, ...box.children]) observer.observe(it);
  show();
  return show;
};
