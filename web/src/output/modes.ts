//! PHP and Elixir, of which the library has no parser: enough of them to tell words, strings and comments apart.

import { simpleMode } from "@codemirror/legacy-modes/mode/simple-mode";

/** Any of the words, whole. */
function words(all: string): RegExp {
  return new RegExp(`(?:${all.replaceAll(" ", "|")})\\b`);
}

const COMMON = [
  { regex: /\d[\d_]*/, token: "number" },
  { regex: /[A-Z]\w*/, token: "typeName" },
  { regex: /\w+/, token: null },
];

/** A string that goes over lines, until `end`. */
const until = (end: RegExp) => [
  { regex: end, token: "string", next: "start" },
  { regex: /.+/, token: "string" },
];

export const elixir = simpleMode({
  start: [
    { regex: /#.*/, token: "comment" },
    { regex: /(?:~[sS])?"""/, token: "string", next: "block" },
    { regex: /"(?:[^"\\]|\\.)*"/, token: "string" },
    { regex: words("def defp defmodule do end use alias import fn case if else unless when for in not and or"), token: "keyword" },
    { regex: words("nil true false"), token: "atom" },
    { regex: /@\w+|:\w+|\w+:(?=\s)/, token: "propertyName" },
    ...COMMON,
  ],
  block: until(/\s*"""/),
});

export const php = simpleMode({
  start: [
    { regex: /(?:\/\/|#(?!\[)).*/, token: "comment" },
    { regex: /\/\*/, token: "comment", next: "comment" },
    { regex: /<<<(['"]?)SQL\1/, token: "string", next: "heredoc" },
    { regex: /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/, token: "string" },
    { regex: /'.*/, token: "string", next: "single" },
    { regex: /".*/, token: "string", next: "double" },
    { regex: words("abstract class declare extends final function implements namespace new public protected private return static use void"), token: "keyword" },
    { regex: words("null true false"), token: "atom" },
    { regex: /\$\w+/, token: "variableName" },
    ...COMMON,
  ],
  comment: [
    { regex: /.*?\*\//, token: "comment", next: "start" },
    { regex: /.+/, token: "comment" },
  ],
  heredoc: until(/\s*SQL\b/),
  single: until(/(?:[^'\\]|\\.)*'/),
  double: until(/(?:[^"\\]|\\.)*"/),
});
