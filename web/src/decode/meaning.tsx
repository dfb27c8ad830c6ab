//! What one message means, what to do, and how to find out more.

import type { VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { bytes, bytesBand, count } from "../core/format.ts";
import type { ExplainedMessage, SpilledIndex } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { copy } from "../output/copy.ts";

/** Moves the cursor to a stretch of the text. */
export type Go = (from: number, to: number) => void;

export function Meaning({ found, go }: { found: ExplainedMessage; go: Go }): VNode {
  const id = useId();
  return (
    <article class="decode-one" aria-labelledby={id}>
      <header class={`decode-head decode-head-${found.severity}`}>
        <h3 id={id} class="decode-title">
          <Prose text={found.title} />
        </h3>
        <p class="decode-message">
          <b>{found.severity.toUpperCase()}:</b> {found.message}
        </p>
        <p class="decode-places">
          {found.places.map((it, at) => (
            <button
              key={at}
              type="button"
              class="decode-line"
              onClick={() => go(it.start.byte, it.end.byte)}
            >
              line {it.start.line}
            </button>
          ))}
        </p>
      </header>
      <div class="decode-body">
        <p class="decode-meaning">
          <Prose text={found.meaning} />
        </p>
        {found.memory.length === 0 ? null : <Memory indexes={found.memory} />}
        {found.figures.length === 0 ? null : <Figures figures={found.figures} />}
        {found.actions.length === 0 ? null : (
          <>
            <h4 class="decode-subtitle">What to do</h4>
            <ol class="decode-actions">
              {found.actions.map((it, at) => (
                <li key={at}>
                  <Prose text={it} />
                </li>
              ))}
            </ol>
          </>
        )}
        {found.checks.length === 0 ? null : (
          <>
            <h4 class="decode-subtitle">Ask the server</h4>
            {found.checks.map((it, at) => (
              <Check key={at} why={it.why} sql={it.sql} />
            ))}
          </>
        )}
        {found.seen_on === null ? null : <p class="decode-sources">Seen on {found.seen_on}.</p>}
        {found.not_reproduced === null ? null : (
          <p class="decode-sources">Not reproduced by a test: {found.not_reproduced}.</p>
        )}
        <p class="decode-sources">
          <a href={`../reference/messages.html#${found.id}`} target="_blank" rel="noopener">
            In the documentation
          </a>
        </p>
        {found.sources.length === 0 ? null : (
          <p class="decode-sources">
            Sources:{" "}
            {found.sources.map((it, at) => (
              <span key={at}>
                {at === 0 ? "" : ", "}
                <Source text={it} />
              </span>
            ))}
          </p>
        )}
      </div>
    </article>
  );
}

function Source({ text }: { text: string }): VNode {
  const decision = /^docs\/(decisions\/.*)\.md$/.exec(text)?.[1];
  if (decision !== undefined) {
    return <a href={`../${decision}.html`} target="_blank" rel="noopener">{decision}</a>;
  }
  if (!text.startsWith("https://")) {
    return <>{text}</>;
  }
  return (
    <a href={text} target="_blank" rel="noreferrer noopener">
      {text.slice("https://".length)}
    </a>
  );
}

function Memory({ indexes }: { indexes: SpilledIndex[] }): VNode {
  return (
    <div class="decode-memory">
      <h4 class="decode-subtitle">With the indexes of the form</h4>
      <ul>
        {indexes.map((it) => (
          <li key={it.name}>
            If it was <code>{it.name}</code>, maintenance_work_mem was {inForce(it)}.{" "}
            {count(it.rows)} rows fit with{" "}
            <code>SET maintenance_work_mem = '{it.recommended_maintenance_work_mem}'</code>.
          </li>
        ))}
      </ul>
    </div>
  );
}

function Figures({ figures }: Pick<ExplainedMessage, "figures">): VNode {
  return (
    <div class="decode-memory">
      <h4 class="decode-subtitle">What follows from it</h4>
      <ul>
        {figures.map((it) => (
          <li key={it.name}>
            {it.name}: <b>{it.unit === "bytes" ? bytes(it.value) : count(it.value) + ` ${it.unit}`}</b>
            {` (${it.why})`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function inForce({ serial, parallel }: SpilledIndex): string {
  const ways = [
    serial === null ? null : `${bytesBand(serial.low_bytes, serial.high_bytes)} in a serial build`,
    parallel === null
      ? null
      : `${bytesBand(parallel.low_bytes, parallel.high_bytes)} in a parallel one`,
  ].filter((it) => it !== null);
  return ways.length === 0 ? "none that gives this number" : ways.join(" or ");
}

function Check({ why, sql }: { why: string; sql: string }): VNode {
  const shown = useRef<HTMLPreElement>(null);
  const [word, setWord] = useState("Copy");
  const run = async (): Promise<void> => {
    const how = await copy(Promise.resolve(sql), shown.current);
    setWord(how === "copied" ? "Copied" : "Selected: press Ctrl+C");
    setTimeout(() => setWord("Copy"), 2000);
  };
  return (
    <figure class="decode-check">
      <figcaption class="decode-check-head">
        <span>
          <Prose text={why} />
        </span>
        <button type="button" class="button-small" aria-live="polite" onClick={() => void run()}>
          {word}
        </button>
      </figcaption>
      <pre class="decode-sql" ref={shown} tabIndex={0}>
        {sql}
      </pre>
    </figure>
  );
}
