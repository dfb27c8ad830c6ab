//! A guess at the columns that a predicate names, so that a table can be made for it.

import { type Token, tokens } from "./tokens.ts";

/** A column that a predicate names. */
export interface GuessedColumn {
  name: string;
  /** A type with which the predicate makes sense. */
  type: string;
  /** What it is compared with: values that some sample rows should have. */
  literals: string[];
  /** Whether most rows should be NULL (true), few (false), or it does not matter (null). */
  nulls: boolean | null;
}

const KEYWORDS = new Set(
  (
    "and or not is null in like ilike similar to between symmetric true false unknown any all some " +
    "array case when then else end cast as distinct from collate at time zone escape interval date " +
    "timestamp timestamptz"
  ).split(" "),
);
const COMPARISONS = new Set(["=", "<>", "!=", "<", ">", "<=", ">="]);
const NOW = new Set(["now", "current_timestamp", "current_date", "localtimestamp", "statement_timestamp"]);

/** Functions that are called with a text. */
const TEXT_FUNCTIONS = new Set(["lower", "upper", "btrim", "trim", "length", "char_length", "left", "right"]);

/** The columns of a predicate in the order of their first mention, without those of `known`. */
export function guessColumns(predicate: string, known: Iterable<string> = []): GuessedColumn[] {
  const words = tokens(predicate);
  const skip = new Set(known);
  const found = new Map<string, GuessedColumn & { sure: boolean }>();
  for (const [at, word] of words.entries()) {
    if (!isColumn(words, at) || skip.has(word.value)) {
      continue;
    }
    const use = readUse(words, at);
    const before = found.get(word.value);
    if (before === undefined) {
      found.set(word.value, { name: word.value, ...use });
      continue;
    }
    before.literals.push(...use.literals);
    before.nulls ??= use.nulls;
    if (use.sure && !before.sure) {
      before.type = use.type;
      before.sure = true;
    }
  }
  return [...found.values()].map(({ sure: _, ...column }) => column);
}

function isColumn(words: Token[], at: number): boolean {
  const word = words[at];
  if (word?.kind !== "name" || (!word.quoted && (KEYWORDS.has(word.value) || NOW.has(word.value)))) {
    return false;
  }
  const before = words[at - 1]?.value;
  const after = words[at + 1]?.value;
  // A type after `::` or `AS`, a function before `(`, a table before `.`.
  return before !== "::" && before !== "as" && after !== "(" && after !== ".";
}

function isFunction(word: Token | undefined): boolean {
  return word?.kind === "name" && (word.quoted || !KEYWORDS.has(word.value));
}

interface Use {
  type: string;
  literals: string[];
  nulls: boolean | null;
  sure: boolean;
}

function readUse(words: Token[], at: number): Use {
  let next = afterCasts(words, at + 1);
  const word = (): string => words[next]?.value ?? "";
  const isCalled = words[at - 1]?.value === "(" && isFunction(words[at - 2]);
  if (isCalled && TEXT_FUNCTIONS.has(words[at - 2]?.value ?? "")) {
    return { type: "text", literals: [], nulls: null, sure: true };
  }
  if (isCalled && word() === ",") {
    const literals = literalsFrom(words, next + 1);
    return { type: literals.type, literals: literals.values, nulls: null, sure: true };
  }
  if (words[at - 1]?.value === "(" && word() === ")") {
    next = afterCasts(words, next + 1);
  }
  if (word() === "is") {
    const not = words[next + 1]?.value === "not";
    const what = words[next + (not ? 2 : 1)]?.value;
    if (what === "null") {
      return { type: "timestamptz", literals: [], nulls: !not, sure: false };
    }
    const truth = what === "true" || what === "false" ? [String((what === "true") !== not)] : [];
    return { type: "boolean", literals: truth, nulls: null, sure: what !== "distinct" };
  }
  if (["->", "->>", "@>", "<@", "?"].includes(word())) {
    return { type: "jsonb", literals: [], nulls: null, sure: true };
  }
  const negated = word() === "not";
  if (negated) {
    next += 1;
  }
  if (["in", "like", "ilike", "between"].includes(word()) || COMPARISONS.has(word())) {
    const text = word().endsWith("like");
    const literals = literalsFrom(words, next + 1);
    return { type: text ? "text" : literals.type, literals: literals.values, nulls: null, sure: true };
  }
  const earlier = words[at - 1]?.value ?? "";
  if (COMPARISONS.has(earlier)) {
    const literals = literalsFrom(words, at - 2);
    return { type: literals.type, literals: literals.values, nulls: null, sure: true };
  }
  const wanted = earlier === "not" ? "false" : "true";
  return { type: "boolean", literals: [wanted], nulls: null, sure: true };
}

/** Past `)` of a cast's brackets and `::type(n)`. */
function afterCasts(words: Token[], at: number): number {
  let next = at;
  while (words[next]?.value === "::") {
    next += 2;
    if (words[next]?.value === "(") {
      next += 3;
    }
  }
  return words[next]?.value === ")" && words[next + 1]?.value === "::"
    ? afterCasts(words, next + 1)
    : next;
}

/** The literals that stand together from `at` on, with the type of the first. */
function literalsFrom(words: Token[], at: number): { values: string[]; type: string } {
  const values: string[] = [];
  let type: string | undefined;
  for (let next = at; next < words.length; next += 1) {
    const word = words[next];
    if (word === undefined || (word.value === "and" && values.length !== 1)) {
      break;
    }
    if (word.kind === "text" || word.kind === "number") {
      const sign = words[next - 1]?.value === "-" ? "-" : "";
      values.push(...elements(sign + word.value, word.kind));
      type ??= word.kind === "number" ? numberType(word.value) : textType(word.value);
    } else if (word.kind === "name" && NOW.has(word.value)) {
      // What stands behind it is an interval, no moment.
      return { values, type: type ?? "timestamptz" };
    } else if (word.kind === "name" && ["true", "false"].includes(word.value) && !word.quoted) {
      type ??= "boolean";
      values.push(word.value);
    } else if (word.kind === "name" && (word.value === "or" || !KEYWORDS.has(word.value))) {
      break;
    } else if (word.value === ")" && values.length > 0) {
      break;
    }
  }
  return { values, type: type ?? "text" };
}

/** The elements of an array as `'{a,b}'`, or the value itself. */
function elements(value: string, kind: string): string[] {
  const array = kind === "text" ? /^\{(.*)\}$/s.exec(value)?.[1] : undefined;
  return array === undefined ? [value] : array.split(",").map((it) => it.replace(/^"(.*)"$/, "$1"));
}

function numberType(value: string): string {
  return value.includes(".") ? "double precision" : "bigint";
}

function textType(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) {
    return "timestamptz";
  }
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? "uuid" : "text";
}
