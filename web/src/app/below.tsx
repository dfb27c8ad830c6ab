//! What stands below the numbers: pictures and migration, fetched once the numbers are painted.

import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { afterPaint } from "../state/frame.ts";

const loaded = signal<ComponentType | null>(null);
const failure = signal<string | null>(null);

function fetchIt(): void {
  failure.value = null;
  import("./rest.tsx").then(
    (it) => (loaded.value = it.Rest),
    (error: unknown) => (failure.value = error instanceof Error ? error.message : String(error)),
  );
}

export function Below(): VNode | null {
  useEffect(() => afterPaint(fetchIt), []);
  const Rest = loaded.value;
  if (Rest !== null) {
    return <Rest />;
  }
  return failure.value === null ? null : (
    <p role="alert">
      Pictures and migration could not be loaded: {failure.value}.{" "}
      <button type="button" class="button-small" onClick={fetchIt}>Try again</button>
    </p>
  );
}
