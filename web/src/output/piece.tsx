//! One text with its name, what it is for, and its buttons.

import { useRef } from "preact/hooks";
import { bytes, count } from "../core/format.ts";
import { Prose } from "../form/prose.tsx";
import { CopyButton, SaveButton } from "./actions.tsx";
import { CodeView } from "./code.tsx";
import { pieces } from "./pieces.ts";
import type { OutputAnswer, Piece, Tab } from "./types.ts";

/** A text of a tab, as it is in the answer of a later moment. */
function find(answer: OutputAnswer, tab: Tab, key: string, at: number): Piece | undefined {
  const all = pieces(answer, tab);
  // The path of a file changes with the form: what stands at its place is the same thing.
  return all.find((it) => it.key === key) ?? all[at];
}

/** A text; `at` is its place in the tab. */
export function PieceView(props: { piece: Piece; tab: Tab; at: number }) {
  const { piece, tab, at } = props;
  const region = useRef<HTMLDivElement>(null);
  const shown = (): Element | null => region.current?.querySelector(".code") ?? null;
  const code = <CodeView text={piece.text} language={piece.language} label={piece.title} />;
  return (
    <div class="piece" ref={region}>
      <div class="piece-head">
        <div class="piece-name">
          <h3 class="piece-title">
            <Path of={piece.title} />
          </h3>
          <p class="piece-note">
            {piece.note === null ? null : (
              <>
                <Prose text={piece.note} />{" "}
              </>
            )}
            <span class="piece-size">{sizeOf(piece.text)}</span>
          </p>
        </div>
        <PieceActions piece={piece} tab={tab} at={at} shown={shown} />
      </div>
      {piece.isAside ? (
        <details class="piece-aside">
          <summary>Show</summary>
          {code}
        </details>
      ) : (
        code
      )}
    </div>
  );
}

/** Copy and, for what is a file, download. */
export function PieceActions(props: { piece: Piece; tab: Tab; at: number; shown: () => Element | null }) {
  const { piece, tab, at, shown } = props;
  const text = (answer: OutputAnswer): string | undefined => find(answer, tab, piece.key, at)?.text;
  return (
    <div class="piece-actions">
      <CopyButton what={piece.title} text={text} shown={shown} />
      {piece.file === null ? null : (
        <SaveButton
          what={piece.title}
          text={text}
          file={(answer) => find(answer, tab, piece.key, at)?.file ?? undefined}
        />
      )}
    </div>
  );
}

/** A path that may break after a slash or an underscore. */
export function Path(props: { of: string }) {
  return (
    <>
      {props.of.split(/(?<=[/_])|(?=\.)/).map((part, at) => (
        <span key={at}>
          {at === 0 ? null : <wbr />}
          {part}
        </span>
      ))}
    </>
  );
}

function sizeOf(text: string): string {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return `${count(lines)} ${lines === 1 ? "line" : "lines"}, ${bytes(new TextEncoder().encode(text).length)}`;
}
