//! The plan as a timeline: its builds on a scale of time, and each step with what it blocks.

import { Fragment } from "preact";
import { useId, useState } from "preact/hooks";
import type { IndexEstimate, PlanStep } from "../core/index.ts";
import { count, secondsBand } from "../core/format.ts";
import { TimelineOverview } from "./timeline-overview.tsx";
import { LANES, rows, verb, waiting, type Lane, type Row } from "./timeline-model.ts";
import "./pictures.css";
import "./timeline.css";

/** Rows that are shown at once; a plan of a hundred indexes has four hundred. */
const AT_ONCE = 40;

/** The steps of a plan and what waits meanwhile. */
export function TimelineFigure(props: { steps: PlanStep[]; indexes: IndexEstimate[] }) {
  const id = useId();
  const [all, setAll] = useState(false);
  const every = rows(props.steps, props.indexes);
  const shown = all ? every : every.slice(0, AT_ONCE);
  const together = every.some((row) => row.rail !== "alone");
  return (
    <figure class="timeline" aria-labelledby={`${id}-caption`}>
      <figcaption class="timeline-caption" id={`${id}-caption`}>
        {captionOf(every, together)}
      </figcaption>
      <TimelineOverview rows={every} />
      <table class="timeline-table">
        <caption class="pictures-hidden">The steps in order, and what waits during each</caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            {LANES.map((lane) => (
              <th key={lane} scope="col" class="timeline-lane-head">
                <span>{lane}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Step key={row.first} row={row} />
          ))}
        </tbody>
      </table>
      {shown.length < every.length ? (
        <button type="button" class="timeline-more" onClick={() => setAll(true)}>
          {`Show all ${count(props.steps.length)} steps`}
        </button>
      ) : null}
    </figure>
  );
}

function captionOf(all: Row[], together: boolean): string {
  const lanes = waiting(all);
  const moments = all.some((row) => row.waits.includes("reads"));
  const hold = together
    ? "One transaction holds all steps: its locks stay until it ends."
    : "No transaction holds the plan: each statement stands for itself, and its lock ends with it.";
  const waits = lanes.includes("reads")
    ? "Reads and writes wait while an index is built."
    : lanes.includes("writes")
      ? `${moments ? "Reads wait for moments only" : "Reads go on"}; writes wait while an index is built.`
      : "Reads and writes go on the whole time.";
  return `${waits} ${hold}`;
}

function Step(props: { row: Row }) {
  const { row } = props;
  const step = row.steps[0];
  if (step === undefined) {
    return null;
  }
  const numbers = row.first === row.last ? `${row.first}` : `${row.first}–${row.last}`;
  const settings = row.steps.length > 1 || (step.lock === null && step.index === null);
  return (
    <tr class={row.build === null ? "timeline-row" : "timeline-row timeline-row-build"}>
      <th scope="row" class="timeline-head">
        <div class={`timeline-step timeline-${row.rail}`}>
          <span class="timeline-number">{numbers}</span>
          <span class="timeline-what">
            <span class="timeline-name">
              <b>{verb(step)}</b>
              {settings ? `: ${settingsOf(row)}` : null}
              {step.index === null ? null : (
                <>
                  {" "}
                  <Name of={step.index} />
                </>
              )}
              {row.build === null ? null : (
                <span class="timeline-time">
                  {secondsBand(row.build.build_seconds_low, row.build.build_seconds_high)}
                </span>
              )}
            </span>
            {row.steps.length === 1 ? (
              <span class="timeline-why">{step.why}</span>
            ) : (
              <details class="timeline-details">
                <summary>{`${row.steps.length} statements`}</summary>
                {row.steps.map((it, at) => (
                  <span class="timeline-why" key={at}>
                    {`${row.first + at}. ${it.why}`}
                  </span>
                ))}
              </details>
            )}
            {step.lock === null ? null : (
              <span class="timeline-lock">
                <Name of={step.lock} />
                {step.lock_table === null ? null : (
                  <>
                    {" on "}
                    <Name of={step.lock_table} />
                  </>
                )}
                {step.lock_held === null ? null : ` ${step.lock_held}`}
                {row.rail !== "alone" && row.build !== null ? ", and until the transaction ends" : null}
              </span>
            )}
          </span>
        </div>
      </th>
      {LANES.map((lane) => (
        <Cell key={lane} row={row} lane={lane} />
      ))}
    </tr>
  );
}

/** A name that may break after an underscore or a dot, and before a capital. */
function Name(props: { of: string }) {
  return (
    <code>
      {props.of.split(/(?<=[_.])|(?=[A-Z][a-z])/).map((part, at) => (
        <Fragment key={at}>
          {at === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}

function settingsOf(row: Row): string {
  return row.steps.length === 1 ? "a setting of the session" : "settings of the session";
}

/** One lane during one step. */
function Cell(props: { row: Row; lane: Lane }) {
  const { row, lane } = props;
  if (row.waits.includes(lane)) {
    return (
      <td class="timeline-cell timeline-cell-wait">
        <span>
          <span class="timeline-word">wait</span>
        </span>
      </td>
    );
  }
  if (row.held.includes(lane)) {
    return (
      <td class="timeline-cell timeline-cell-held">
        <span>
          <span class="timeline-word">
            wait<span class="pictures-hidden">, as the transaction goes on</span>
          </span>
        </span>
      </td>
    );
  }
  return (
    <td class="timeline-cell">
      <span class="pictures-hidden">go on</span>
    </td>
  );
}
