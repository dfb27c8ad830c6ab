//! The log: what was run, why, how long it took, and what the server said.

import type { VNode } from "preact";

import { seconds } from "../core/format.ts";
import { type Notice, type Stage, STAGES } from "./protocol.ts";
import { type Entry, STAGE_TITLES, type View } from "./view.ts";

export function Log({ view }: { view: View }): VNode {
  const reached = STAGES.slice(0, STAGES.indexOf(view.stage) + 1);
  return (
    <section class="rehearse-log" aria-labelledby="rehearse-log-title">
      <h3 class="rehearse-title" id="rehearse-log-title">
        Log
      </h3>
      {view.version === null ? null : (
        <p class="rehearse-hint">
          PostgreSQL {view.version.postgres}, pgvector {view.version.pgvector}, one session.
        </p>
      )}
      {reached.map((stage) => (
        <StageLog key={stage} stage={stage} view={view} />
      ))}
    </section>
  );
}

function StageLog({ stage, view }: { stage: Stage; view: View }): VNode {
  const entries = view.entries.filter((it) => it.stage === stage);
  const spent = entries.reduce((sum, it) => sum + (it.outcome?.seconds ?? 0), 0);
  const failed = entries.some((it) => it.outcome?.error != null);
  const isNow = stage === view.stage && view.state !== "done";
  return (
    <details class="rehearse-stage" open={isNow || failed}>
      <summary class="rehearse-stage-head">
        <span class="rehearse-stage-name">{STAGE_TITLES[stage]}</span>
        <span class="rehearse-stage-count">
          {failed ? "failed" : entries.length === 1 ? "1 step" : `${entries.length} steps`}
        </span>
        <span class="rehearse-time">{duration(spent)}</span>
      </summary>
      <ol class="rehearse-entries">
        {entries.map((it) => (
          <Line key={it.id} entry={it} state={view.state} />
        ))}
      </ol>
    </details>
  );
}

function Line({ entry, state }: { entry: Entry; state: View["state"] }): VNode {
  const { outcome } = entry;
  return (
    <li class={outcome?.error == null ? "rehearse-entry" : "rehearse-entry rehearse-entry-bad"}>
      <div class="rehearse-entry-head">
        <span class="rehearse-why">{entry.why}</span>
        <span class="rehearse-time">{outcome === null ? waiting(entry, state) : duration(outcome.seconds)}</span>
      </div>
      {entry.sql === null ? null : <Sql sql={entry.sql} />}
      {outcome?.lines.map((it, at) => (
        <p key={at} class="rehearse-said">
          {it}
        </p>
      ))}
      {outcome?.notices.map((it, at) => (
        <Said key={at} notice={it} />
      ))}
      {outcome?.error == null ? null : <Said notice={outcome.error} />}
    </li>
  );
}

function Sql({ sql }: { sql: string }): VNode {
  const first = sql.split("\n", 1)[0] ?? "";
  if (first === sql) {
    return <code class="rehearse-sql">{sql}</code>;
  }
  return (
    <details class="rehearse-more">
      <summary>
        <code class="rehearse-sql">{first} …</code>
      </summary>
      <pre class="rehearse-pre" tabIndex={0}>
        {sql}
      </pre>
    </details>
  );
}

function Said({ notice }: { notice: Notice }): VNode {
  return (
    <div class={`rehearse-notice rehearse-notice-${notice.severity.toLowerCase()}`}>
      <p>
        <b>{notice.severity}:</b> {notice.message}
      </p>
      {notice.detail === null ? null : <p>DETAIL: {notice.detail}</p>}
      {notice.hint === null ? null : <p>HINT: {notice.hint}</p>}
    </div>
  );
}

function waiting(entry: Entry, state: View["state"]): string {
  if (state !== "running") {
    return "not finished";
  }
  return entry.share > 0 ? `${Math.round(entry.share * 100)} %` : "running…";
}

/** Times here are short: milliseconds below a second. */
function duration(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : seconds(value);
}
