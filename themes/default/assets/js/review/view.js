// Shows a gap sheet. `page` is what the sheet is about; `mine` is written into, `beside` is only read.

import { RATINGS, blankRecord, isBlankRecord, newestFirst } from "./file.js";
import { dateText, element, part, tint, today, word } from "./parts.js";
import { entryList, entryWords, removed, textField } from "./fields.js";
import { isReworded } from "./sheet.js";

const HUES = 8;
let groups = 0;

export const view = (page) => {
  const { handbook, index, from, to, competencies, mine, beside, changed, root } = page;
  const address = ({ url }, anchor = "") => root + (url ?? "").replace(/^\//, "") + anchor;
  const tracks = handbook.tracks.filter((track) => !track.abstract);
  const hue = (level) => (tracks.findIndex(({ id }) => id === level.track) % HUES) + 1;
  const link = (made, selector, href) => made.querySelector(selector).setAttribute("href", href);

  // ---- One criterion ----

  const item = (it, competency) => {
    const { id, text, level, also, other } = it;
    const line = part("item", { text });
    line.dataset.id = id;
    const find = (selector) => line.querySelector(selector);
    const what = find(".review-what");
    const mark = find(".permalink");
    if (level && !it.isStep) mark.setAttribute("href", address(level, `#${/^\d/.test(id) ? "c-" : ""}${id}`));
    else mark.remove();
    if (also) what.append(part("also", { title: also.title }));
    if (other) what.append(part("reads", { title: other.level.title, text: other.text }));

    const record = () => mine.criteria.get(id) ?? blankRecord();
    // What is written for the first time is written about the wording of today.
    const write = (change) => {
      const kept = record();
      if (isBlankRecord(kept) && level) Object.assign(kept, { text, competency: competency.title });
      mine.criteria.set(id, kept);
      change(kept);
      changed();
    };

    const rating = find(".rating");
    const name = `lb-rating-${++groups}`;
    const described = find(".review-text > span");
    described.id = `${name}-of`;
    rating.setAttribute("aria-describedby", described.id);
    for (const radio of rating.querySelectorAll("input")) {
      radio.name = name;
      radio.checked = radio.value === record().rating;
      radio.addEventListener("change", () => write((kept) => (kept.rating = radio.value)));
    }
    find("[data-do=take-back]").addEventListener("click", () => {
      write((kept) => (kept.rating = ""));
      for (const radio of rating.querySelectorAll("input")) radio.checked = false;
      rating.querySelector("input").focus();
    });

    const add = entryList(find(".entries"), () => record().evidence, (change) => write(({ evidence }) => change(evidence)));
    find("[data-do=add-evidence]").addEventListener("click", add);
    const noteButton = find("[data-do=add-note]");
    const note = () => {
      const block = part("note");
      textField(block.querySelector("textarea"), block.querySelector(".on-paper"), record().note, (value) => write((kept) => (kept.note = value)));
      find(".review-more").before(block);
      noteButton.hidden = true;
      return block;
    };
    if (record().note) note();
    noteButton.addEventListener("click", () => note().querySelector("textarea").focus());

    if (isReworded(index, id, record())) {
      const line = part("changed", { text: record().text });
      line.querySelector("button").addEventListener("click", () => {
        write((kept) => (kept.text = text));
        line.remove();
        rating.querySelector("input:checked, input").focus();
      });
      what.append(line);
    }
    const theirs = beside?.criteria.get(id);
    if (theirs && !isBlankRecord(theirs)) line.append(besideOf(theirs, isReworded(index, id, theirs)));
    return line;
  };

  // ---- The other person's words ----

  const box = (...content) => {
    const made = part("beside", { name: beside.name });
    made.append(...content);
    return made;
  };
  const entriesOf = (entries) => {
    const list = element("ul", "beside-entries");
    list.append(...newestFirst(entries).map((it) => element("li", "", ...entryWords(it))));
    return list;
  };
  const besideOf = ({ rating, evidence, note, text }, reworded) => {
    const content = [];
    if (RATINGS.includes(rating)) content.push(element("p", "beside-rating", word(`rating-${rating}`)));
    if (evidence.length) content.push(entriesOf(evidence));
    if (note) content.push(element("p", "beside-note", note));
    if (reworded) content.push(part("changed-other", { text }));
    return box(...content);
  };

  // ---- The parts of the sheet ----

  const side = (level, label) => {
    const made = part("side", { ...level, label: word(label) });
    tint(made, hue(level));
    link(made, "h2 a", address(level));
    if (!level.code) made.querySelector(".code").remove();
    if (!level.summary) made.querySelector(".side-summary").remove();
    return made;
  };

  const heads = () => {
    const made = part("heads", { name: beside?.name });
    made.prepend(...[side(from, "now-label"), to && side(to, "next-label")].filter(Boolean));
    const compare = made.querySelector(".review-compare");
    if (to) link(compare, "a", page.compare);
    else compare.remove();
    if (!beside) made.querySelector(".review-other").remove();
    made.prepend(element("p", "review-who on-paper", [mine.name, dateText(today())].filter(Boolean).join(" · ")));
    return made;
  };

  const log = () => {
    const made = part("log");
    const list = made.querySelector(".entries");
    const add = entryList(list, () => mine.work, (change) => (change(mine.work), changed()));
    made.querySelector("[data-do=add-work]").addEventListener("click", add);
    if (beside?.work.length) {
      const columns = element("div", "review-columns");
      list.replaceWith(columns);
      columns.append(list, box(entriesOf(beside.work)));
    }
    return made;
  };

  const items = (list, competency, level, label) => {
    const heading = part("level", { ...level, label: word(label) });
    tint(heading, hue(level));
    if (!level.code) heading.querySelector(".code").remove();
    return [heading, element("ul", "review-items", ...list.map((it) => item(it, competency)))];
  };

  const section = ({ competency, steps, now, next }) => {
    const made = part("competency", { title: competency.title });
    link(made, "h3 a", address(competency));
    const words = [...new Set(steps.filter(Boolean))].join(" → ");
    if (words) made.querySelector(".review-steps").textContent = words;
    else made.querySelector(".review-steps").remove();
    if (now.length) made.append(...items(now, competency, from, "now-label"));
    if (next.length) made.append(...items(next, competency, to, "next-label"));
    return made;
  };

  const expectations = () => {
    if (!competencies.length) return [part("nothing")];
    let heading;
    return competencies.flatMap((it) => {
      const head = it.category === heading ? [] : [it.category ? part("category", { title: it.category }) : part("no-category")];
      heading = it.category;
      return [...head, section(it)];
    });
  };

  const kept = () => {
    if (!page.kept.length) return [];
    const made = part("kept");
    const list = element("ul", "review-items");
    for (const { id, text, competency } of page.kept) {
      const line = item({ id, text }, null);
      line.querySelector(".review-what").append(element("p", "origin", competency));
      if (mine.criteria.has(id)) {
        const drop = part("drop");
        drop.addEventListener("click", () => {
          const record = mine.criteria.get(id);
          mine.criteria.delete(id);
          changed();
          removed(line, () => (mine.criteria.set(id, record), changed()));
        });
        line.querySelector(".review-more").append(" ", drop);
      }
      list.append(line);
    }
    made.append(list);
    return [made];
  };

  // Answers for a level that is gone, or is not the one that is prepared for, are kept but not shown.
  const needed = () => {
    const about = to ?? from;
    const made = part("needed", { title: about.title });
    const write = (text) => (mine.needed.set(about.id, { title: about.title, text }), changed());
    textField(made.querySelector("textarea"), made.querySelector(".on-paper"), mine.needed.get(about.id)?.text ?? "", write);
    const theirs = beside?.needed.get(about.id)?.text;
    if (theirs) made.querySelector(".review-columns").append(box(element("p", "beside-note", theirs)));
    return made;
  };

  const elsewhere = () => {
    if (!page.elsewhere.length) return [];
    const line = part("elsewhere");
    page.elsewhere.forEach((level, i) => {
      const anchor = element("a", "", level.title);
      anchor.href = page.sheetOf(level);
      line.append(...(i ? [" · ", anchor] : [anchor]));
    });
    return [line];
  };

  const content = element("div", beside ? "review-content has-beside" : "review-content");
  content.append(heads(), log(), ...expectations(), ...kept(), needed(), ...elsewhere());
  return content;
};
