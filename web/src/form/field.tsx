//! A field: label, help on request, control, and what is wrong with it.

import { useSignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import type { FieldPath } from "../core/answer.ts";
import type { Problem } from "../core/index.ts";
import { entry } from "../state/offer.ts";
import { problemsOf } from "../state/problems.ts";
import { editIndex } from "../state/store.ts";
import { controlId, label } from "./labels.ts";
import { Prose } from "./prose.tsx";

type Section = FieldPath["section"];

/** What a control needs to be labelled and described. */
export interface ControlProps {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

interface FieldProps {
  section: Section;
  name: string;
  /** Which of several sections. */
  at?: number;
  /** Keys of the spec whose problems are shown here; its own, unless said. */
  keys?: string[];
  /** In place of what the core says. */
  help?: string;
  /** A group of controls is a fieldset: its label names them all. */
  group?: boolean;
  /** Stands below the control, always. */
  note?: ComponentChildren;
  className?: string;
  children: (control: ControlProps) => ComponentChildren;
}

export function Field(props: FieldProps): VNode {
  const { section, name, note, children } = props;
  const id = controlId(section, name, props.at);
  const help = props.help ?? entry(section, name)?.doc ?? "";
  const wrong = (props.keys ?? [name]).flatMap((key) => problemsOf(section, key, props.at));
  const isOpen = useSignal(false);
  const described = [
    help === "" ? "" : `${id}-help`,
    note === undefined ? "" : `${id}-note`,
    wrong.length === 0 ? "" : `${id}-problem`,
  ].filter((it) => it !== "");
  const control: ControlProps = {
    id,
    "aria-invalid": 0 < wrong.length,
    "aria-describedby": described.length === 0 ? undefined : described.join(" "),
  };
  const text = label(section, name);
  const body = (
    <>
      <div class="field-head">
        {props.group === true ? (
          <span class="field-label" id={`${id}-label`}>{text}</span>
        ) : (
          <label class="field-label" for={id}>{text}</label>
        )}
        {help !== "" && (
          <button
            type="button"
            class="field-why"
            aria-label={`About ${text}`}
            aria-expanded={isOpen.value}
            aria-controls={`${id}-help`}
            onClick={() => (isOpen.value = !isOpen.value)}
          >
            ?
          </button>
        )}
      </div>
      <p class="field-help" id={`${id}-help`} hidden={!isOpen.value}>
        <Prose text={help} />
      </p>
      {children(control)}
      {note !== undefined && <div class="field-note" id={`${id}-note`}>{note}</div>}
      {0 < wrong.length && (
        <div class="field-problem" id={`${id}-problem`}>
          {wrong.map((it) => <ProblemText key={it.message} problem={it} />)}
        </div>
      )}
    </>
  );
  const names = `field ${props.className ?? ""} ${0 < wrong.length ? "field-wrong" : ""}`.trim();
  return props.group === true ? (
    <div class={names} role="group" aria-labelledby={`${id}-label`}>{body}</div>
  ) : (
    <div class={names}>{body}</div>
  );
}

function ProblemText({ problem }: { problem: Problem }): VNode {
  return (
    <div>
      <p class="field-message"><Prose text={problem.message} /></p>
      {problem.help !== "" && <p class="field-cure"><Prose text={problem.help} /></p>}
      {problem.field.startsWith("index") && <Cures help={problem.help} />}
    </div>
  );
}

/** Values that the core names as a way out, such as `ef_construction = 81`, at a click. */
function Cures({ help }: { help: string }): VNode | null {
  const found = [...help.matchAll(/`(m|ef_construction|workers) = (\d+)`/g)];
  if (found.length === 0) {
    return null;
  }
  return (
    <p class="field-cures">
      {found.map(([, key = "", value = ""]) => (
        <button type="button" class="button-small" key={key} onClick={() => editIndex({ [key]: value })}>
          Set {key} to {value}
        </button>
      ))}
    </p>
  );
}
