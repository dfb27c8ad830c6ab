//! A text to check in the fragment of a link, behind the form: `#v=1&…&check=CREATE+INDEX…`.

import { signal } from "@preact/signals";
import { escapeValue, unescape } from "./share.ts";

/** The text of the link that was opened, until the panel takes it; null when there is none. */
export const linkedText = signal<string | null>(null);

/** A link gets no more characters for the text than these. */
export const MOST = 16_384;

const KEY = "&check=";

/** The fragment of the form with the text behind it; a number when it is that long, and too long. */
export function withText(fragment: string, text: string): string | number {
  const value = escapeValue(text);
  return MOST < value.length ? value.length : `${fragment}${KEY}${value}`;
}

/** Keeps the text of a fragment for the panel; gives the form's part, empty if it says nothing. */
export function takeText(fragment: string): string {
  const at = fragment.indexOf(KEY);
  if (at < 0) {
    return fragment;
  }
  linkedText.value = unescape(whole(fragment.slice(at + KEY.length)));
  const form = fragment.slice(0, at);
  // Written by hand, without a form: one's own stays.
  return form === "v=1" ? "" : form;
}

/** A value without the character that a mail program cut through. */
function whole(value: string): string {
  try {
    decodeURIComponent(value);
    return value;
  } catch {
    return value.replace(/(?:%[89A-F][0-9A-F])*(?:%[0-9A-F]?)?$/i, "");
  }
}
