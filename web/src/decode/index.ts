//! What the messages of a build mean.

export { DecodePanel } from "./panel.tsx";
