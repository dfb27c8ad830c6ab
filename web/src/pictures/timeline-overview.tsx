//! The builds of a plan on a scale of time, one lane for each of what may wait.

import { useId } from "preact/hooks";
import { seconds, secondsBand } from "../core/format.ts";
import { LANES, spans, type Lane, type Row, type Span } from "./timeline-model.ts";

/** The height of a lane and of the room between two, in the units of the picture. */
const LANE = 10;
const GAP = 4;

/** Nothing without builds: a plan that only drops takes moments. */
export function TimelineOverview(props: { rows: Row[] }) {
  const id = useId();
  const { spans: all, seconds: total } = spans(props.rows);
  if (all.length === 0 || total <= 0) {
    return null;
  }
  const x = (it: number): number => (1000 * it) / total;
  const height = LANES.length * (LANE + GAP);
  return (
    <div class="overview">
      <div class="overview-names" aria-hidden="true">
        {LANES.map((lane) => (
          <span key={lane}>{lane}</span>
        ))}
      </div>
      <div class="overview-plot">
        <svg role="img" aria-labelledby={`${id}-title`} viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none">
          <title id={`${id}-title`}>{summary(all)}</title>
          {LANES.map((lane, at) => (
            <g key={lane}>
              <path
                class="overview-open"
                d={`M0 ${middle(at)}H1000`}
                vector-effect="non-scaling-stroke"
              />
              {all.map((span) => (
                <Waits key={span.start} span={span} lane={lane} y={at * (LANE + GAP) + GAP / 2} x={x} />
              ))}
            </g>
          ))}
          {all.slice(1).map((span) => (
            <path
              key={span.start}
              class="overview-edge"
              d={`M${x(span.start)} 0V${height}`}
              vector-effect="non-scaling-stroke"
            />
          ))}
        </svg>
        <div class="overview-labels" aria-hidden="true">
          {all.map((span) =>
            0.12 < span.high / total ? (
              <span key={span.start} style={{ left: `${x(span.start) / 10}%`, width: `${x(span.high) / 10}%` }}>
                <b>{span.table}</b>
                <br />
                {secondsBand(span.low, span.high)}
              </span>
            ) : null,
          )}
        </div>
      </div>
      <p class="overview-key" aria-hidden="true">
        <span class="overview-item">
          <span class="overview-swatch overview-swatch-open" /> go on
        </span>
        <span class="overview-item">
          <span class="overview-swatch overview-swatch-wait" /> wait, at the least
        </span>
        <span class="overview-item">
          <span class="overview-swatch overview-swatch-may" /> at the most
        </span>
        <span class="overview-total">{`all builds: at most ${seconds(total)}`}</span>
      </p>
    </div>
  );
}

function middle(lane: number): number {
  return (lane + 0.5) * (LANE + GAP);
}

/** The bar of one lane during one build: solid for the least time, pale up to the most. */
function Waits(props: { span: Span; lane: Lane; y: number; x: (seconds: number) => number }) {
  const { span, lane, y, x } = props;
  if (span.held.includes(lane)) {
    return <rect class="overview-wait" x={x(span.start)} y={y} width={x(span.high)} height={LANE} />;
  }
  if (!span.waits.includes(lane)) {
    return null;
  }
  return (
    <>
      <rect class="overview-may" x={x(span.start)} y={y} width={x(span.high)} height={LANE} />
      <rect class="overview-wait" x={x(span.start)} y={y} width={x(span.low)} height={LANE} />
    </>
  );
}

function summary(all: Span[]): string {
  const builds = all.slice(0, 10).map((span) => {
    const lanes = [...span.waits, ...span.held];
    const waits = lanes.length === 0 ? "nothing waits" : `${lanes.join(" and ")} wait`;
    return `${span.table}: ${secondsBand(span.low, span.high)}, ${waits}`;
  });
  const more = 10 < all.length ? `; and ${all.length - 10} more, listed below` : "";
  return `The builds one after the other. ${builds.join("; ")}${more}.`;
}
