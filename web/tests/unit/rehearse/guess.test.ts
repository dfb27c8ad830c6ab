//! What is guessed about tables from names, types, expressions and predicates.

import { describe, expect, test } from "vitest";

import { guessColumns } from "../../../src/rehearse/predicate.ts";
import { parseType, sourceOf } from "../../../src/rehearse/source.ts";
import { identifier, literal, schemaOf } from "../../../src/rehearse/sql.ts";

/** The guesses as `name type [literals]`. */
function guessed(predicate: string, known: string[] = []): string[] {
  return guessColumns(predicate, known).map(
    ({ name, type, literals, nulls }) =>
      `${name} ${type} [${literals.join(",")}]${nulls === null ? "" : nulls ? " null" : " not null"}`,
  );
}

describe("a predicate names", () => {
  test.each([
    ["deleted_at IS NULL", ["deleted_at timestamptz [] null"]],
    ["(published_at IS NOT NULL)", ["published_at timestamptz [] not null"]],
    ["tenant_id = 42", ["tenant_id bigint [42]"]],
    ["42 = tenant_id", ["tenant_id bigint [42]"]],
    ["score > 0.5 AND score < 1", ["score double precision [0.5,1]"]],
    ["active AND NOT hidden", ["active boolean [true]", "hidden boolean [false]"]],
    ["active IS NOT TRUE", ["active boolean [false]"]],
    [`"Kind" IN ('a', 'b''c')`, ["Kind text [a,b'c]"]],
    ["state = ANY (ARRAY['x', 'y'])", ["state text [x,y]"]],
    ["(state)::text = ANY ('{x,\"y z\"}'::text[])", ["state text [x,y z]"]],
    ["lang LIKE 'de%'", ["lang text [de%]"]],
    ["made >= '2026-01-01' AND lower(title) <> ''", ["made timestamptz [2026-01-01]", "title text []"]],
    ["(a) = 1 AND (b)", ["a bigint [1]", "b boolean [true]"]],
    ["coalesce(hidden, false) = false", ["hidden boolean [false]"]],
    ["made > now() - interval '1 day'", ["made timestamptz []"]],
    ["d.size BETWEEN 1 AND 10 OR d.size = 99", ["size bigint [1,10,99]"]],
    ["meta ->> 'a' = 'b'", ["meta jsonb []"]],
    ["embedding IS NOT NULL AND a = -1", ["a bigint [-1]"]],
    ["/* x */ a = 1 -- b = 2", ["a bigint [1]"]],
    ["", []],
  ])("%s", (predicate, columns) => {
    expect(guessed(predicate, ["embedding"])).toEqual(columns);
  });

  test("nothing that is no SQL breaks it", () => {
    for (const text of ["'", '"', "((((", "= = =", "a IS", "é😀 = 1", "a = ", "::", "/*"]) {
      expect(() => guessColumns(text)).not.toThrow();
    }
  });
});

describe("an expression reads", () => {
  test.each([
    ["embedding::halfvec(3072)", "embedding vector 3072"],
    ["((embedding)::halfvec(3072))", "embedding vector 3072"],
    [`CAST("Em""b" AS halfvec(8))`, 'Em"b vector 8'],
    ["Embedding::vector(8)", "embedding vector 8"],
    ["binary_quantize(embedding)::bit(1536)", "embedding vector 1536"],
    ["(binary_quantize(e))::bit(8)", "e vector 8"],
    ["subvector(e, 1, 256)::vector(256)", "e vector 256"],
    ["binary_quantize(subvector(e, 11, 10))::bit(10)", "e vector 20"],
    ["l2_normalize(e)", null],
    ["a || b", null],
  ])("%s", (expression, column) => {
    const it = sourceOf(expression);
    expect(it === null ? null : `${it.name} ${it.type.element} ${it.type.dimensions}`).toBe(column);
  });

  test("types however they are written", () => {
    expect(parseType(" VECTOR( 1_536 ) ")).toEqual({ element: "vector", dimensions: 1536 });
    expect(parseType("vector")).toBeNull();
    expect(parseType("varchar(10)")).toBeNull();
  });
});

describe("SQL", () => {
  test("quotes what has to be quoted", () => {
    expect(identifier("embedding")).toBe("embedding");
    expect(identifier("user")).toBe('"user"');
    expect(identifier("Em bed")).toBe('"Em bed"');
    expect(identifier('a"b')).toBe('"a""b"');
    expect(literal("it's")).toBe("'it''s'");
    expect(literal("a\\'b")).toBe("E'a\\\\''b'");
  });

  test("finds the schema of a table", () => {
    expect(schemaOf("messages")).toBeNull();
    expect(schemaOf("app.messages")).toBe("app");
    expect(schemaOf('"a.b"."c""."')).toBe('"a.b"');
    expect(schemaOf('"a.b"')).toBeNull();
  });
});
