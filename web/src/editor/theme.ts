//! The colors of the editor: the tokens of the page, so that both themes are right.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": {
    color: "var(--text)",
    backgroundColor: "var(--code)",
    fontSize: "var(--size-1)",
    minHeight: "var(--editor-min, 10rem)",
    maxHeight: "var(--editor-max, 24rem)",
    borderRadius: "var(--radius)",
    border: "1px solid var(--control)",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.55",
    overflow: "auto",
    minHeight: "inherit",
    maxHeight: "inherit",
  },
  ".cm-content": { caretColor: "var(--text)", padding: "var(--space-2) 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": {
    color: "var(--muted)",
    backgroundColor: "var(--code)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-placeholder": { color: "var(--muted)", whiteSpace: "pre-wrap" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--accent) 28%, transparent) !important",
  },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": {
    backgroundColor: "color-mix(in oklab, var(--accent) 22%, transparent)",
  },
  "&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket": {
    backgroundColor: "color-mix(in oklab, var(--bad) 22%, transparent)",
  },
  ".cm-mark-error": { textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px" },
  ".cm-mark-warning": { textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "3px" },
  ".cm-mark-info": {
    textDecoration: "underline 2px color-mix(in oklab, var(--accent) 70%, transparent)",
    textUnderlineOffset: "3px",
  },
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--part-3)" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--part-4)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

/** Colors of the box and of the words in it. */
export const colors: Extension = [theme, syntaxHighlighting(highlight)];
