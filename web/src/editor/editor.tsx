//! The component: a labeled text area that becomes CodeMirror when that has been loaded.

import "./editor.css";

import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { Diagnostic, EditorHandle, MountedEditor } from "./codemirror.ts";

export interface SqlEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** What is to be written here; read out, and shown above the box unless `hideLabel`. */
  label: string;
  hideLabel?: boolean;
  language?: "sql" | "toml" | "text";
  diagnostics?: Diagnostic[];
  /** Shown while the box is empty. */
  placeholder?: string;
  /** Lines of the box while it is a text area. */
  lines?: number;
  /** Is given a way to move the cursor. */
  handle?: (handle: EditorHandle) => void;
}

const NONE: Diagnostic[] = [];

export function SqlEditor(props: SqlEditorProps): VNode {
  const { value, label, language = "sql", diagnostics = NONE, placeholder = "" } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const mounted = useRef<MountedEditor | null>(null);
  // What the editor said and has not come back yet as a value: it is behind the editor by then.
  const said = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    latest.current.handle?.({
      select: (from, to) => (mounted.current ?? areaHandle(area.current)).select(from, to),
      edit: (changes) => (mounted.current ?? areaHandle(area.current)).edit(changes),
      focus: () => (mounted.current ?? areaHandle(area.current)).focus(),
    });
    void import("./codemirror.ts").then(
      ({ mountEditor }) => {
        const host = box.current;
        const before = area.current;
        if (gone || host === null || before === null) {
          return;
        }
        const { selectionStart, selectionEnd } = before;
        const focused = document.activeElement === before;
        const editor = mountEditor({
          root: host.shadowRoot ?? host.attachShadow({ mode: "open" }),
          // What stands in the area now may not have come back as a value yet.
          value: before.value,
          language: latest.current.language ?? "sql",
          attributes: { "aria-label": latest.current.label },
          hint: latest.current.placeholder ?? "",
          onChange: (text) => {
            said.current.push(text);
            latest.current.onChange(text);
          },
        });
        editor.setDiagnostics(latest.current.diagnostics ?? NONE);
        mounted.current = editor;
        setReady(true);
        if (focused) {
          editor.select(selectionStart, selectionEnd);
        }
      },
      // Offline before the first use: the text area does as well.
      () => undefined,
    );
    return () => {
      gone = true;
      mounted.current?.destroy();
      mounted.current = null;
    };
  }, []);

  useEffect(() => {
    const at = said.current.indexOf(value);
    if (at >= 0) {
      said.current.splice(0, at + 1);
      return;
    }
    said.current = [];
    mounted.current?.setValue(value);
  }, [value]);
  useEffect(() => mounted.current?.setDiagnostics(diagnostics), [diagnostics]);
  useEffect(() => mounted.current?.setLanguage(language), [language]);
  useEffect(() => mounted.current?.setAttributes({ "aria-label": label }), [label]);

  const labelClass = props.hideLabel === true ? "hidden" : "editor-label";
  const focus = (): void => mounted.current?.focus();
  return (
    <div class="editor">
      {ready ? (
        // The box says its label itself; this one is for the eyes and the mouse.
        <span class={labelClass} aria-hidden="true" onClick={focus}>
          {label}
        </span>
      ) : (
        <label class={labelClass} for={id}>
          {label}
        </label>
      )}
      <div class="editor-host" ref={box}>
        {ready ? null : (
          <textarea
            id={id}
            ref={area}
            class="editor-area"
            rows={props.lines ?? 8}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            placeholder={placeholder}
            value={value}
            onInput={(event) => props.onChange(event.currentTarget.value)}
          />
        )}
      </div>
    </div>
  );
}

function areaHandle(area: HTMLTextAreaElement | null): EditorHandle {
  return {
    select(from, to) {
      area?.focus();
      area?.setSelectionRange(from, to);
    },
    edit(changes) {
      area?.focus();
      // From behind, so that the places before stay what they are.
      for (const { from, to, insert } of changes.toReversed()) {
        area?.setRangeText(insert, from, to, "select");
      }
      area?.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    focus: () => area?.focus(),
  };
}
