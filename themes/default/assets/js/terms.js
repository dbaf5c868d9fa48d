// What a term means, beside its link: under the pointer and with the focus, until Escape or the way out. On
// a touch screen the link leads to the glossary.

const WAIT = 250; // ms before it opens under a passing pointer, and to move the pointer onto it
const GAP = 6; // px

/** @type {{ link: Element, note: HTMLElement } | undefined} */
let open;
/** @type {number | undefined} */
let timer;

const close = () => {
  clearTimeout(timer);
  if (open?.note.matches(":popover-open")) open.note.hidePopover();
  open = undefined;
};

/** @param {Element} link */
const show = (link) => {
  const note = document.getElementById(link.getAttribute("aria-describedby") ?? "");
  if (!note || !("showPopover" in note) || open?.link === link) return clearTimeout(timer);
  close();
  open = { link, note };
  note.showPopover();
  place();
};

// Below the line on which the term starts, or above it where there is no room.
const place = () => {
  if (!open) return;
  const { link, note } = open;
  const line = link.getClientRects()[0];
  const { width, height } = note.getBoundingClientRect();
  const isBelow = line.bottom + GAP + height < innerHeight;
  note.style.insetBlockStart = `${isBelow ? line.bottom + GAP : Math.max(GAP, line.top - GAP - height)}px`;
  const start = document.dir === "rtl" ? line.right - width : line.left;
  const room = document.documentElement.clientWidth - width - GAP;
  note.style.left = `${Math.max(GAP, Math.min(start, room))}px`;
};

/** @param {EventTarget | null} target */
const termAt = (target) => (target instanceof Element ? target.closest(".term[aria-describedby]") : null);

/** @param {() => void} act */
const later = (act) => {
  clearTimeout(timer);
  timer = window.setTimeout(act, WAIT);
};

export const start = () => {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = termAt(target);
    if (link) later(() => show(link));
    else if (target instanceof Node && open?.note.contains(target)) clearTimeout(timer);
    else if (open ? open.link !== document.activeElement : timer) later(close);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = termAt(target);
    if (link?.matches(":focus-visible")) show(link);
    else close();
  });
  document.addEventListener("focusout", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    close();
  });
  for (const moved of ["scroll", "resize"]) addEventListener(moved, place, { passive: true });
  return close;
};
