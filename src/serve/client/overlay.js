// The messages of a preview, laid over the page. It stands in a shadow root with a style sheet of its
// own, so that neither touches the other; a constructed sheet is allowed where a policy forbids inline
// styles. All text is set as text.

const STYLE = `
  :host { all: initial; color-scheme: inherit; }
  * { box-sizing: border-box; }
  dialog, .status {
    color: light-dark(#2a2420, #ece6df); background: light-dark(#fffdfa, #26221e);
    font: 1rem/1.5 system-ui, sans-serif; text-align: start;
  }
  dialog {
    inline-size: min(60rem, 100vw - 1.5rem); max-inline-size: none; max-block-size: calc(100dvh - 1.5rem);
    padding: 1.25rem; border: 1px solid light-dark(#c9beb3, #5b524a);
    border-block-start: 4px solid light-dark(#b3341f, #f08a72);
    border-radius: 0.5rem; box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.3);
  }
  dialog[open] { display: flex; flex-direction: column; gap: 0.75rem; }
  dialog::backdrop { background: rgb(20 16 12 / 0.45); }
  .head { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; }
  h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; }
  p { margin: 0; }
  pre {
    margin: 0; padding: 0.75rem 1rem; overflow: auto; min-block-size: 4rem; border-radius: 0.375rem;
    background: light-dark(#f4efe8, #1b1815);
    font: 0.85rem/1.45 ui-monospace, "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace;
    white-space: pre; tab-size: 2;
  }
  button, a {
    font: inherit; color: inherit; background: transparent; cursor: pointer; padding: 0.3rem 0.8rem;
    min-block-size: 2.25rem;
    border: 1px solid light-dark(#8a7f75, #94897e); border-radius: 0.375rem; text-decoration: none;
  }
  :is(button, a, pre):focus-visible { outline: 3px solid light-dark(#1f5fa8, #8cc0ff); outline-offset: 2px; }
  a { align-self: start; }
  .status {
    position: fixed; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; z-index: 2147483647;
    max-inline-size: calc(100vw - 1.5rem);
    padding: 0.5rem 0.75rem; border: 1px solid light-dark(#c9beb3, #5b524a); border-radius: 0.5rem;
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.2);
    display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; font-size: 0.9rem;
  }
  .status:empty, [hidden] { display: none !important; }
  @media print { :host { display: none; } }
`;

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
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
// Beside the body, where a change of the page does not reach it.
document.documentElement.append(host);

/** @type {string | null} */
let problems = null;
let isMissing = false;
let connected = true;
/** @type {string | null} What the reader has closed. The same is not shown again; something else is. */
let dismissed = null;

const PROBLEMS = {
  title: "The handbook has problems",
  hint: "This page is the last one that could be built. It follows as soon as the problems are solved.",
};
const MISSING = {
  title: "This page no longer exists",
  hint: "The site has no page at this address any more. What you see is the last one that was there.",
};

const currentMessage = () => {
  if (problems !== null) return { ...PROBLEMS, text: problems };
  return isMissing ? { ...MISSING, text: "" } : null;
};

const render = () => {
  const message = currentMessage();
  const isOpen = message !== null && dismissed !== message.title + message.text;
  if (isOpen) {
    title.textContent = message.title;
    hint.textContent = message.hint;
    report.textContent = message.text;
    report.hidden = !message.text;
    home.hidden = Boolean(message.text);
  }
  // Opening moves the focus in, closing gives it back to where it was.
  if (isOpen && !dialog.open) dialog.showModal();
  if (!isOpen && dialog.open) dialog.close();

  const again = element("button", { type: "button" }, message?.title ?? "");
  again.addEventListener("click", () => {
    dismissed = null;
    render();
  });
  const lost = "The preview is out of reach. This page follows again when it is back.";
  status.replaceChildren(...(connected ? [] : [lost]), ...(message && !isOpen ? [again] : []));
};

close.addEventListener("click", () => dialog.close());
// Escape comes here too.
dialog.addEventListener("close", () => {
  if (problems === null && !isMissing) return;
  dismissed = title.textContent + report.textContent;
  render();
});

export const overlay = {
  /** @param {string | null} text the report, or null when there is nothing to report */
  setProblems(text) {
    if (text === problems) return;
    problems = text;
    if (text === null) dismissed = null;
    render();
  },
  /** @param {boolean} value whether the site has lost this page */
  setMissing(value) {
    if (value === isMissing) return;
    isMissing = value;
    render();
  },
  /** @param {boolean} isConnected whether the server answers */
  setConnected(isConnected) {
    if (isConnected === connected) return;
    connected = isConnected;
    render();
  },
};
