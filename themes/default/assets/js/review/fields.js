// What can be filled in: texts, dated entries, ratings. Each field has its words once more for paper, where
// a box with a scroll bar is of no use.

import { isBlankEntry, newestFirst, safeLink } from "./file.js";
import { dateText, element, part, today } from "./parts.js";

const grows = CSS.supports("field-sizing", "content");

// A text that is as high as its words.
export const textField = (field, paper, value, write) => {
  const show = () => {
    if (paper) paper.textContent = field.value;
    if (grows) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  field.value = value;
  field.addEventListener("input", () => {
    write(field.value);
    show();
  });
  show();
  if (!grows) requestAnimationFrame(show);
};

// An entry as words: of somebody else, or on paper. A link that may not be followed is text.
export const entryWords = ({ date, text, link }) => {
  const words = [];
  if (date) words.push(element("span", "entry-day", dateText(date)), " ");
  if (text) words.push(text, " ");
  const address = safeLink(link);
  if (address) {
    const anchor = element("a", "", link.trim());
    anchor.href = address;
    anchor.rel = "noreferrer";
    words.push(anchor);
  } else if (link) words.push(link);
  return words;
};

// Replaces what was removed with a way back, until the sheet is shown anew.
export const removed = (gone, back) => {
  const line = part("removed");
  const undo = line.querySelector("button");
  undo.addEventListener("click", () => {
    back();
    line.replaceWith(gone);
    gone.querySelector("textarea, input, button").focus();
  });
  gone.replaceWith(line);
  undo.focus();
};

// Dated entries in a list of the page. `entries` gives the list that is kept, `write` changes it, and is told if
// that only takes a change back.
export const entryList = (list, entries, write) => {
  const row = (it) => {
    const line = part("entry");
    const find = (selector) => line.querySelector(selector);
    const [date, text, link, follow] = ["[name=date]", "[name=text]", "[name=link]", ".entry-follow"].map(find);
    const show = () => {
      const address = safeLink(it.link);
      if (address) follow.href = address;
      else follow.removeAttribute("href");
      follow.hidden = !address;
      const wrong = Boolean(it.link.trim()) && !address;
      line.classList.toggle("is-wrong", wrong && document.activeElement !== link);
      link.setAttribute("aria-invalid", String(wrong));
      find(".on-paper").replaceChildren(...entryWords(it));
    };
    date.value = it.date;
    link.value = it.link;
    const change = (name, value) => {
      write(() => (it[name] = value));
      show();
    };
    date.addEventListener("change", () => change("date", date.value));
    link.addEventListener("input", () => change("link", link.value));
    link.addEventListener("blur", show);
    textField(text, null, it.text, (value) => change("text", value));
    find("[data-do=remove-entry]").addEventListener("click", () => {
      const at = entries().indexOf(it);
      write((list) => list.splice(at, 1));
      if (isBlankEntry(it)) {
        const button = list.parentElement.querySelector(".review-more button");
        line.remove();
        return button.focus();
      }
      removed(line, () => write((list) => list.splice(at, 0, it), true));
    });
    show();
    return line;
  };
  list.append(...newestFirst(entries()).map(row));
  return () => {
    const it = { date: today(), text: "", link: "" };
    write((list) => list.unshift(it));
    const line = row(it);
    list.prepend(line);
    line.querySelector("textarea").focus();
  };
};
