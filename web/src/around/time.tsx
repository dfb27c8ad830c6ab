//! The time of a build: what it rests on, and what other settings make of it.

import type { VNode } from "preact";
import { count, seconds, secondsBand } from "../core/format.ts";
import type { IndexTime } from "../core/index.ts";
import { sentence } from "./words.ts";

export function Time({ it }: { it: IndexTime }): VNode {
  return (
    <>
      <p class="around-lead">
        {it.build_seconds_likely === null ? (
          <>{sentence(it.why)} One build that was timed on this server makes it narrower.</>
        ) : (
          <>
            About <b data-number="likely">{seconds(it.build_seconds_likely)}</b>: {it.why}
            {it.pace === null ? "" : `; it takes ${it.pace.toFixed(2)} times as long as the machine that the model was fitted to`}.
          </>
        )}
      </p>
      <div class="parts-scroll">
        <table class="pictures-table">
          <caption class="pictures-hidden">The time with other settings</caption>
          <thead>
            <tr>
              <th scope="col">maintenance_work_mem</th>
              <th scope="col" class="pictures-number">rows in memory</th>
              <th scope="col" class="pictures-number">time</th>
            </tr>
          </thead>
          <tbody>
            {it.forecasts.map((one, n) => (
              <tr key={one.maintenance_work_mem}>
                <th scope="row">{one.maintenance_work_mem}{n === 0 && <span class="around-aside"> as planned</span>}</th>
                <td class="pictures-number">{one.spilled_rows === 0 ? "all" : `${count(one.fits_in_memory_rows)} of ${count(one.fits_in_memory_rows + one.spilled_rows)}`}</td>
                <td class="pictures-number"><b>{secondsBand(one.build_seconds_low, one.build_seconds_high)}</b></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
