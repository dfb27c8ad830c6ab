//! Fills a table with sample rows, whatever other columns it has.

import { batchRows, copyRows } from "./copy.ts";
import { NULL_SHARE } from "./job.ts";
import type { Job, JobTable, JobVector } from "./protocol.ts";
import { Sample } from "./sample.ts";
import type { Row, Session } from "./session.ts";
import { identifier, literal } from "./sql.ts";
import { parseType } from "./source.ts";

/** Rows of the same kind that are not in the table: what the queries look for. */
export const PROBES = 20;

const COLUMNS = `
SELECT
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    t.typcategory::text AS category,
    t.typname AS element,
    a.attnotnull AS required,
    a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' AS given
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;

/** A value for each row, as SQL over its number `n`. */
interface Filled {
  name: string;
  value: string;
}

/** Fills a table and, with `PROBES` more rows, a temporary one beside it. */
export async function fillTable(
  session: Session,
  job: Job,
  table: JobTable,
  probes: string,
  share: (share: number) => void,
): Promise<void> {
  const columns = await session.rows(COLUMNS, [table.sql]);
  if (columns.length === 0) {
    throw new Error(`the CREATE TABLE statements make no table ${table.sql}`);
  }
  const vectors = vectorsOf(columns, table);
  const filled = columns.flatMap((it) => otherColumn(it, table, vectors));
  const samples = vectors.map((column, at) => {
    const seed = job.seed * 97 + at;
    const required = columns.some((it) => it["name"] === column.name && it["required"] === true);
    const sample = new Sample(column, seed, job.rows);
    return { sample, seed, nullShare: required ? 0 : NULL_SHARE };
  });

  const types = vectors.map((it, at) => `v${at} ${it.type.element}(${it.type.dimensions})`);
  await session.quiet("DROP TABLE IF EXISTS pg_temp.hnswkit_rows");
  await session.quiet(`CREATE TEMPORARY TABLE hnswkit_rows (${["n integer", ...types].join(", ")})`);
  const copies = "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED";
  await session.quiet(`CREATE TEMPORARY TABLE ${probes} (LIKE ${table.sql} ${copies})`);

  const names = [...vectors, ...filled].map((it) => identifier(it.name)).join(", ");
  const values = [...vectors.map((_, at) => `v${at}`), ...filled.map((it) => it.value)].join(", ");
  const insert = (into: string): string =>
    `INSERT INTO ${into} (${names}) SELECT ${values} FROM pg_temp.hnswkit_rows ORDER BY n`;

  const batch = batchRows(samples.map((it) => it.sample));
  for (let from = 0; from < job.rows; from += batch) {
    const to = Math.min(job.rows, from + batch);
    await copy(session, copyRows(samples, from, to));
    await session.quiet(insert(table.sql));
    share(to / job.rows);
  }
  const all = samples.map((it) => ({ ...it, nullShare: 0 }));
  await copy(session, copyRows(all, job.rows, job.rows + PROBES));
  await session.quiet(insert(`pg_temp.${probes}`));
  await session.quiet("DROP TABLE pg_temp.hnswkit_rows");
  await session.quiet(`ANALYZE ${table.sql}`);
}

async function copy(session: Session, rows: Blob): Promise<void> {
  await session.quiet("TRUNCATE pg_temp.hnswkit_rows");
  const sql = "COPY pg_temp.hnswkit_rows FROM '/dev/blob' WITH (FORMAT binary)";
  await session.rows(sql, [], rows);
}

/** The columns to fill with vectors, with the types that the table really has. */
function vectorsOf(columns: Row[], table: JobTable): JobVector[] {
  return columns.flatMap((column): JobVector[] => {
    const planned = table.vectors.find((it) => it.name === column["name"]);
    const type = parseType(String(column["type"]));
    const element = String(column["element"]);
    if (type !== null && (planned !== undefined || element !== "bit")) {
      const nonZero = Math.min(planned?.nonZero ?? 10, type.dimensions);
      return [{ name: String(column["name"]), type, duplicates: planned?.duplicates ?? 0, nonZero }];
    }
    // A column without dimensions takes those that its index has.
    return planned !== undefined && planned.type.element === element ? [planned] : [];
  });
}

function otherColumn(column: Row, table: JobTable, vectors: JobVector[]): Filled[] {
  const name = String(column["name"]);
  if (vectors.some((it) => it.name === name) || column["given"] === true) {
    return [];
  }
  const at = table.guessed.findIndex((it) => it.name === name);
  const guess = table.guessed[at];
  const required = column["required"] === true;
  if (guess === undefined && !required) {
    return [];
  }
  const type = String(column["type"]);
  const value = valueOf({
    category: String(column["category"]),
    element: String(column["element"]),
    type,
    literals: guess?.literals ?? [],
    chance: `(hashint4(n * 64 + ${at + 1}) & 2147483647)`,
  });
  if (value === null) {
    throw new Error(`column ${identifier(name)} of type ${type} cannot be filled here: give it a DEFAULT`);
  }
  if (required || guess === undefined || guess.nulls === null) {
    return [{ name, value }];
  }
  const test = guess.nulls ? "n % 4 = 0" : "n % 4 <> 0";
  return [{ name, value: `CASE WHEN ${test} THEN ${value} END` }];
}

interface ColumnToFill {
  category: string;
  element: string;
  type: string;
  /** Values that some rows should have. */
  literals: string[];
  /** A whole number that is another for each row, and has nothing to do with other columns. */
  chance: string;
}

/** Values that vary from row to row; three rows in four meet a literal where equality counts. */
function valueOf({ category, element, type, literals, chance }: ColumnToFill): string | null {
  const chosen = literals.map((it) => `${literal(it)}::${type}`).join(", ");
  const pick = `(ARRAY[${chosen}])[1 + ${chance} / 16 % ${literals.length}]`;
  const some = (other: string): string =>
    literals.length === 0 ? other : `CASE WHEN ${chance} % 4 = 0 THEN ${other} ELSE ${pick} END`;
  switch (category) {
    case "B":
      return literals[0] === "false" ? `${chance} % 4 = 0` : `${chance} % 4 <> 0`;
    case "N":
      // Below, at and above what it is compared with.
      return literals.length === 0 ? `(n % 1000)::${type}` : `(${pick} + (${chance} % 3 - 1)::${type})`;
    case "D":
      return literals.length === 0
        ? `(timestamptz '2026-01-01' + n * interval '1 minute')::${type}`
        : `(${pick} + (${chance} % 3 - 1) * interval '1 day')::${type}`;
    case "S":
      return some(`('row ' || n)::${type}`);
    case "E":
      return `(enum_range(NULL::${type}))[1 + n % array_length(enum_range(NULL::${type}), 1)]`;
    case "A":
      return `'{}'::${type}`;
    default:
      break;
  }
  switch (element) {
    case "uuid":
      return some("md5(n::text)::uuid");
    case "json":
    case "jsonb":
      return `'{}'::${type}`;
    case "bytea":
      return "''::bytea";
    default:
      return null;
  }
}
