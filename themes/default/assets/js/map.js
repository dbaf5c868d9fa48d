// On the ladder map, the moves that start or end at a rung come forward while it is pointed at or focused.
// The drawing knows no rungs: an arrow belongs to the card that one of its ends touches.

const REACH = 8; // px between an arrow's end and the edge of its card

export const start = (map) => {
  const arrows = () => map.querySelectorAll(".map-moves > path");
  const ends = (path) => [0, path.getTotalLength()].map((at) => path.getPointAtLength(at).matrixTransform(path.getScreenCTM()));
  const touches = (card, { x, y }) => x > card.left - REACH && x < card.right + REACH && y > card.top - REACH && y < card.bottom + REACH;

  const trace = ({ target }) => {
    const rung = target.closest(".rung");
    const card = rung?.getBoundingClientRect();
    let found = false;
    for (const arrow of arrows()) {
      const near = Boolean(card) && ends(arrow).some((end) => touches(card, end));
      arrow.classList.toggle("near", near);
      found ||= near;
    }
    map.classList.toggle("tracing", found);
  };
  const rest = () => {
    map.classList.remove("tracing");
    for (const arrow of arrows()) arrow.classList.remove("near");
  };

  map.addEventListener("pointerover", trace);
  map.addEventListener("focusin", trace);
  map.addEventListener("pointerleave", rest);
  map.addEventListener("focusout", rest);
  return rest;
};
