//! The panel: what is rehearsed, on how many rows, and how it went.

import "./rehearse.css";

import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { count } from "../core/format.ts";
import type { Problem, Spec } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { SqlEditor } from "../editor/index.ts";
import { ASSET_BYTES, SERVER } from "./protocol.ts";
import { jobOf, NULL_SHARE } from "./job.ts";
import { Log } from "./log.tsx";
import { operatorsOf, prepare, type Prepared } from "./prepare.ts";
import { Result } from "./result.tsx";
import { Status } from "./status.tsx";
import { useRehearsal } from "./use-rehearsal.ts";

const ROWS = { least: 100, most: 5000, step: 100, first: 1000 };
/** So many indexes are rehearsed together unless told otherwise. */
const TOGETHER = 4;

export function RehearsePanel({ spec }: { spec: Spec }): VNode {
  const indexes = spec.index ?? [];
  const [only, setOnly] = useState<number | null>(indexes.length > TOGETHER ? 0 : null);
  const [rows, setRows] = useState(ROWS.first);
  const [ready, setReady] = useState<Prepared | null>(null);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [failure, setFailure] = useState("");
  const [ddl, setDdl] = useState<string | null>(null);
  const rehearsal = useRehearsal();
  const [ran, setRan] = useState<Prepared | null>(null);
  const running = rehearsal.view?.state === "running";

  useEffect(() => {
    let late = false;
    prepare(spec, rows, only).then(
      (answer) => {
        if (!late) {
          setFailure("");
          setReady(Array.isArray(answer) ? null : answer);
          setProblems(Array.isArray(answer) ? answer : []);
        }
      },
      (error: unknown) => {
        if (!late) {
          setReady(null);
          setProblems([]);
          setFailure(error instanceof Error ? error.message : String(error));
        }
      },
    );
    return () => {
      late = true;
    };
  }, [spec, rows, only]);

  const names = useMemo(() => indexes.map(nameOf), [spec]);
  const start = (): void => {
    if (ready !== null) {
      const options = { ddl: ddl ?? ready.tables.ddl, rows, operators: operatorsOf(ready.core) };
      setRan(ready);
      rehearsal.start(jobOf(ready.spec, ready.plan, ready.tables, options));
    }
  };

  return (
    <div class="rehearse">
      <p class="rehearse-lead">
        Runs the whole migration on a real PostgreSQL {SERVER.postgres} with pgvector{" "}
        {SERVER.pgvector} that lives in this tab: tables, sample rows, forward, verify, rollback, and
        forward again. Nothing leaves the browser. The first run fetches the server from this site,
        about {Math.round(ASSET_BYTES / 1e6)} MB before compression.
      </p>
      <Problems problems={problems} failure={failure} />
      <div class="rehearse-controls">
        {indexes.length > 1 ? (
          <label class="rehearse-field">
            <span class="rehearse-name">Index</span>
            <select
              class="rehearse-select"
              disabled={running}
              value={only === null ? "all" : String(only)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setOnly(value === "all" ? null : Number(value));
                setDdl(null);
              }}
            >
              <option value="all">All {indexes.length}</option>
              {names.map((name, at) => (
                <option key={at} value={String(at)}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label class="rehearse-field rehearse-rows">
          <span class="rehearse-name">
            Sample rows a table <output class="rehearse-value">{count(rows)}</output>
          </span>
          <input
            type="range"
            class="rehearse-range"
            min={ROWS.least}
            max={ROWS.most}
            step={ROWS.step}
            value={rows}
            disabled={running}
            aria-valuetext={`${count(rows)} rows`}
            onInput={(event) => setRows(Number(event.currentTarget.value))}
          />
        </label>
        {running ? (
          <button type="button" class="button rehearse-run" onClick={rehearsal.cancel}>
            Cancel
          </button>
        ) : (
          <button
            type="button"
            class="button button-main rehearse-run"
            disabled={ready === null}
            onClick={start}
          >
            {rehearsal.view === null ? "Rehearse" : "Rehearse again"}
          </button>
        )}
      </div>
      <p class="rehearse-hint">
        Vectors are random, in clusters, and the same on every run; {NULL_SHARE * 100} % of them are
        NULL where the column allows it.
      </p>
      {ready === null ? null : (
        <TablesBox
          ready={ready}
          ddl={ddl}
          setDdl={setDdl}
          isOpen={ready.tables.notes.length > 0}
        />
      )}
      {rehearsal.view === null || rehearsal.job === null ? null : (
        <>
          <Status view={rehearsal.view} job={rehearsal.job} elapsed={rehearsal.elapsed} />
          {ran === null ? null : <Result view={rehearsal.view} job={rehearsal.job} prepared={ran} />}
          <Log view={rehearsal.view} />
        </>
      )}
      <Limits />
    </div>
  );
}

function nameOf(index: NonNullable<Spec["index"]>[number]): string {
  return `${String(index.table ?? "")}.${String(index.column ?? index.expression ?? "")}`;
}

function Problems({ problems, failure }: { problems: Problem[]; failure: string }): VNode | null {
  if (problems.length === 0 && failure === "") {
    return null;
  }
  return (
    <div class="rehearse-problems" role="alert">
      <p>{failure === "" ? "Correct the form first; there is no plan to rehearse." : failure}</p>
      <ul>
        {problems.map((it, at) => (
          <li key={at}>
            <code>{it.field}</code>: <Prose text={it.message} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface TablesBoxProps {
  ready: Prepared;
  /** What was written in place of the proposal; null when nothing was. */
  ddl: string | null;
  setDdl: (ddl: string | null) => void;
  isOpen: boolean;
}

function TablesBox({ ready, ddl, setDdl, isOpen }: TablesBoxProps): VNode {
  return (
    <details class="rehearse-tables" open={isOpen}>
      <summary class="rehearse-summary">Tables</summary>
      {ready.tables.notes.map((it, at) => (
        <p key={at} class="rehearse-note">
          {it}
        </p>
      ))}
      <p class="rehearse-hint">
        Made from the form, with what it says of columns. Your own statements, as pg_dump
        --schema-only writes them, make it truer.
      </p>
      <SqlEditor
        label="CREATE TABLE"
        value={ddl ?? ready.tables.ddl}
        onChange={setDdl}
      />
      {ddl === null || ddl === ready.tables.ddl ? null : (
        <button type="button" class="button" onClick={() => setDdl(null)}>
          Back to the proposal
        </button>
      )}
    </details>
  );
}

function Limits(): VNode {
  return (
    <details class="rehearse-limits">
      <summary class="rehearse-summary">What this cannot show</summary>
      <ul>
        <li>
          Locks and writers: this server has one session, so nothing ever waits. What each step
          blocks stands in the plan.
        </li>
        <li>
          The progress of a build: pg_stat_progress_create_index is read from a second session, and
          there is none. The bar moves by steps.
        </li>
        <li>
          Times of your server: WebAssembly runs on one thread, without parallel workers and without
          a disk.
        </li>
        <li>
          Recall of your data: sample vectors are random. Sizes depend on rows, dimensions and m
          only, so those can be compared.
        </li>
        <li>
          Your versions: the server here is always the one named in the log, whatever the target
          says.
        </li>
      </ul>
    </details>
  );
}
