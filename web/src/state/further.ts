//! What only the numbers of the operation need, fields and results: loaded when it is opened.

import { computed, effect, signal } from "@preact/signals";
import { needKeys } from "./offer.ts";
import { around } from "./signals.ts";

/** The part, once it is there. */
export const further = signal<typeof import("../around/index.ts") | null>(null);
/** Why it is not. */
export const furtherFailure = signal<string | null>(null);

/** How many keys of a section the form has; of all of them without a name. */
export function used(section = ""): number {
  return Object.keys(around.value).filter((it) => section === "" || it.startsWith(`${section}.`)).length;
}

let isLoading = false;

/** Loads the part, and what the core says of its keys. */
export function needFurther(): void {
  if (isLoading || further.peek() !== null) {
    return;
  }
  isLoading = true;
  furtherFailure.value = null;
  needKeys();
  import("../around/index.ts")
    .then(
      (it) => (further.value = it),
      (error: unknown) => (furtherFailure.value = error instanceof Error ? error.message : String(error)),
    )
    .finally(() => (isLoading = false));
}

const isUsed = computed(() => 0 < used());

// A link, or the last visit, may have such keys.
effect(() => {
  if (isUsed.value) {
    needFurther();
  }
});
