//! The panel: messages on top, their meanings below.

import "./decode.css";

import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { type ExplainDocument, loadText, type Spec, type Text } from "../core/index.ts";
import { type Diagnostic, type EditorHandle, SqlEditor } from "../editor/index.ts";
import { EXAMPLE } from "./example.ts";
import { Meaning } from "./meaning.tsx";
import { Unknown } from "./unknown.tsx";

/** So long a pause in typing is waited for, in milliseconds. */
const PAUSE = 150;

const HINT = `Paste what the server said: the output of psql, its log, or the traceback of a program.`;

export interface DecodePanelProps {
  /** The form: with it, a build that spilled tells which memory was in force. */
  spec?: Spec | null;
}

/** What was pasted last: closing the panel loses nothing. */
let kept = "";

export function DecodePanel({ spec = null }: DecodePanelProps): VNode {
  const [text, setPasted] = useState(kept);
  const setText = (it: string): void => {
    kept = it;
    setPasted(it);
  };
  const [core, setCore] = useState<Text | null>(null);
  const [answer, setAnswer] = useState<ExplainDocument | null>(null);
  const [failure, setFailure] = useState("");
  const editor = useRef<EditorHandle | null>(null);

  useEffect(() => {
    loadText().then(setCore, (error: unknown) => setFailure(said(error)));
  }, []);
  useEffect(() => {
    if (core === null || text.trim() === "") {
      setAnswer(null);
      return undefined;
    }
    const timer = setTimeout(() => {
      try {
        setAnswer(core.explain(text, spec));
        setFailure("");
      } catch (error) {
        setFailure(said(error));
      }
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [core, text, spec]);

  const diagnostics = useMemo(() => diagnosticsOf(answer), [answer]);
  const go = (from: number, to: number): void => editor.current?.select(from, to);

  return (
    <div class="decode">
      <div class="decode-bar">
        <p class="decode-hint">
          Every message that is known is explained; what is not known is named. The text stays in
          this tab.
        </p>
        <button type="button" class="button" onClick={() => setText(EXAMPLE)}>
          Example
        </button>
      </div>
      <SqlEditor
        label="Messages of the server"
        hideLabel
        language="text"
        value={text}
        onChange={setText}
        diagnostics={diagnostics}
        placeholder={HINT}
        lines={6}
        handle={(it) => {
          editor.current = it;
        }}
      />
      {failure === "" ? null : (
        <p class="decode-failure" role="alert">
          {failure}
        </p>
      )}
      <p class="hidden" role="status">
        {answer === null ? "" : summary(answer)}
      </p>
      {answer === null ? null : (
        <div class="decode-found">
          {answer.found.length + answer.unknown.length === 0 ? (
            <p>
              No message in this text. A message begins with NOTICE, WARNING, ERROR or FATAL and a
              colon.
            </p>
          ) : null}
          {answer.found.map((it) => (
            <Meaning key={`${it.id} ${it.message}`} found={it} go={go} />
          ))}
          {answer.unknown.length === 0 ? null : <Unknown messages={answer.unknown} go={go} />}
        </div>
      )}
    </div>
  );
}

function diagnosticsOf(answer: ExplainDocument | null): Diagnostic[] {
  if (answer === null) {
    return [];
  }
  const known = answer.found.flatMap((it) =>
    it.places.map((place): Diagnostic => ({
      from: place.start.byte,
      to: place.end.byte,
      severity: "info",
      message: it.title,
    })),
  );
  const unknown = answer.unknown.map((it): Diagnostic => ({
    from: it.start.byte,
    to: it.end.byte,
    severity: "warning",
    message: "not known here",
  }));
  return [...known, ...unknown];
}

function summary({ found, unknown }: ExplainDocument): string {
  const known = found.length === 1 ? "1 message" : `${found.length} messages`;
  return `${known} known, ${unknown.length} not known`;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
