//! A rehearsal of the migration on PostgreSQL with pgvector in the browser.

export { RehearsePanel } from "./panel.tsx";
