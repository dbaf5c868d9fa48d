// The words and the markup of the gap sheet, which lie in the page as templates.

const template = (id) => document.getElementById(`lb-review-${id}`).content;

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (written, name) => values[name] ?? written);

// A word of the interface, with values in place of what stands in braces.
export const word = (key, values = {}) => fill(template("words").querySelector(`[data-word="${key}"]`).textContent, values);

// A copy of a template's element, with values in place of the words in braces. They become text, whatever
// they hold.
export const part = (id, values = {}) => {
  const element = template(id).firstElementChild.cloneNode(true);
  if (!Object.keys(values).length) return element;
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.includes("{")) texts.currentNode.data = fill(texts.currentNode.data, values);
  return element;
};

export const element = (name, className, ...content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

export const tint = (made, hue) => made.classList.replace("hue-0", `hue-${hue}`);

let dates;
export const dateText = (date) => {
  if (!date) return "";
  dates ??= new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });
  const [year, month, day] = date.split("-").map(Number);
  return dates.format(new Date(year, month - 1, day));
};

// Today where the reader is.
export const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((it) => String(it).padStart(2, "0")).join("-");
};
