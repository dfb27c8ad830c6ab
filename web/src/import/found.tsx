//! What was found in the text: rows to tick, and what could not be read.

import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";

import { count } from "../core/format.ts";
import { Prose } from "../form/prose.tsx";
import type { Candidate, Note, Place, Reading } from "./model.ts";

/** So many rows are shown at once, and so many tick boxes are ticked by hand. */
const SHOWN = 100;
const BY_HAND = 5;

interface FoundProps {
  reading: Reading;
  isChosen: (candidate: Candidate) => boolean;
  choose: (candidates: Candidate[], on: boolean) => void;
  /** Moves the cursor to a place of the text. */
  go: (place: Place) => void;
}

export function Found({ reading, isChosen, choose, go }: FoundProps): VNode {
  const { columns, indexes, notes, kind } = reading;
  return (
    <div class="import-found">
      <p class="hidden" role="status">
        {summary(reading)}
      </p>
      <Group
        title={kind === "sql" ? "Vector columns" : "Indexes of the file"}
        none={kind === "sql" ? "No vector column in this text." : "No index in this text."}
        rows={columns}
        {...{ isChosen, choose, go }}
      />
      {indexes.length === 0 ? null : (
        <Group
          title="Indexes that are there"
          hint="Tick one to plan it as it is: the migration finds it in place and proves it."
          none=""
          rows={indexes}
          {...{ isChosen, choose, go }}
        />
      )}
      {notes.length === 0 ? null : (
        <section class="import-group" aria-labelledby="import-notes">
          <h3 id="import-notes" class="import-title">
            To know
          </h3>
          <ul class="import-notes">
            {notes.map((it, at) => (
              <NoteLine key={at} note={it} go={go} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface GroupProps extends Omit<FoundProps, "reading"> {
  title: string;
  hint?: string;
  none: string;
  rows: Candidate[];
}

function Group({ title, hint, none, rows, isChosen, choose, go }: GroupProps): VNode {
  const id = useId();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN);
  const possible = rows.filter((it) => it.spec !== null);
  return (
    <section class="import-group" aria-labelledby={id}>
      <div class="import-group-head">
        <h3 id={id} class="import-title">
          {title}
        </h3>
        {possible.length <= BY_HAND ? null : (
          <div class="import-tick">
            <button type="button" class="button-small" onClick={() => choose(possible, true)}>
              Tick all
            </button>
            <button type="button" class="button-small" onClick={() => choose(possible, false)}>
              Tick none
            </button>
          </div>
        )}
      </div>
      {hint === undefined ? null : <p class="import-hint">{hint}</p>}
      {rows.length === 0 ? <p class="import-hint">{none}</p> : null}
      <ul class="import-rows">
        {shown.map((it) => (
          <RowLine key={it.key} row={it} on={isChosen(it)} choose={choose} go={go} />
        ))}
      </ul>
      {shown.length === rows.length ? null : (
        <button type="button" class="button-small import-all" onClick={() => setAll(true)}>
          Show all {count(rows.length)}
        </button>
      )}
    </section>
  );
}

interface RowLineProps {
  row: Candidate;
  on: boolean;
  choose: GroupProps["choose"];
  go: GroupProps["go"];
}

function RowLine({ row, on, choose, go }: RowLineProps): VNode {
  return (
    <li class={row.spec === null ? "import-row import-row-off" : "import-row"}>
      <label class="import-label">
        <input
          type="checkbox"
          class="import-check"
          checked={on}
          disabled={row.spec === null}
          onChange={(event) => choose([row], event.currentTarget.checked)}
        />
        <span class="import-what">
          <span class="import-name">
            <code>{row.title}</code>
            <span class="import-type">{row.type}</span>
          </span>
          {row.detail === "" ? null : <span class="import-detail">{row.detail}</span>}
          {row.assumed.map((it) => (
            <span key={it.field} class="import-detail">
              assumed: {it.field} = {it.value}; {reason(it.why)}
            </span>
          ))}
        </span>
      </label>
      {row.place === null ? null : <Line place={row.place} go={go} />}
    </li>
  );
}

/** A query is how to find out; anything else says why. */
function reason(why: string): VNode {
  return why.startsWith("SELECT") ? (
    <>
      ask <code>{why}</code>
    </>
  ) : (
    <Prose text={why} />
  );
}

function NoteLine({ note, go }: { note: Note; go: GroupProps["go"] }): VNode {
  return (
    <li class="import-note">
      <div class="import-note-text">
        <p>
          <Prose text={note.message} />
        </p>
        {note.help === "" ? null : (
          <p class="import-detail">
            <Prose text={note.help} />
          </p>
        )}
      </div>
      {note.place === null ? null : <Line place={note.place} go={go} />}
    </li>
  );
}

function Line({ place, go }: { place: Place; go: GroupProps["go"] }): VNode {
  return (
    <button type="button" class="import-line" onClick={() => go(place)}>
      line {place.line}
    </button>
  );
}

function summary({ columns, indexes, notes, kind }: Reading): string {
  const first = kind === "sql" ? many(columns.length, "vector column") : many(columns.length, "index", "indexes");
  const there = kind === "sql" ? `, ${many(indexes.length, "index", "indexes")} there` : "";
  return `${first}${there}, ${many(notes.length, "note")}`;
}

function many(n: number, one: string, more = `${one}s`): string {
  return n === 1 ? `1 ${one}` : `${count(n)} ${more}`;
}
