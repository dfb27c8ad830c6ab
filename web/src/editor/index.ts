//! Where SQL is written: a text area at once, an editor with colors as soon as it is loaded.

export type { Change, Diagnostic, EditorHandle } from "./codemirror.ts";
export { SqlEditor, type SqlEditorProps } from "./editor.tsx";
