//! What only the numbers of the operation need: its fields, and what follows from them.

export { Fields } from "./fields.tsx";
export { Operation } from "./operation.tsx";
