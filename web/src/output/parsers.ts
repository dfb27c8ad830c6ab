//! The parsers of what is shown: SQL with the blocks in it, Python with the SQL in its strings, TOML.
//!
//! Loaded when the first text is on the screen.

import { PostgreSQL } from "@codemirror/lang-sql";
import { StreamLanguage } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { parseMixed, type Input, type Parser, type SyntaxNodeRef } from "@lezer/common";
import { parser as pythonParser } from "@lezer/python";
import type { Language } from "./types.ts";

/** A block quoted with a tag, as the core writes them. */
const BLOCK = /^\$(\w*)\$([\s\S]*)\$\1\$$/;
/** A string of a migration that holds a statement. */
const STATEMENT = /^("""|'''|"|')(\s*(?:--|DO|SET|RESET|CREATE|DROP|ALTER|SELECT|ANALYZE|REINDEX|COMMENT)\b[\s\S]*)\1$/;

// A parser with a wrapper: what it finds inside is parsed by itself again, blocks within blocks.
const sqlParser: Parser = PostgreSQL.language.parser.configure({
  wrap: parseMixed((node, input) => inside(node, input, "String", BLOCK)),
});

const PARSERS: Record<Exclude<Language, "text">, Parser> = {
  sql: sqlParser,
  python: pythonParser.configure({
    wrap: parseMixed((node, input) => inside(node, input, "String", STATEMENT)),
  }),
  toml: StreamLanguage.define(toml).parser,
};

/** Parses what stands between the delimiters of a matching token as SQL. */
function inside(node: SyntaxNodeRef, input: Input, name: string, shape: RegExp) {
  if (node.name !== name) {
    return null;
  }
  const it = shape.exec(input.read(node.from, node.to));
  const delimiter = shape === BLOCK ? (it?.[1]?.length ?? 0) + 2 : (it?.[1]?.length ?? 0);
  const body = it?.[2];
  if (body === undefined || body === "") {
    return null;
  }
  const from = node.from + delimiter;
  return { parser: sqlParser, overlay: [{ from, to: from + body.length }] };
}

/** The parser of a language; null for plain text. */
export function parserOf(language: Language): Parser | null {
  return language === "text" ? null : PARSERS[language];
}
