//! A sentence of the core's with its code spans.

import type { VNode } from "preact";

/** Text in which backticks are code. */
export function Prose({ text }: { text: string }): VNode {
  const parts = text.split(/(`+[^`]+`+)/);
  return (
    <>
      {parts.map((it, n) =>
        n % 2 === 1 ? <code key={n}>{it.replace(/^`+|`+$/g, "")}</code> : it,
      )}
    </>
  );
}
