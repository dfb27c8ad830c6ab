//! CodeMirror with the dialect of PostgreSQL and the colors of the page; loaded when needed.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching } from "@codemirror/language";
import { Compartment, EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";

import { colors } from "./theme.ts";

/** Something to say about a stretch of the text; offsets are in UTF-16 code units. */
export interface Diagnostic {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  message: string;
}

/** A stretch of the text and what comes in its place. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** An editor, or the text area in its place. */
export interface EditorHandle {
  /**
   * Changes the text in one step that can be undone, selects what came last, and takes the focus;
   * the changes are in order, do not overlap, and are of the text as it is now.
   */
  edit(changes: Change[]): void;
  /** Selects a stretch of the text, brings it into view, and takes the focus. */
  select(from: number, to: number): void;
  focus(): void;
}

export interface EditorOptions {
  /** The shadow root that the styles are added to; a policy without inline styles allows it. */
  root: ShadowRoot;
  value: string;
  language: "sql" | "toml" | "text";
  /** Attributes of the text box, such as its label. */
  attributes: Record<string, string>;
  hint: string;
  onChange: (value: string) => void;
}

export interface MountedEditor extends EditorHandle {
  setValue(value: string): void;
  setDiagnostics(diagnostics: Diagnostic[]): void;
  setLanguage(language: EditorOptions["language"]): void;
  setAttributes(attributes: Record<string, string>): void;
  destroy(): void;
}

const setMarks = StateEffect.define<Diagnostic[]>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let after = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        after = decorate(effect.value, transaction.state.doc.length);
      }
    }
    return after;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(diagnostics: Diagnostic[], length: number): DecorationSet {
  const ranges = diagnostics.flatMap(({ from, to, severity, message }) => {
    const start = Math.max(0, Math.min(from, length));
    const end = Math.max(start, Math.min(to, length));
    const mark = Decoration.mark({ class: `cm-mark-${severity}`, attributes: { title: message } });
    return start < end ? [mark.range(start, end)] : [];
  });
  return Decoration.set(ranges, true);
}

function highlighting(language: EditorOptions["language"]): Extension {
  return language === "sql" ? sql({ dialect: PostgreSQL }) : [];
}

/**
 * Typing over a selection: left to itself, Chromium keeps the look of what was there in a style
 * attribute, which the policy of the page refuses and reports.
 */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  const isTyping = inputType === "insertText" && data !== null && !view.composing;
  if (!isTyping || view.state.selection.main.empty || view.state.readOnly) {
    return false;
  }
  event.preventDefault();
  const change = view.state.replaceSelection(data);
  view.dispatch(change, { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** Mounts an editor at the end of a shadow root. Tab is left to the page: it moves the focus on. */
export function mountEditor(options: EditorOptions): MountedEditor {
  const language = new Compartment();
  const attributes = new Compartment();
  let silent = false;
  const view = new EditorView({
    root: options.root,
    parent: options.root,
    state: EditorState.create({
      doc: options.value,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        bracketMatching(),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ beforeinput: replaceSelection }),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        options.hint === "" ? [] : placeholder(options.hint),
        marks,
        colors,
        language.of(highlighting(options.language)),
        // The box can be reached by Tab already; tools that check for it want to read it.
        EditorView.contentAttributes.of({ tabindex: "0" }),
        attributes.of(EditorView.contentAttributes.of(options.attributes)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !silent) {
            options.onChange(update.state.doc.toString());
          }
        }),
      ],
    }),
  });
  return {
    select(from, to) {
      const end = view.state.doc.length;
      const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
      view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
      view.focus();
    },
    edit(changes) {
      const last = changes.at(-1);
      if (last === undefined) {
        return;
      }
      const set = view.state.changes(changes);
      const selection = { anchor: set.mapPos(last.from, -1), head: set.mapPos(last.to, 1) };
      view.dispatch({ changes: set, selection, scrollIntoView: true, userEvent: "input.complete" });
      view.focus();
    },
    focus: () => view.focus(),
    setValue(value) {
      if (value !== view.state.doc.toString()) {
        silent = true;
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
        silent = false;
      }
    },
    setDiagnostics: (diagnostics) => view.dispatch({ effects: setMarks.of(diagnostics) }),
    setLanguage: (it) => view.dispatch({ effects: language.reconfigure(highlighting(it)) }),
    setAttributes: (it) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(it)) }),
    destroy: () => view.destroy(),
  };
}
