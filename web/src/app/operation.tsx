//! The numbers around the indexes: closed, and neither loaded nor reckoned, until somebody opens them.

import type { VNode } from "preact";
import { useOpening } from "../form/opening.ts";
import { further, furtherFailure, needFurther, used } from "../state/further.ts";
import { needNumbers } from "../state/planner.ts";

export function Operation(): VNode {
  const details = useOpening(0 < used());
  const toggled = (): void => {
    const isOpen = details.current?.open === true;
    needNumbers(isOpen);
    if (isOpen) {
      needFurther();
    }
  };
  const part = further.value;
  return (
    <section class="operation" aria-labelledby="operation-title">
      <h2 id="operation-title">The operation around it</h2>
      <details class="operation-part" ref={details} onToggle={toggled}>
        <summary class="card">
          Time with other settings, disk, replicas, memory of the server, the search, the index in service, other choices
        </summary>
        {part !== null ? <part.Operation /> : furtherFailure.value !== null && (
          <p role="alert">
            This part could not be loaded: {furtherFailure.value}.{" "}
            <button type="button" class="button-small" onClick={needFurther}>Try again</button>
          </p>
        )}
      </details>
    </section>
  );
}
