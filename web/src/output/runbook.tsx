//! The runbook as people read it, from its Markdown; copied and saved as Markdown.

import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Prose } from "../form/prose.tsx";
import { CodeView } from "./code.tsx";
import { Path, PieceActions } from "./piece.tsx";
import { pieces } from "./pieces.ts";
import type { OutputAnswer } from "./types.ts";

type Render = (text: string) => VNode;

/** The runbook tab. */
export function Runbook(props: { answer: OutputAnswer; onChoose: (id: string) => void }) {
  const id = useId();
  const region = useRef<HTMLDivElement>(null);
  const [render, setRender] = useState<Render | null>(null);
  useEffect(() => {
    import("./markdown.tsx")
      .then(({ markdown }) => setRender(() => markdown))
      // Without it, the Markdown is readable as it is.
      .catch(() => undefined);
  }, []);
  const document = props.answer.runbook;
  const piece = pieces(props.answer, "runbook")[0];
  if (piece === undefined || document === null) {
    return null;
  }
  const when = document.all.find((it) => it.id === document.id)?.when ?? "";
  return (
    <div class="piece" ref={region}>
      <div class="piece-head">
        <div class="piece-name">
          <h3 class="piece-title">
            <Path of={piece.title} />
          </h3>
          <p class="runbook-choice">
            <label for={id}>Runbook</label>
            <select class="select" id={id} value={document.id} onChange={(event) => props.onChoose(event.currentTarget.value)}>
              {document.all.map((it) => (
                <option key={it.id} value={it.id}>
                  {it.title}
                </option>
              ))}
            </select>
          </p>
          <p class="piece-note">
            <Prose text={when} />. It is copied as Markdown.
          </p>
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
