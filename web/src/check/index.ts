//! What is wrong with somebody's SQL.

export { CheckPanel } from "./panel.tsx";
