// The filter above the matrix. What is chosen stands in the address; everything is, if nothing stands there.

import { query, replace } from "./address.js";

export const start = (filter) => {
  const boxes = () => [...filter.querySelectorAll("input")];
  const named = (name) => boxes().filter((box) => box.dataset.filter === name);

  const show = () => {
    const hidden = (name, value) => named(name).some((box) => box.value === value && !box.checked);
    for (const section of document.querySelectorAll("[data-track]")) section.hidden = hidden("track", section.dataset.track);
    for (const body of document.querySelectorAll("[data-category]")) body.hidden = hidden("category", body.dataset.category);
    const none = ["track", "category"].some((name) => named(name).length && named(name).every((box) => !box.checked));
    filter.querySelector(".empty").hidden = !none;
  };
  const read = () => {
    const chosen = query();
    for (const box of boxes()) box.checked = !chosen.has(box.dataset.filter) || chosen.getAll(box.dataset.filter).includes(box.value);
    show();
  };
  const write = () => {
    replace((query) => {
      for (const name of ["track", "category"]) {
        query.delete(name);
        const chosen = named(name).filter((box) => box.checked);
        if (chosen.length === named(name).length) continue;
        for (const { value } of chosen) query.append(name, value);
        if (!chosen.length) query.append(name, "");
      }
    });
    show();
  };
  filter.addEventListener("change", write);
  addEventListener("popstate", read);
  read();
  return show;
};
