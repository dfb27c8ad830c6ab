//! The runbook as people read it, from its Markdown; copied and saved as Markdown.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CodeView } from "./code.tsx";
import { Path, PieceActions } from "./piece.tsx";
import { pieces } from "./pieces.ts";
import type { OutputAnswer } from "./types.ts";

type Render = (text: string) => VNode;

/** The runbook tab. */
export function Runbook(props: { answer: OutputAnswer }) {
  const region = useRef<HTMLDivElement>(null);
  const [render, setRender] = useState<Render | null>(null);
  useEffect(() => {
    import("./markdown.tsx")
      .then(({ markdown }) => setRender(() => markdown))
      // Without it, the Markdown is readable as it is.
      .catch(() => undefined);
  }, []);
  const piece = pieces(props.answer, "runbook")[0];
  if (piece === undefined) {
    return null;
  }
  return (
    <div class="piece" ref={region}>
      <div class="piece-head">
        <div class="piece-name">
          <h3 class="piece-title">
            <Path of={piece.title} />
          </h3>
          <p class="piece-note">What people do, in order, also at night. It is copied as Markdown.</p>
        </div>
        <PieceActions
          piece={piece}
          tab="runbook"
          at={0}
          shown={() => region.current?.querySelector(".code, .runbook") ?? null}
        />
      </div>
      {render === null ? (
        <CodeView text={piece.text} language="text" label="Runbook, as Markdown" />
      ) : (
        <div class="runbook">{render(piece.text)}</div>
      )}
    </div>
  );
}
