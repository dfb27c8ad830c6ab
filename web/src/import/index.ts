//! A schema, or a spec file, becomes a filled form.

export { ImportPanel } from "./panel.tsx";
