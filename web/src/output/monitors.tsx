//! The questions that watch an index: what each asks, how a healthy answer looks, and its query.

import { useRef, useState } from "preact/hooks";
import type { MonitorEntry } from "../core/index.ts";
import { count } from "../core/format.ts";
import { Prose } from "../form/prose.tsx";
import { CodeView } from "./code.tsx";
import { PieceActions } from "./piece.tsx";
import { pieces } from "./pieces.ts";
import type { OutputAnswer, Piece } from "./types.ts";

/** So many are shown at once: some are asked once an index. */
const AT_ONCE = 15;

/** The monitor tab. */
export function Monitors(props: { answer: OutputAnswer }) {
  const [all, setAll] = useState(false);
  const monitors = props.answer.monitor?.monitors ?? [];
  const texts = pieces(props.answer, "monitor");
  const shown = all ? monitors : monitors.slice(0, AT_ONCE);
  return (
    <div class="monitors">
      <p class="output-lead">
        Each is one question to the server, answered by one query that changes nothing: by hand with psql, or from
        whatever already watches the server.
      </p>
      {shown.map((it, at) => {
        const piece = texts[at];
        return piece === undefined ? null : <Monitor key={piece.key} monitor={it} piece={piece} at={at} />;
      })}
      {shown.length < monitors.length ? (
        <button type="button" class="button-small" onClick={() => setAll(true)}>
          {`Show all ${count(monitors.length)}`}
        </button>
      ) : null}
    </div>
  );
}

function Monitor(props: { monitor: MonitorEntry; piece: Piece; at: number }) {
  const { monitor, piece, at } = props;
  const region = useRef<HTMLDivElement>(null);
  return (
    <div class="piece" ref={region}>
      <div class="piece-head">
        <div class="piece-name">
          <h3 class="monitor-title">{monitor.title}</h3>
          <p class="monitor-question">{monitor.question}</p>
        </div>
        <PieceActions piece={piece} tab="monitor" at={at} shown={() => region.current?.querySelector(".code") ?? null} />
      </div>
      <dl class="monitor-facts">
        <dt>Healthy</dt>
        <dd>
          <Prose text={monitor.healthy} />
        </dd>
        <dt>Rights</dt>
        <dd>
          <Prose text={monitor.rights} />
        </dd>
        <dt>Since</dt>
        <dd>{monitor.since}</dd>
      </dl>
      {monitor.notes.length === 0 ? null : (
        <details class="piece-aside">
          <summary>How to read the answer</summary>
          <ul class="monitor-notes">
            {monitor.notes.map((it) => (
              <li key={it}>
                <Prose text={it} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <CodeView text={piece.text} language="sql" label={`Query: ${monitor.title}`} />
    </div>
  );
}
