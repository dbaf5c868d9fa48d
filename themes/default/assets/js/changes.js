// The filter of the page of all changes. What is chosen stands in the address.

import { query, replace } from "./address.js";
import { need } from "./parts.js";

/** @param {HTMLElement} filter */
export const start = (filter) => {
  const track = need(filter, "[name=track]", HTMLSelectElement);
  const level = need(filter, "[name=level]", HTMLSelectElement);

  const isShown = (/** @type {HTMLElement} */ { dataset }) =>
    (!track.value || dataset.track === track.value) && (!level.value || dataset.level === level.value);
  const show = () => {
    for (const step of document.querySelectorAll(".changes-step")) {
      /** @type {NodeListOf<HTMLElement>} */
      const subjects = step.querySelectorAll(".changes-subject");
      for (const subject of subjects) subject.hidden = !isShown(subject);
      const isNothing = subjects.length > 0 && [...subjects].every(({ hidden }) => hidden);
      need(step, ".changes-nothing").hidden = !isNothing;
    }
  };
  const read = () => {
    for (const select of [track, level]) {
      select.value = query().get(select.name) ?? "";
      // What the handbook does not have is no choice.
      if (select.selectedIndex < 0) select.value = "";
    }
    show();
  };
  // One choice at a time: a level has its track.
  const write = (/** @type {Event} */ { target }) => {
    const other = target === track ? level : track;
    other.value = "";
    replace((query) => {
      for (const { name, value } of [track, level]) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
    });
    show();
  };
  filter.addEventListener("change", write);
  addEventListener("popstate", read);
  read();
  return show;
};
