//! Numbers of the operation as rows, each of which opens to where it comes from.

import type { VNode } from "preact";
import type { EstimateFigure } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { figureText, sentence } from "./words.ts";

export function Figures({ list }: { list: EstimateFigure[] }): VNode {
  return (
    <div class="figures around-figures">
      {list.map((it, at) => (
        <details class="figure" key={at}>
          <summary>
            <span class="figure-name">
              {it.name}
              {/* One for each index: its name begins the sentence. */}
              {1 < list.filter((other) => other.name === it.name).length && `, ${it.why.split(",")[0]}`}
            </span>
            <span class="figure-value">{figureText(it)}</span>
          </summary>
          <p class="figure-opened"><Prose text={sentence(it.why)} /></p>
        </details>
      ))}
    </div>
  );
}
