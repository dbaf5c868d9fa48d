// On the ladder map, the moves that start or end at a rung come forward while it is pointed at or focused.
// The drawing knows no rungs: an arrow belongs to the card that one of its ends touches.

import { giveRoom } from "./map/room.js";
import { chooseTracks } from "./map/tracks.js";

const REACH = 8; // px between an arrow's end and the edge of its card

/** @param {SVGGeometryElement} path */
const ends = (path) =>
  [0, path.getTotalLength()].map((at) => path.getPointAtLength(at).matrixTransform(path.getScreenCTM() ?? undefined));

/**
 * @param {DOMRect} card
 * @param {DOMPoint} point
 */
const touches = (card, { x, y }) =>
  x > card.left - REACH && x < card.right + REACH && y > card.top - REACH && y < card.bottom + REACH;

/** @param {HTMLElement} map */
export const start = (map) => {
  const arrows = () => /** @type {NodeListOf<SVGPathElement>} */ (map.querySelectorAll(".map-moves > path"));

  const trace = (/** @type {Event} */ { target }) => {
    const card = target instanceof Element ? target.closest(".rung")?.getBoundingClientRect() : undefined;
    let isFound = false;
    for (const arrow of arrows()) {
      const isNear = card !== undefined && ends(arrow).some((end) => touches(card, end));
      arrow.classList.toggle("near", isNear);
      isFound ||= isNear;
    }
    map.classList.toggle("tracing", isFound);
  };
  const stopTracing = () => {
    map.classList.remove("tracing");
    for (const arrow of arrows()) arrow.classList.remove("near");
  };

  map.addEventListener("pointerover", trace);
  map.addEventListener("focusin", trace);
  map.addEventListener("pointerleave", stopTracing);
  map.addEventListener("focusout", stopTracing);
  const choose = chooseTracks(map);
  const measure = giveRoom(map);
  return () => {
    stopTracing();
    choose();
    measure();
  };
};
