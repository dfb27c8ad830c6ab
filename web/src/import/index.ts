//! A schema, or a spec file, becomes a filled form.

export { fromSpec } from "../state/from_spec.ts";
export { ImportPanel } from "./panel.tsx";
