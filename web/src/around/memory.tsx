//! The memory of the server during the build that takes the most, and what it takes of /dev/shm.

import { Fragment, type VNode } from "preact";
import { bytes } from "../core/format.ts";
import type { ServerMemoryEstimate } from "../core/index.ts";
import { sentence, settingsOf } from "./words.ts";

export function Memory({ it, platform }: { it: ServerMemoryEstimate; platform: string }): VNode {
  return (
    <>
      <p class="around-lead"><Fit it={it} /></p>
      <Bar it={it} />
      <div class="parts-scroll">
        <table class="pictures-table">
          <caption class="pictures-hidden">What the memory of the server goes to</caption>
          <thead>
            <tr>
              <th scope="col">part</th>
              <th scope="col" class="pictures-number">at least</th>
              <th scope="col" class="pictures-number">when all work</th>
            </tr>
          </thead>
          <tbody>
            {it.parts.map((part, at) => (
              <Fragment key={part.name}>
                <tr>
                  <th scope="row"><span class={`swatch swatch-part-${(at % 5) + 1}`} aria-hidden="true" />{part.name}</th>
                  <td class="pictures-number">{bytes(part.bytes_low)}</td>
                  <td class="pictures-number">{bytes(part.bytes_high)}</td>
                </tr>
                <tr class="around-why"><td colSpan={3}>{part.why}</td></tr>
              </Fragment>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">all</th>
              <td class="pictures-number">{bytes(it.total_bytes_low)}</td>
              <td class="pictures-number">{bytes(it.total_bytes_high)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <SharedMemory it={it} platform={platform} />
      {it.huge_pages !== null && (
        <p class="around-note">
          Huge pages: <code>vm.nr_hugepages = {it.huge_pages.pages}</code> holds PostgreSQL's own{" "}
          {bytes(it.huge_pages.shared_memory_size_bytes_high)}; <code>{it.huge_pages.sql}</code>{" "}
          says it exactly. The graph of a build is not in them.
        </p>
      )}
    </>
  );
}

function Fit({ it }: { it: ServerMemoryEstimate }): VNode {
  const ram = it.ram_bytes === null ? "" : bytes(it.ram_bytes);
  const most = it.most_maintenance_work_mem;
  const room = most === null ? "" : ` maintenance_work_mem up to ${most} leaves room for all.`;
  switch (it.fit) {
    case "fits":
      return <><strong class="gauge-good">Fits</strong> into {ram}, even when every connection works.{room}</>;
    case "tight":
      return <><strong class="around-warn">Tight:</strong> fits into {ram} as long as few connections work.{room}</>;
    case "too-much":
      return <><strong class="gauge-bad">Too much:</strong> more than the {ram} of the server.{room}</>;
    default:
      return it.ram_bytes === null ? (
        <>Say how much RAM the server has, and it is compared here.</>
      ) : (
        <>Not all of it is known: {it.unknown.join(", ")} {it.unknown.length === 1 ? "is" : "are"} missing.</>
      );
  }
}

/** What it comes to when all work, against the memory of the server. */
function Bar({ it }: { it: ServerMemoryEstimate }): VNode | null {
  const end = Math.max(it.total_bytes_high, it.ram_bytes ?? 0);
  if (end === 0) {
    return null;
  }
  const x = (n: number): number => (1000 * n) / end;
  let sum = 0;
  return (
    <svg class="parts-bar around-bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
      <rect class="gauge-track" width={1000} height={20} />
      {it.parts.map((part, at) => {
        const start = sum;
        sum += part.bytes_high;
        return <rect key={part.name} class={`parts-part-${(at % 5) + 1}`} x={x(start)} width={x(part.bytes_high)} height={20} />;
      })}
      {it.ram_bytes !== null && it.ram_bytes < end && (
        <path class="gauge-limit" d={`M${x(it.ram_bytes)} 0V20`} vector-effect="non-scaling-stroke" />
      )}
    </svg>
  );
}

function SharedMemory({ it, platform }: { it: ServerMemoryEstimate; platform: string }): VNode {
  const { needed_bytes, there_bytes, verdict, settings } = it.shared_memory;
  const needed = bytes(needed_bytes);
  const there = there_bytes === null ? "an unknown size" : bytes(there_bytes);
  const wanted = settingsOf(platform);
  const ways = verdict === "elsewhere" || verdict === "enough" ? [] : settings.filter(
    (one) => wanted.includes(one.id) && !(verdict === "serial" && one.id === "serial"),
  );
  return (
    <div class="around-shm">
      <h4>/dev/shm</h4>
      <p>
        {verdict === "serial" && `This build takes none: one process builds it. With workers it would take ${needed} at once.`}
        {verdict === "elsewhere" && "The build takes none of it."}
        {verdict === "enough" && `The build takes ${needed} of the ${there} that are there.`}
        {verdict === "tight" && (
          <><strong class="gauge-bad">Tight:</strong> the build takes {needed} of the {there} that are there, and fails on a server with thousands of tables.</>
        )}
        {verdict === "too-small" && (
          <><strong class="gauge-bad">Too small:</strong> the build takes {needed} at once; there are {there}, and it fails.</>
        )}
        {verdict === "unknown" && (
          <>The build takes {needed} at once, and the size of /dev/shm is not known; <code>df -h /dev/shm</code> tells.</>
        )}
      </p>
      {ways.map((one) => (
        <details class="around-way" key={one.id} open={ways.length === 1}>
          <summary>{sentence(one.title).replace(/\.$/, "")}</summary>
          <pre tabIndex={0}><code>{one.text}</code></pre>
        </details>
      ))}
    </div>
  );
}
