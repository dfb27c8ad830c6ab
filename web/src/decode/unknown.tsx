//! Messages that the table does not have.

import type { VNode } from "preact";

import type { ExplainDocument } from "../core/index.ts";
import type { Go } from "./meaning.tsx";

export function Unknown({ messages, go }: { messages: ExplainDocument["unknown"]; go: Go }): VNode {
  return (
    <section class="decode-unknown" aria-labelledby="decode-unknown">
      <h3 id="decode-unknown" class="decode-title">
        Not known here
      </h3>
      {messages.some((it) => it.translated) ? (
        <p class="decode-hint">
          Messages are known in English. Run <code>SET lc_messages = 'C';</code> and repeat what
          failed, or look for the SQLSTATE in the log.
        </p>
      ) : null}
      <ul class="decode-list">
        {messages.map((it, at) => (
          <li key={at} class="decode-unknown-line">
            <span class="decode-message">
              <b>{it.severity.toUpperCase()}:</b> {it.message}
            </span>
            <button
              type="button"
              class="decode-line"
              onClick={() => go(it.start.byte, it.end.byte)}
            >
              line {it.start.line}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
