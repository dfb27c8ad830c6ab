//! The plan, statement by statement: why it is there, the lock it takes, and its SQL.

import { useRef, useState } from "preact/hooks";
import { count } from "../core/format.ts";
import type { PlanStep } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { verb } from "../pictures/timeline-model.ts";
import { CopyButton } from "./actions.tsx";
import { CodeView } from "./code.tsx";
import { PieceView } from "./piece.tsx";
import { pieces } from "./pieces.ts";
import type { OutputAnswer } from "./types.ts";

/** So many are shown at once; a plan of a hundred indexes has four hundred. */
const AT_ONCE = 40;

/** The plan tab. */
export function Steps(props: { answer: OutputAnswer }) {
  const { plan } = props.answer;
  return (
    <div class="steps">
      <dl class="plan-summary">
        {plan.summary.lines.map((it) => (
          <div key={it.about}>
            <dt>{it.about}</dt>
            <dd>{it.text}</dd>
          </div>
        ))}
      </dl>
      <StepList title="Forward" steps={plan.steps} find={(answer) => answer.plan.steps} />
      <StepList title="Rollback" steps={plan.down} find={(answer) => answer.plan.down} />
      {pieces(props.answer, "plan").map((it, at) => (
        <PieceView key={it.key} piece={it} tab="plan" at={at} />
      ))}
    </div>
  );
}

function StepList(props: { title: string; steps: PlanStep[]; find: (answer: OutputAnswer) => PlanStep[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? props.steps : props.steps.slice(0, AT_ONCE);
  return (
    <section class="steps-part" aria-label={props.title}>
      <h3 class="steps-title">{`${props.title}, ${count(props.steps.length)} steps`}</h3>
      <ol class="steps-list">
        {shown.map((it, at) => (
          <Step key={at} step={it} at={at} title={props.title} find={props.find} />
        ))}
      </ol>
      {shown.length < props.steps.length ? (
        <button type="button" class="button-small" onClick={() => setAll(true)}>
          {`Show all ${count(props.steps.length)} steps`}
        </button>
      ) : null}
    </section>
  );
}

function Step(props: { step: PlanStep; at: number; title: string; find: (answer: OutputAnswer) => PlanStep[] }) {
  const { step, at } = props;
  const [isOpen, setIsOpen] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  const head = headOf(step);
  const name = `statement ${at + 1} of ${props.title.toLowerCase()}`;
  return (
    <li class="step">
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary class="step-summary">
          <span class="step-number">{at + 1}</span>
          <span class="step-what">
            <span>
              {isBlock(step) ? <span class="step-phase">{verb(step)}</span> : null}
              {head === "" ? null : <code class="step-sql">{head}</code>}
            </span>
            {step.no_return ? <strong class="step-return">Point of no return</strong> : null}
            <span class="step-why">
              <Prose text={step.why} />
            </span>
          </span>
        </summary>
        {isOpen ? (
          <div class="step-body" ref={region}>
            <p class="step-facts">
              <span>{lockOf(step)}</span>
              <CopyButton
                what={name}
                text={(answer) => props.find(answer)[at]?.sql}
                shown={() => region.current?.querySelector(".code") ?? null}
              />
            </p>
            <CodeView text={step.sql} language="sql" label={`SQL of ${name}`} />
          </div>
        ) : null}
      </details>
    </li>
  );
}

/** A block says nothing with its first line. */
function isBlock(step: PlanStep): boolean {
  return /^DO\b/.test(step.sql);
}

/** The first line of a statement; of a block, the index that it is about. */
function headOf(step: PlanStep): string {
  const [first = "", ...more] = step.sql.split("\n");
  if (isBlock(step)) {
    return step.index ?? "";
  }
  return more.length === 0 ? first : `${first} …`;
}

function lockOf(step: PlanStep): string {
  const blocks = step.blocks.length === 0 ? "nothing waits" : `${step.blocks.join(", ")} wait`;
  const lock =
    step.lock === null
      ? "No lock on a table."
      : `${step.lock} on ${step.lock_table ?? "the table"} ${step.lock_held ?? ""}: ${blocks}.`;
  return `${lock} In a transaction: ${step.transaction}.`;
}
