// The filter of the page of all changes. What is chosen stands in the address.

import { query, replace } from "./address.js";
import { AllNews } from "./news.js";
import { need } from "./parts.js";

/** @param {HTMLElement} filter */
export const start = (filter) => {
  const track = need(filter, "[name=track]", HTMLSelectElement);
  const level = need(filter, "[name=level]", HTMLSelectElement);
  const only = need(filter, "[name=new]", HTMLInputElement);

  const isShown = (/** @type {HTMLElement} */ { dataset }) =>
    (!track.value || dataset.track === track.value) &&
    (!level.value || dataset.level === level.value) &&
    (!only.checked || "news" in dataset);
  const show = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const steps = document.querySelectorAll(".changes-step");
    for (const step of steps) {
      /** @type {NodeListOf<HTMLElement>} */
      const subjects = step.querySelectorAll(".changes-subject");
      for (const subject of subjects) subject.hidden = !isShown(subject);
      const isNothing = [...subjects].every(({ hidden }) => hidden);
      need(step, ".changes-nothing").hidden = !isNothing || !subjects.length;
      // What is new stands together: an edition without it would only be in between.
      step.hidden = only.checked && isNothing;
    }
  };
  const read = () => {
    for (const select of [track, level]) {
      select.value = query().get(select.name) ?? "";
      // What the handbook does not have is no choice.
      if (select.selectedIndex < 0) select.value = "";
    }
    only.checked = query().has(only.name);
    showNews();
  };
  // Without anything new there is nothing to choose.
  const showNews = () => {
    const isNews = news.show();
    need(filter, ".changes-only").hidden = !isNews;
    only.checked &&= isNews;
    show();
  };
  const news = new AllNews(showNews);
  const write = (/** @type {Event} */ { target }) => {
    // One choice at a time: a level has its track.
    const other = target === track ? level : track;
    if (target !== only) other.value = "";
    replace((query) => {
      for (const { name, value } of [track, level]) {
        if (value) query.set(name, value);
        else query.delete(name);
      }
      if (only.checked) query.set(only.name, "");
      else query.delete(only.name);
    });
    show();
  };
  filter.addEventListener("change", write);
  addEventListener("popstate", read);
  read();
  return read;
};
