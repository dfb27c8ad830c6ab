//! The worker of a rehearsal: PostgreSQL with pgvector as WebAssembly; ended by its page.

import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";

import type { Job, Report } from "./protocol.ts";
import { rehearse } from "./run.ts";

self.addEventListener("message", (event: MessageEvent<Job>) => {
  const report = (it: Report): void => self.postMessage(it);
  void rehearse(() => PGlite.create({ extensions: { vector } }), event.data, report);
});
