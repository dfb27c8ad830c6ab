//! What the core offers to a form: keys with their ranges, types, models, formats.

import { signal } from "@preact/signals";
import type { FieldEntry, FormatEntry, ParametersDocument } from "../core/index.ts";

/** Set once, before the form is drawn. */
export const offer = signal<ParametersDocument | null>(null);
export const formats = signal<FormatEntry[]>([]);

/** What the core says of a key; null when it has none, as for the form's own. */
export function entry(section: string, key: string): FieldEntry | null {
  return offer.value?.fields.find((it) => it.section === section && it.key === key) ?? null;
}
