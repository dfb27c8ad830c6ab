//! How far the rehearsal is, and how it ended.

import type { VNode } from "preact";

import { seconds } from "../core/format.ts";
import { type Job, STAGES } from "./protocol.ts";
import { shareDone, STAGE_TITLES, type View } from "./view.ts";

export function Status({ view, job, elapsed }: { view: View; job: Job; elapsed: number }): VNode {
  const place = `${STAGES.indexOf(view.stage) + 1} of ${STAGES.length}`;
  return (
    <div class={`rehearse-status rehearse-status-${view.state}`}>
      <div class="rehearse-status-line">
        <p class="rehearse-status-text" role="status">
          {sentence(view, place)}
        </p>
        <span class="rehearse-time">{seconds(elapsed)}</span>
      </div>
      <progress class="rehearse-bar" max={1} value={shareDone(view, job)} aria-label="Rehearsal">
        {Math.round(shareDone(view, job) * 100)} %
      </progress>
    </div>
  );
}

function sentence(view: View, place: string): string {
  switch (view.state) {
    case "running":
      return `${STAGE_TITLES[view.stage]} (${place})`;
    case "done":
      return "The migration ran forward, back, and forward again, and verified itself each time.";
    case "failed":
      return `Stopped at “${STAGE_TITLES[view.stage]}”: ${view.failure}`;
    case "canceled":
      return `Canceled at “${STAGE_TITLES[view.stage]}”. The server and all that it held are gone.`;
  }
}
