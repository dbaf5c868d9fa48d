// The field that has the focus, or had it until the page was changed under it.

export class Focus {
  #place;
  /** @type {HTMLElement | null} */
  #field = null;

  /** @param {() => HTMLElement | null} place gives the part of the page that is made anew */
  constructor(place) {
    this.#place = place;
    document.addEventListener("focusin", ({ target }) => {
      this.#field = target instanceof HTMLElement && place()?.contains(target) ? target : null;
    });
  }

  /**
   * Makes a change, after which the focus is in the field that took the place of the old one.
   *
   * @param {() => void} change
   */
  during(change) {
    const field = this.#field;
    if (!field) return change();
    const range = selectionOf(field);
    const id = field.closest("[data-id]")?.getAttribute("data-id") ?? null;
    const isNote = field.matches(".review-own-note textarea");
    const at = this.#alike(field, id).indexOf(field);
    change();
    // A note without a word is not kept, so it is opened anew.
    if (isNote && !field.isConnected && !this.#alike(field, id).length) {
      const button = this.#group(id)?.querySelector("[data-do=add-note]");
      if (button instanceof HTMLElement) button.click();
    }
    const again = field.isConnected ? field : this.#alike(field, id)[Math.max(at, 0)];
    if (!again || document.activeElement === again) return;
    again.focus({ preventScroll: true });
    if (range && isText(again)) again.setSelectionRange(range.start, range.end);
  }

  /**
   * The criterion, or the whole sheet.
   *
   * @param {string | null} id
   */
  #group(id) {
    const place = this.#place();
    if (id === null) return place;
    return [...(place?.querySelectorAll("[data-id]") ?? [])].find((it) => it.getAttribute("data-id") === id);
  }

  /**
   * The fields there that are for the same.
   *
   * @param {HTMLElement} field
   * @param {string | null} id
   */
  #alike(field, id) {
    /** @type {NodeListOf<HTMLElement> | undefined} */
    const fields = this.#group(id)?.querySelectorAll("a, button, input, select, summary, textarea");
    return [...(fields ?? [])].filter((it) => purposeOf(it) === purposeOf(field));
  }
}

/** @param {Element} field */
const purposeOf = (field) => [field.localName, field.getAttribute("name"), field.getAttribute("data-do")].join(" ");

/**
 * @param {Element} field
 * @returns {field is HTMLInputElement | HTMLTextAreaElement}
 */
const isText = (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;

/** @param {Element} field */
const selectionOf = (field) => {
  // A field for a date has no selection.
  if (!isText(field) || field.selectionStart === null || field.selectionEnd === null) return null;
  return { start: field.selectionStart, end: field.selectionEnd };
};
