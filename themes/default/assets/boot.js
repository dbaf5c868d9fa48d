// Runs before the first paint: sets the reader's colour scheme, and wires the switch in the header.
// It is a classic script because a page opened as a file may load no modules.
(() => {
  const root = document.documentElement;
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* the choice then lasts for this page */ } },
  };
  const key = "ladderbook-theme";
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const mark = () => {
    const value = root.dataset.theme ?? "system";
    const input = document.querySelector(`input[name="lb-theme"][value="${value}"]`);
    if (input) input.checked = true;
    // The browser's own bars take the colour of the ground.
    const ground = getComputedStyle(root).backgroundColor;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = ground;
  };

  root.classList.add("js");
  show(store.get(key));
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("ladderbook:update", mark);
  addEventListener("pageshow", mark);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", mark);
  addEventListener("storage", (event) => { if (event.key === key) { show(event.newValue); mark(); } });
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "lb-theme") return;
    show(target.value);
    store.set(key, target.value);
    mark();
  });

  if (location.protocol === "file:") return;
  // What only a module can drive is shown where modules load.
  root.classList.add("modules");
  // What the address asks for needs room before it is there, or the page would jump.
  if (location.search) root.classList.add("asked");
  import(new URL("js/site.js", document.currentScript.src)).catch((error) => {
    root.classList.remove("modules", "asked");
    throw error;
  });
})();
