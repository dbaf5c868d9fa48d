// Runs before the first paint: sets the reader's colour scheme, and wires the switch in the header.
// It is a classic script because a page opened as a file may load no modules.
(() => {
  const root = document.documentElement;
  const key = "ladderbook-theme";

  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  /** @param {string} value */
  const store = (value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // The choice then lasts for this page.
    }
  };
  /** @param {string | null} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const showChoice = () => {
    const value = root.dataset.theme ?? "system";
    const input = document.querySelector(`input[name="lb-theme"][value="${value}"]`);
    if (input instanceof HTMLInputElement) input.checked = true;
  };
  // The browser's own bars take the colour of the ground.
  const showGround = () => {
    const ground = getComputedStyle(root).backgroundColor;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", ground);
  };
  const show = () => {
    showChoice();
    showGround();
  };
  // Behind the next frame nothing has to be laid out in order to know a colour.
  const showLater = () => {
    showChoice();
    requestAnimationFrame(() => setTimeout(showGround));
  };

  // On a phone the navigation is behind a button.
  /** @param {(isOpen: boolean) => boolean} next */
  const setMenu = (next) => {
    const button = document.querySelector(".menu-open");
    button?.setAttribute("aria-expanded", String(next(button.getAttribute("aria-expanded") === "true")));
    return button;
  };
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".menu-open")) setMenu((isOpen) => !isOpen);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || !(target instanceof Element) || !target.closest(".site-head")) return;
    const button = setMenu(() => false);
    if (button instanceof HTMLElement && target.closest(".site-nav")) button.focus();
  });

  root.classList.add("js");
  apply(stored());
  document.addEventListener("DOMContentLoaded", showChoice);
  document.addEventListener("ladderbook:update", showLater);
  addEventListener("pageshow", showLater);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    apply(event.newValue);
    show();
  });
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== "lb-theme") return;
    apply(target.value);
    store(target.value);
    show();
  });

  if (location.protocol === "file:") return;
  // What only a module can drive is shown where modules load.
  root.classList.add("modules");
  // What the address asks for needs room before it is there, or the page would jump.
  if (location.search) root.classList.add("asked");
  // What is pressed before its module has come is pressed once more then: js/site.js sees to that.
  document.addEventListener("click", ({ target, isTrusted }) => {
    const button = isTrusted && target instanceof Element && target.closest("main button[type=button]");
    if (button instanceof HTMLElement && !root.classList.contains("driven")) button.dataset.early = "";
  });
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  let isLoading = false;
  const load = () => {
    if (isLoading) return;
    isLoading = true;
    import(new URL("js/site.js", script.src).href).catch((error) => {
      root.classList.remove("modules", "asked");
      throw error;
    });
  };
  // All that a page says is there without modules, which are not to keep it from being painted. A tab in the background
  // is not painted, and not every browser tells of it.
  if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes("paint")) load();
  else new PerformanceObserver(load).observe({ type: "paint", buffered: true });
  setTimeout(load, 2000);
})();
