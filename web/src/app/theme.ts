//! The theme: by the system, or as chosen on this machine.

import { signal } from "@preact/signals";
import { forget, recall, remember } from "../state/remember.ts";

export type Theme = "system" | "light" | "dark";

// web/public/theme.js reads the same key before the page is painted.
const KEY = "hnswkit:theme";

export const theme = signal<Theme>(read());

function read(): Theme {
  const kept = recall(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Chooses a theme and keeps it. */
export function chooseTheme(it: Theme): void {
  theme.value = it;
  if (it === "system") {
    forget(KEY);
    delete document.documentElement.dataset["theme"];
  } else {
    remember(KEY, it);
    document.documentElement.dataset["theme"] = it;
  }
}
