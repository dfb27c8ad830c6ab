//! What the core offers to a form: keys with their ranges, types, models, formats.

import { signal } from "@preact/signals";
import { type FieldEntry, type FormatEntry, loadText, type ParametersDocument } from "../core/index.ts";

/** Set once, before the form is drawn. */
export const offer = signal<ParametersDocument | null>(null);
/** The migration tools: few at first, every one after `needFormats`. */
export const formats = signal<FormatEntry[]>([]);
/** Whether those are every one. */
export const hasEveryFormat = signal(false);

let isLoading = false;

/** Has every migration tool offered, for which a larger build is loaded. */
export function needFormats(): void {
  if (isLoading || hasEveryFormat.peek()) {
    return;
  }
  isLoading = true;
  loadText()
    .then((text) => {
      formats.value = text.formats().formats;
      hasEveryFormat.value = true;
    })
    // Offline: there are the few, and the next time one looks it tries again.
    .catch(() => undefined)
    .finally(() => (isLoading = false));
}

/**
 * Has every key described and every embedding model offered, for which a larger build is loaded:
 * the first knows the keys of `create`.
 */
export function needKeys(): void {
  if (offer.peek()?.models.length !== 0) {
    return;
  }
  loadText()
    .then((text) => (offer.value = text.parameters()))
    // Offline: the fields are there, without their descriptions.
    .catch(() => undefined);
}

/** What the core says of a key; null when it has none, as for the form's own. */
export function entry(section: string, key: string): FieldEntry | null {
  return offer.value?.fields.find((it) => it.section === section && it.key === key) ?? null;
}
