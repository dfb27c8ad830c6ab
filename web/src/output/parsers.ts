//! The parsers of what is shown: SQL with the blocks in it, Python with the SQL in its strings, TOML.
//!
//! Each is loaded when a text of its language comes near the screen.

import { parseMixed, type Input, type Parser, type SyntaxNodeRef } from "@lezer/common";
import type { Language } from "./types.ts";

/** A block quoted with a tag, as the core writes them: its tag and what is in it. */
const BLOCK = /^\$(\w*)\$([\s\S]*)\$\1\$$/;
/** A string of a migration that holds a statement: its quote and what is in it. */
const STATEMENT =
  /^("""|'''|"|')(\s*(?:--|DO|SET|RESET|CREATE|DROP|ALTER|SELECT|ANALYZE|REINDEX|COMMENT)\b[\s\S]*)\1$/;

/** The parser of a language; null for plain text. */
export async function parserOf(language: Language): Promise<Parser | null> {
  switch (language) {
    case "sql":
      return sql();
    case "python": {
      const [{ parser }, inner] = await Promise.all([import("@lezer/python"), sql()]);
      return parser.configure({ wrap: parseMixed((node, input) => inside(node, input, STATEMENT, 0, inner)) });
    }
    case "toml": {
      const [{ StreamLanguage }, { toml }] = await Promise.all([
        import("@codemirror/language"),
        import("@codemirror/legacy-modes/mode/toml"),
      ]);
      return StreamLanguage.define(toml).parser;
    }
    case "text":
      return null;
  }
}

let loading: Promise<Parser> | undefined;

function sql(): Promise<Parser> {
  loading ??= import("@codemirror/lang-sql").then(({ PostgreSQL }) => {
    // What stands in a block is SQL again, blocks within it included; its quote is two dollars longer than its tag.
    const parser: Parser = PostgreSQL.language.parser.configure({
      wrap: parseMixed((node, input) => inside(node, input, BLOCK, 2, parser)),
    });
    return parser;
  });
  return loading;
}

/** Has what stands between the quotes of a matching string parsed as SQL. */
function inside(node: SyntaxNodeRef, input: Input, shape: RegExp, longer: number, parser: Parser) {
  if (node.name !== "String") {
    return null;
  }
  const [, quote, body] = shape.exec(input.read(node.from, node.to)) ?? [];
  if (quote === undefined || body === undefined || body === "") {
    return null;
  }
  const from = node.from + quote.length + longer;
  return { parser, overlay: [{ from, to: from + body.length }] };
}
