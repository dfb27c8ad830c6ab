//! Which column an index reads, and of which type it has to be.

import { unquote } from "./sql.ts";

/** A type with its dimensions. */
export interface VectorType {
  element: "vector" | "halfvec" | "bit" | "sparsevec";
  dimensions: number;
}

/** The column that an index reads. */
export interface SourceColumn {
  name: string;
  type: VectorType;
}

const NAME = String.raw`("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const TYPE = String.raw`(vector|halfvec|bit|sparsevec)\s*\(\s*(\d+)\s*\)`;
const CAST = new RegExp(String.raw`^\(*\s*${NAME}\s*\)*\s*::\s*${TYPE}$`, "iu");
const CALL_CAST = new RegExp(String.raw`^cast\s*\(\s*${NAME}\s+as\s+${TYPE}\s*\)$`, "iu");
const BINARY = new RegExp(String.raw`^\(*binary_quantize\s*\(\s*${NAME}\s*\)\s*\)*\s*::\s*${TYPE}$`, "iu");
const PART = new RegExp(
  String.raw`subvector\s*\(\s*${NAME}(?:\s*::\s*[a-z]+(?:\(\d+\))?)?\s*,\s*(\d+)\s*,\s*(\d+)\s*\)`,
  "iu",
);

/** Reads `vector(1536)`; null for what is none. */
export function parseType(text: string): VectorType | null {
  const it = new RegExp(`^\\s*${TYPE}\\s*$`, "i").exec(text.replaceAll("_", ""));
  if (it === null) {
    return null;
  }
  return {
    element: (it[1] ?? "").toLowerCase() as VectorType["element"],
    dimensions: Number(it[2]),
  };
}

/** The type as SQL. */
export function typeName(type: VectorType): string {
  return `${type.element}(${type.dimensions})`;
}

/** The column that an expression reads, for the shapes that people use; null for others. */
export function sourceOf(expression: string): SourceColumn | null {
  const text = stripBrackets(expression.trim());
  const part = PART.exec(text);
  if (part !== null) {
    const dimensions = Number(part[2]) + Number(part[3]) - 1;
    return { name: unquote(part[1] ?? ""), type: { element: "vector", dimensions } };
  }
  const quantized = BINARY.exec(text);
  if (quantized !== null) {
    const dimensions = Number(quantized[3]);
    return { name: unquote(quantized[1] ?? ""), type: { element: "vector", dimensions } };
  }
  const cast = CAST.exec(text) ?? CALL_CAST.exec(text);
  const type = cast === null ? null : parseType(`${cast[2]}(${cast[3]})`);
  if (cast === null || type === null) {
    return null;
  }
  // `embedding::halfvec(n)` is how a `vector` column is indexed with half the bytes.
  const element = type.element === "halfvec" ? "vector" : type.element;
  return { name: unquote(cast[1] ?? ""), type: { element, dimensions: type.dimensions } };
}

function stripBrackets(text: string): string {
  let inner = text;
  while (inner.startsWith("(") && closesAtEnd(inner)) {
    inner = inner.slice(1, -1).trim();
  }
  return inner;
}

function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
    if (depth === 0) {
      return at === text.length - 1;
    }
  }
  return false;
}
