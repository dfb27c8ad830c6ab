//! Measures what the page is judged by: from the event of a keystroke to the repainted numbers.
//!
//! `performance.getEntriesByName("hnswkit:keystroke")` has one entry an edit, from the input event
//! to the frame that shows its numbers. `hnswkit:work` is the part of it that is ours: until the
//! document is changed and laid out, without the wait for the display.

import { effect } from "@preact/signals";
import { afterPaint } from "./frame.ts";
import { revision } from "./signals.ts";

/** So many entries are kept, so that a long session does not fill the memory. */
const KEPT = 5_000;

let started: number | null = null;

/** Begins to measure. */
export function measureKeystrokes(): void {
  document.addEventListener(
    "input",
    (event) => {
      started = event.timeStamp;
    },
    { capture: true },
  );
  effect(() => {
    void revision.value;
    const start = started;
    started = null;
    if (start !== null) {
      // Rendering is a microtask; behind it stands the work, before the frame.
      queueMicrotask(() => queueMicrotask(() => work(start)));
    }
  });
}

function work(start: number): void {
  // Reading a size makes the browser lay out now what it would lay out in the frame.
  document.body.getBoundingClientRect();
  performance.measure("hnswkit:work", { start });
  afterPaint(() => {
    performance.measure("hnswkit:keystroke", { start });
    if (KEPT < performance.getEntriesByName("hnswkit:keystroke").length) {
      performance.clearMeasures("hnswkit:keystroke");
      performance.clearMeasures("hnswkit:work");
    }
  });
}
