//! A number taken apart: a stacked bar, and a table whose rows sum to it.

import { Fragment } from "preact";
import { useId } from "preact/hooks";
import type { EstimatePart } from "../core/index.ts";
import { bytes, count, percent } from "../core/format.ts";
import { Hatch } from "./swatch.tsx";
import "./pictures.css";
import "./numbers.css";

/** The color of the part at a place of a list; what nothing uses is hatched. */
function kindOf(part: EstimatePart, at: number): string {
  return part.name.startsWith("unused") ? "unused" : `part-${(at % 5) + 1}`;
}

/** The parts of `total`, which they sum to exactly. */
export function Parts(props: { parts: EstimatePart[]; total: number; label: string }) {
  const { parts, total, label } = props;
  const id = useId();
  let sum = 0;
  const bars = parts.map((part, at) => {
    const start = sum;
    sum += part.bytes;
    return { part, at, start };
  });
  return (
    <div class="parts">
      <svg class="parts-bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
        <Hatch id={`${id}-hatch`} width={12} height={10} />
        {0 < sum
          ? bars.map(({ part, at, start }) => (
              <rect
                key={part.name}
                class={`parts-${kindOf(part, at)}`}
                x={(1000 * start) / sum}
                y={0}
                width={(1000 * part.bytes) / sum}
                height={20}
                vector-effect="non-scaling-stroke"
                {...(kindOf(part, at) === "unused" ? { fill: `url(#${id}-hatch)` } : {})}
              />
            ))
          : null}
      </svg>
      <div class="parts-scroll">
        <table class="pictures-table">
          <caption class="pictures-hidden">{`${label}: its parts`}</caption>
          <thead>
            <tr>
              <th scope="col">part</th>
              <th scope="col" class="pictures-number">bytes</th>
              <th scope="col" class="pictures-number">share</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ part, at }) => (
              <Fragment key={part.name}>
                <tr>
                  <th scope="row">
                    <span class={`swatch swatch-${kindOf(part, at)}`} aria-hidden="true" />
                    {part.name}
                  </th>
                  <td class="pictures-number">{count(part.bytes)}</td>
                  <td class="pictures-number">{sum === 0 ? "" : percent(part.bytes / sum)}</td>
                </tr>
                <tr class="parts-why">
                  <td colSpan={3}>{part.why}</td>
                </tr>
              </Fragment>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{`${label}: ${bytes(total)}`}</th>
              <td class="pictures-number">{count(total)}</td>
              <td class="pictures-number">{sum === total ? "" : `parts: ${count(sum)}`}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}
