//! The size of an index over its dimensions: steps, with a marker at yours and the next steps named.

import { useId, useState } from "preact/hooks";
import type { CurvePoint } from "../core/index.ts";
import { bytes, count } from "../core/format.ts";
import { byteTicks, cliffs, nextCliffs, ratio, ticks, withPlace, type Cliff } from "./curve-model.ts";
import "./pictures.css";
import "./curve.css";

interface CurveProps {
  curve: CurvePoint[];
  dimensions: number;
  /** The size at `dimensions`. */
  bytes: number;
  type: string;
  /** Called with the dimensions that someone chose on the picture. */
  onPick?: ((dimensions: number) => void) | undefined;
}

/** The size of the index over its dimensions. */
export function CurveFigure(props: CurveProps) {
  const { dimensions, type, onPick } = props;
  const id = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const first = props.curve[0];
  if (first === undefined) {
    return null;
  }
  const points = withPlace(props.curve, dimensions, props.bytes);
  const max = Math.max(...points.map((it) => it.dimensions));
  const top = Math.max(...points.map((it) => it.index_bytes)) * 1.08;
  // Of a sparse vector only the first few dimensions matter: on a linear scale they would be a line.
  const log = type.startsWith("sparsevec");
  const x = (it: number): number => (log ? (100 * Math.log(Math.max(it, 1))) / Math.log(max) : (100 * it) / max);
  const y = (it: number): number => 100 - (100 * it) / top;
  const from = `M${x(first.dimensions)} ${y(first.index_bytes)}`;
  const steps = points.map((it) => `H${x(it.dimensions)}V${y(it.index_bytes)}`).join("");
  const { up, down } = nextCliffs(props.curve, dimensions);
  // The curve only grows, so that there is room above it to the left; to the right, only higher up.
  const isLeft = 50 <= x(dimensions);
  const above = isLeft ? y(props.bytes) : y(sizeAt(points, log ? max : Math.round(dimensions + 0.48 * max)));
  const shown = pointed === null ? null : sizeAt(points, pointed);

  return (
    <figure class="curve" aria-labelledby={`${id}-caption`}>
      <figcaption class="curve-caption" id={`${id}-caption`}>
        {captionOf(props, up)}
      </figcaption>
      <div class="curve-plot">
        <div class="curve-y" aria-hidden="true">
          {byteTicks(top, 4).map((it) => (
            <span key={it} style={{ top: `${y(it)}%` }}>
              {it === 0 ? "0" : bytes(it).replace(".0 ", " ")}
            </span>
          ))}
        </div>
        <div class="curve-area">
          <svg
            role="img"
            aria-labelledby={`${id}-title`}
            aria-describedby={`${id}-table`}
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
          >
            <title id={`${id}-title`}>{`Size of the index over the dimensions of ${type}`}</title>
            {byteTicks(top, 4).map((it) => (
              <path key={it} class="curve-grid" d={`M0 ${y(it)}H100`} vector-effect="non-scaling-stroke" />
            ))}
            <path class="curve-fill" d={`${from}${steps}V100H${x(first.dimensions)}Z`} />
            <path class="curve-line" d={`${from}${steps}`} vector-effect="non-scaling-stroke" />
            <path class="curve-yours" d={`M${x(dimensions)} 100V${above}`} vector-effect="non-scaling-stroke" />
            {pointed === null ? null : (
              <path class="curve-pointed" d={`M${x(pointed)} 0V100`} vector-effect="non-scaling-stroke" />
            )}
          </svg>
          <span
            class="curve-dot"
            aria-hidden="true"
            style={{ left: `${x(dimensions)}%`, top: `${y(props.bytes)}%` }}
          />
          <span
            class={isLeft ? "curve-mark" : "curve-mark curve-mark-right"}
            aria-hidden="true"
            style={{ left: `${x(dimensions)}%`, top: `${above}%` }}
          >
            <b>{bytes(props.bytes)}</b>
            {` at ${count(dimensions)}`}
          </span>
          {shown === null || pointed === null ? null : (
            <span class={`curve-readout${x(pointed) < 50 ? " curve-mark-right" : ""}`} aria-hidden="true" style={{ left: `${x(pointed)}%` }}>
              {`${count(pointed)}: ${bytes(shown)}`}
            </span>
          )}
          {onPick === undefined || log ? null : (
            <Picker {...props} onPick={onPick} id={id} min={first.dimensions} max={max} onPoint={setPointed} />
          )}
        </div>
        <div class="curve-x" aria-hidden="true">
          {(log ? powers(max) : ticks(max, 4)).map((it) => (
            <span key={it} class={96 < x(it) ? "curve-x-end" : ""} style={{ left: `${x(it)}%` }}>
              {count(it)}
            </span>
          ))}
        </div>
        <p class="curve-unit" aria-hidden="true">
          dimensions
        </p>
      </div>
      <ul class="curve-next">
        {down === null ? null : <Next cliff={down} to={down.before} bytes={props.bytes} word="Down to" {...{ onPick }} />}
        {up === null ? null : <Next cliff={up} to={up.after} bytes={props.bytes} word="From" {...{ onPick }} />}
        {up === null && down === null ? (
          <li>In this range the size grows in small steps, as many elements share a page.</li>
        ) : null}
      </ul>
      <Table id={`${id}-table`} curve={props.curve} />
    </figure>
  );
}

