//! The page: puts its parts together.

import { render } from "preact";
import { loadCore } from "./core/index.ts";
import "./style/tokens.css";

async function main(): Promise<void> {
  const core = await loadCore();
  const answer = core.estimate({
    target: {},
    migration: {},
    index: [{ table: "messages", column: "embedding", type: "vector(1536)", metric: "cosine", rows: "10k" }],
  });
  const root = document.getElementById("app");
  if (root !== null) {
    render(<pre>{JSON.stringify(answer, null, 2)}</pre>, root);
  }
}

void main();
