//! The form in the link and on this machine: back and forward, reload, and the next visit.

import { effect, signal } from "@preact/signals";
import { takeText } from "./checked.ts";
import { STORY } from "./draft.ts";
import { recall, remember } from "./remember.ts";
import { decode, encode } from "./share.ts";
import { draft, indexes, revision, selectedId } from "./signals.ts";
import { load } from "./store.ts";

/** What has to be said about the link that was opened; null when nothing has. */
export const linkNotice = signal<string | null>(null);

const KEY = "hnswkit:form";
/** Edits with shorter pauses are one step back. */
const SETTLED = 1_500;
/** The address follows the typing with this delay, in milliseconds. */
const DELAY = 200;

let written = "";
let isSettled = true;
let writeTimer: ReturnType<typeof setTimeout> | undefined;
let settleTimer: ReturnType<typeof setTimeout> | undefined;

/** Reads the link, else what was kept, else the example; then follows the form. */
export function followForm(): void {
  const kept = decode(recall(KEY) ?? "");
  const fallback = kept !== null && "draft" in kept ? kept : { draft: STORY, selected: 0 };
  open(location.hash.slice(1), fallback);
  written = encode(draft(), place());
  if (location.hash === "" && written !== encode(STORY, 0)) {
    // So that the way back leads here, and not to the example.
    visit("replaceState", written);
  }
  addEventListener("popstate", () => {
    clearTimeout(writeTimer);
    open(location.hash.slice(1), { draft: STORY, selected: 0 });
    written = encode(draft(), place());
    isSettled = true;
  });
  effect(() => {
    void [revision.value, selectedId.value];
    clearTimeout(writeTimer);
    writeTimer = setTimeout(write, DELAY);
  });
  addEventListener("pagehide", write);
}

/** The link to the form as it is now. */
export function link(): string {
  return `${location.href.split("#")[0]}#${encode(draft(), place())}`;
}

function open(fragment: string, fallback: { draft: typeof STORY; selected: number }): void {
  const shared = decode(takeText(fragment));
  linkNotice.value = null;
  if (shared !== null && "draft" in shared) {
    if (0 < shared.ignored.length) {
      const words = shared.ignored.map((it) => `\`${it}\``).join(", ");
      linkNotice.value = `The link also says ${words}, which this page does not know; it was left out.`;
    }
    load(shared.draft, shared.selected);
    return;
  }
  if (shared !== null) {
    linkNotice.value = `The link is of version ${shared.unknown}, but this page reads version 1; it was made by another release of hnswkit. Below is your last form instead.`;
  }
  load(fallback.draft, fallback.selected);
}

function place(): number {
  return Math.max(0, indexes.peek().findIndex((it) => it.id === selectedId.peek()));
}

function write(): void {
  clearTimeout(writeTimer);
  const now = encode(draft(), place());
  if (now === written) {
    return;
  }
  // What is selected belongs to the link, but is no step of its own.
  const isStep = withoutPlace(now) !== withoutPlace(written);
  written = now;
  remember(KEY, now);
  visit(isStep && isSettled ? "pushState" : "replaceState", now);
  if (isStep) {
    isSettled = false;
    clearTimeout(settleTimer);
    settleTimer = setTimeout(() => (isSettled = true), SETTLED);
  }
}

function visit(how: "pushState" | "replaceState", fragment: string): void {
  try {
    history[how](null, "", `#${fragment}`);
  } catch {
    // Safari refuses above a hundred calls in half a minute; the next edit tries again.
  }
}

function withoutPlace(fragment: string): string {
  return fragment.replace(/&at=\d+$/, "");
}
