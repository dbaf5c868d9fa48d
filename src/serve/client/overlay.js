// Problems and the state of the connection, in a layer over the page. It is in a shadow root with a style
// sheet of its own, so that page and overlay do not affect each other; a constructed sheet is allowed where
// a policy forbids inline styles. All text is set as text.

const STYLE = `
  :host { all: initial; color-scheme: inherit; }
  * { box-sizing: border-box; }
  dialog, .status {
    color: light-dark(#2a2420, #ece6df); background: light-dark(#fffdfa, #26221e);
    font: 1rem/1.5 system-ui, sans-serif; text-align: start;
  }
  dialog {
    inline-size: min(60rem, 100vw - 1.5rem); max-inline-size: none; max-block-size: calc(100dvh - 1.5rem);
    padding: 1.25rem; border: 1px solid light-dark(#c9beb3, #5b524a); border-block-start: 4px solid light-dark(#b3341f, #f08a72);
    border-radius: 0.5rem; box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.3);
  }
  dialog[open] { display: flex; flex-direction: column; gap: 0.75rem; }
  dialog::backdrop { background: rgb(20 16 12 / 0.45); }
  .head { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; }
  h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; }
  p { margin: 0; }
  pre {
    margin: 0; padding: 0.75rem 1rem; overflow: auto; min-block-size: 4rem; border-radius: 0.375rem;
    background: light-dark(#f4efe8, #1b1815); font: 0.85rem/1.45 ui-monospace, "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace;
    white-space: pre; tab-size: 2;
  }
  button, a {
    font: inherit; color: inherit; background: transparent; cursor: pointer; padding: 0.3rem 0.8rem; min-block-size: 2.25rem;
    border: 1px solid light-dark(#8a7f75, #94897e); border-radius: 0.375rem; text-decoration: none;
  }
  :is(button, a, pre):focus-visible { outline: 3px solid light-dark(#1f5fa8, #8cc0ff); outline-offset: 2px; }
  a { align-self: start; }
  .status {
    position: fixed; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; z-index: 2147483647; max-inline-size: calc(100vw - 1.5rem);
    padding: 0.5rem 0.75rem; border: 1px solid light-dark(#c9beb3, #5b524a); border-radius: 0.5rem; box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.2);
    display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; font-size: 0.9rem;
  }
  .status:empty, [hidden] { display: none !important; }
  @media print { :host { display: none; } }
`;

const element = (name, attributes = {}, ...children) => {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
};

const title = element("h2", { id: "title" });
const close = element("button", { type: "button", autofocus: "" }, "Close (Esc)");
const hint = element("p", { id: "hint" });
const report = element("pre", { tabindex: "0", role: "group", "aria-label": "Report" });
const home = element("a", { href: "/" }, "Home page");
const dialog = element("dialog", { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "hint" });
dialog.append(element("div", { class: "head" }, title, close), hint, report, home);
const status = element("div", { class: "status", role: "status" });

const host = document.createElement("ladderbook-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
root.adoptedStyleSheets = [sheet];
root.append(dialog, status);
// Outside of the body, so that updates of the page do not remove it.
document.documentElement.append(host);

let problems = null;
let isMissing = false;
let isConnected = true;
// The message that the reader has closed. It is not opened again; another one is.
let dismissed = null;

const PROBLEMS = {
  title: "The handbook has problems",
  hint: "This page is the last one that could be built. It follows as soon as the problems are solved.",
};
const MISSING = {
  title: "This page no longer exists",
  hint: "The site has no page at this address any more. What you see is the last one that was there.",
};

const render = () => {
  const message = problems !== null ? { ...PROBLEMS, text: problems } : isMissing ? { ...MISSING, text: "" } : null;
  const isOpen = message !== null && dismissed !== message.title + message.text;
  if (isOpen) {
    title.textContent = message.title;
    hint.textContent = message.hint;
    report.textContent = message.text;
    report.hidden = !message.text;
    home.hidden = Boolean(message.text);
  }
  // Opening moves the focus into the dialog, closing returns it.
  if (isOpen && !dialog.open) dialog.showModal();
  if (!isOpen && dialog.open) dialog.close();

  const reopen = element("button", { type: "button" }, message?.title ?? "");
  reopen.addEventListener("click", () => {
    dismissed = null;
    render();
  });
  const disconnected = "The preview is out of reach. This page follows again when it is back.";
  status.replaceChildren(...(isConnected ? [] : [disconnected]), ...(message && !isOpen ? [reopen] : []));
};

close.addEventListener("click", () => dialog.close());
// The Escape key closes the dialog as well.
dialog.addEventListener("close", () => {
  if (problems === null && !isMissing) return;
  dismissed = title.textContent + report.textContent;
  render();
});

export const overlay = {
  // The report, or null if there is nothing to report.
  problems(text) {
    if (text === problems) return;
    problems = text;
    if (text === null) dismissed = null;
    render();
  },
  // Whether the site has no longer a page at this address.
  missing(value) {
    if (value === isMissing) return;
    isMissing = value;
    render();
  },
  // Whether the server can be reached.
  connected(value) {
    if (value === isConnected) return;
    isConnected = value;
    render();
  },
};
