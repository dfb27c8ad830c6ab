//! Parts of the form that only some numbers need; what is in them is loaded when one is opened.

import type { VNode } from "preact";
import { further, furtherFailure, needFurther, used } from "../state/further.ts";
import { useOpening } from "./opening.ts";

/** A section of `hnswkit.toml`, and what its part is called. */
const PARTS = [
  ["target", "Its memory"],
  ["calibration", "Builds that were timed on it"],
  ["query", "A search"],
  ["activity", "Writes after the build"],
  ["replication", "Replicas"],
] as const;

export type FurtherSection = (typeof PARTS)[number][0];

export function Further(): VNode {
  return (
    <fieldset class="section further">
      <legend>More about the server</legend>
      {PARTS.map(([section, title]) => <Part key={section} section={section} title={title} />)}
    </fieldset>
  );
}

function Part({ section, title }: { section: FurtherSection; title: string }): VNode {
  const count = used(section);
  const isUsed = 0 < count;
  const details = useOpening(isUsed);
  const part = further.value;
  return (
    <details class="more" ref={details} onToggle={needFurther}>
      <summary>
        {title}
        {isUsed && <span class="more-count">{count} set</span>}
      </summary>
      {part !== null ? <part.Fields section={section} /> : furtherFailure.value !== null && (
        <p class="field-note">
          This part could not be loaded: {furtherFailure.value}.{" "}
          <button type="button" class="button-small" onClick={needFurther}>Try again</button>
        </p>
      )}
    </details>
  );
}
