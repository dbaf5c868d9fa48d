// The field that has the focus, or had it until the page was changed under it.

export class Focus {
  #place;
  #field = null;

  // `place` gives the part of the page that is made anew.
  constructor(place) {
    this.#place = place;
    document.addEventListener("focusin", ({ target }) => (this.#field = place()?.contains(target) ? target : null));
  }

  // Makes a change, after which the focus is in the field that took the place of the old one.
  during(change) {
    const field = this.#field;
    if (!field) return change();
    const range = [field.selectionStart, field.selectionEnd];
    const id = field.closest("[data-id]")?.dataset.id;
    const isNote = field.matches(".review-own-note textarea");
    const at = this.#alike(field, id).indexOf(field);
    change();
    // A note without a word is not kept, so it is opened anew.
    if (isNote && !field.isConnected && !this.#alike(field, id).length) this.#group(id)?.querySelector("[data-do=add-note]")?.click();
    const again = field.isConnected ? field : this.#alike(field, id)[Math.max(at, 0)];
    if (!again || document.activeElement === again) return;
    again.focus({ preventScroll: true });
    if (range[0] !== null && again.setSelectionRange) again.setSelectionRange(...range);
  }

  // The criterion, or the whole sheet.
  #group(id) {
    const place = this.#place();
    return id === undefined ? place : [...(place?.querySelectorAll("[data-id]") ?? [])].find((it) => it.dataset.id === id);
  }

  // The fields there that are for the same.
  #alike(field, id) {
    const fields = [...(this.#group(id)?.querySelectorAll(field.localName) ?? [])];
    return fields.filter((it) => it.name === field.name && it.dataset.do === field.dataset.do);
  }
}
