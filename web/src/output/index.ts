//! The migration output: tabs, copy, download.

export { Output } from "./output.tsx";
export type { OutputAnswer, Tab } from "./types.ts";
