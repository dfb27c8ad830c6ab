//! The pictures of the selected index and of the plan.

import type { VNode } from "preact";
import { CurveFigure } from "../pictures/curve.tsx";
import { PageFigure } from "../pictures/page.tsx";
import { TimelineFigure } from "../pictures/timeline.tsx";
import { planned } from "../state/planner.ts";
import { picture } from "../state/signals.ts";
import { editIndex } from "../state/store.ts";

export function Pictures(): VNode | null {
  const it = picture.value;
  if (it === null) {
    return null;
  }
  const type = `${it.element}(${it.dimensions})`;
  return (
    <section class="pictures" aria-labelledby="pictures-title">
      <h2 id="pictures-title">Pictures</h2>
      <div class="pictures-grid">
        <div class="card">
          <h3>A page of the index</h3>
          <PageFigure page={it.document.page} type={type} curve={it.document.curve} />
        </div>
        <div class="card">
          <h3>Its size over the dimensions</h3>
          <CurveFigure
            curve={it.document.curve}
            dimensions={it.dimensions}
            bytes={it.bytes}
            type={type}
            onPick={(dimensions) => editIndex({ dimensions: String(dimensions) })}
          />
        </div>
      </div>
    </section>
  );
}

export function Timeline(): VNode | null {
  const plan = planned.value?.plan;
  if (plan === undefined) {
    return null;
  }
  return (
    <section class="pictures" aria-labelledby="timeline-title">
      <h2 id="timeline-title">The plan</h2>
      <div class="card">
        <TimelineFigure steps={plan.steps} indexes={plan.indexes} />
      </div>
    </section>
  );
}
