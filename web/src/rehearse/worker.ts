//! The worker of a rehearsal: PostgreSQL with pgvector as WebAssembly; ended by its page.

import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";

import { fetchAssets } from "./assets.ts";
import type { Job, Report } from "./protocol.ts";
import { rehearse } from "./run.ts";

self.addEventListener("message", (event: MessageEvent<Job>) => {
  const report = (it: Report): void => self.postMessage(it);
  const host = {
    fetch: fetchAssets,
    open: (assets: Awaited<ReturnType<typeof fetchAssets>>) =>
      PGlite.create({ ...assets, extensions: { vector } }),
  };
  void rehearse(host, event.data, report);
});
