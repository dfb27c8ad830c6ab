//! The memory of a build as a gauge: what the graph needs, what it may take, and what the machine has.

import { useId } from "preact/hooks";
import type { IndexEstimate } from "../core/index.ts";
import { bytes, count, percent } from "../core/format.ts";
import { settingBytes } from "./memory-model.ts";
import { Hatch } from "./swatch.tsx";
import "./pictures.css";
import "./numbers.css";

/** Build memory against maintenance_work_mem, and that against the memory of the machine. */
export function MemoryGauge(props: { estimate: IndexEstimate; ramBytes: number | null }) {
  const { estimate, ramBytes } = props;
  const need = estimate.build_memory_bytes;
  const limit = settingBytes(estimate.maintenance_work_mem);
  const spills = 0 < estimate.spilled_rows;
  return (
    <div class="gauge">
      {limit === null ? null : (
        <Bar
          label="graph of the build"
          limitLabel={`maintenance_work_mem = ${estimate.maintenance_work_mem}`}
          value={need}
          limit={limit}
          state={spills ? "bad" : "good"}
        />
      )}
      <p class="gauge-text">
        {spills ? <strong class="gauge-bad">Spills. </strong> : <strong class="gauge-good">Fits. </strong>}
        {spills
          ? `${count(estimate.fits_in_memory_rows)} of ${count(estimate.rows)} rows fit; ` +
            `${count(estimate.spilled_rows)} come after the build has left memory, ` +
            `${percent(estimate.spilled_rows / estimate.rows)} of them, and each takes several times as long.`
          : `The build stays in memory up to ${count(estimate.fits_in_memory_rows)} rows; ` +
            `${count(estimate.rows)} are reckoned with.`}
        {spills && need <= (settingBytes(estimate.recommended_maintenance_work_mem) ?? 0)
          ? ` maintenance_work_mem = ${estimate.recommended_maintenance_work_mem} holds them all.`
          : ""}
      </p>
      {limit === null || ramBytes === null ? (
        <p class="gauge-text">Say how much memory the server has, and it is compared here.</p>
      ) : (
        <Bar
          label="maintenance_work_mem"
          limitLabel={`memory of the server, ${bytes(ramBytes)}`}
          value={limit}
          limit={ramBytes}
          state={ramBytes < limit ? "bad" : ramBytes < 2 * limit ? "warn" : "good"}
        />
      )}
    </div>
  );
}

/** One bar: a value on a scale that ends at the limit, or at the value when that is more. */
function Bar(props: { label: string; limitLabel: string; value: number; limit: number; state: "good" | "warn" | "bad" }) {
  const { value, limit } = props;
  const id = useId();
  const end = Math.max(value, limit);
  const x = (it: number): number => (1000 * it) / end;
  const name = `${props.label}: ${bytes(value)}, ${percent(value / limit)} of ${props.limitLabel}`;
  return (
    <div class="gauge-one">
      <p class="gauge-label" aria-hidden="true">
        <span>
          {props.label} <b>{bytes(value)}</b>
        </span>
        <span>{percent(value / limit)}</span>
      </p>
      <svg class="gauge-bar" role="img" aria-labelledby={id} viewBox="0 0 1000 20" preserveAspectRatio="none">
        <title id={id}>{name}</title>
        <Hatch id={`${id}-hatch`} width={12} height={10} />
        <rect class="gauge-track" width={1000} height={20} />
        <rect class={`gauge-fill gauge-${props.state}`} width={x(Math.min(value, limit))} height={20} />
        {limit < value ? (
          <>
            <rect class="gauge-over" x={x(limit)} width={1000 - x(limit)} height={20} fill={`url(#${id}-hatch)`} />
            <path class="gauge-limit" d={`M${x(limit)} 0V20`} vector-effect="non-scaling-stroke" />
          </>
        ) : null}
      </svg>
      <p class="gauge-scale" aria-hidden="true">
        <span
          class={x(limit) < 600 ? "gauge-mark gauge-mark-left" : "gauge-mark"}
          style={x(limit) < 600 ? { marginInlineStart: `${x(limit) / 10}%` } : { marginInlineEnd: `${100 - x(limit) / 10}%` }}
        >
          {props.limitLabel}
        </span>
      </p>
    </div>
  );
}