function captionOf(props: CurveProps, up: Cliff | null): string {
  const here = `At ${count(props.dimensions)} dimensions the index takes ${together(bytes(props.bytes))}.`;
  if (up === null) {
    return here;
  }
  const step = together(bytes(up.after.index_bytes));
  return `${here} The next step up is at ${count(up.after.dimensions)}: ${step}, ${ratio(props.bytes, up.after.index_bytes)}.`;
}

/** A number that stays on one line with its unit. */
function together(number: string): string {
  return number.replace(" ", "\u00a0");
}

/** The size at some dimensions: that of the last known point before them. */
function sizeAt(points: CurvePoint[], dimensions: number): number {
  return points.findLast((it) => it.dimensions <= dimensions)?.index_bytes ?? 0;
}

function powers(max: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(max)) + 1 }, (_, n) => 10 ** n);
}

/** One dimension with the arrow keys, one step of the curve with Page Up and Page Down. */
function Picker(
  props: CurveProps & {
    id: string;
    min: number;
    max: number;
    onPick: (dimensions: number) => void;
    onPoint: (dimensions: number | null) => void;
  },
) {
  const pick = (to: number): void => props.onPick(Math.min(Math.max(Math.round(to), props.min), props.max));
  const at = (event: PointerEvent & { currentTarget: HTMLInputElement }): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(Math.max(Math.round(share * props.max), props.min), props.max);
  };
  return (
    <>
      <input
        class="curve-picker"
        type="range"
        // From 0, so that the thumb is where the marker is.
        min={0}
        max={props.max}
        step={1}
        value={props.dimensions}
        aria-label="Dimensions"
        aria-describedby={`${props.id}-keys`}
        aria-valuetext={`${count(props.dimensions)} dimensions, ${bytes(props.bytes)}`}
        onInput={(event) => pick(Number(event.currentTarget.value))}
        onPointerMove={(event) => props.onPoint(at(event))}
        onPointerLeave={() => props.onPoint(null)}
        onKeyDown={(event) => {
          const { up, down } = nextCliffs(props.curve, props.dimensions);
          const to =
            event.key === "PageUp" ? up?.after.dimensions : event.key === "PageDown" ? down?.before.dimensions : undefined;
          if (to !== undefined) {
            event.preventDefault();
            pick(to);
          }
        }}
      />
      <span class="pictures-hidden" id={`${props.id}-keys`}>
        Arrow keys change one dimension, Page Up and Page Down go to the next step of the size.
      </span>
    </>
  );
}

function Next(props: {
  cliff: Cliff;
  to: CurvePoint;
  bytes: number;
  word: string;
  onPick?: ((dimensions: number) => void) | undefined;
}) {
  const { to, onPick } = props;
  const dimensions = `${count(to.dimensions)} dimensions`;
  return (
    <li>
      {`${props.word} `}
      {onPick === undefined ? (
        dimensions
      ) : (
        <button type="button" class="curve-pick" onClick={() => onPick(to.dimensions)}>
          {dimensions}
        </button>
      )}
      {`: ${bytes(to.index_bytes)}, ${ratio(props.bytes, to.index_bytes)}; ${onPage(to.elements_per_page)}.`}
    </li>
  );
}

function onPage(elements: number): string {
  if (elements === 0) {
    return "an element takes two pages";
  }
  return elements === 1 ? "1 element a page" : `${count(elements)} elements a page`;
}

/** The steps as text, for those who do not see the picture. */
function Table(props: { id: string; curve: CurvePoint[] }) {
  return (
    <div class="pictures-hidden" id={props.id}>
      <table>
        <caption>Steps of the size</caption>
        <thead>
          <tr>
            <th scope="col">from dimensions</th>
            <th scope="col">size of the index</th>
            <th scope="col">elements</th>
          </tr>
        </thead>
        <tbody>
          {cliffs(props.curve).map(({ after }) => (
            <tr key={after.dimensions}>
              <th scope="row">{count(after.dimensions)}</th>
              <td>{bytes(after.index_bytes)}</td>
              <td>{onPage(after.elements_per_page)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
