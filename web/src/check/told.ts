//! What the judge is told from the form, and how that reads.

import type { Spec, TargetSpec } from "../core/index.ts";
import { TARGET_KEYS } from "../state/draft.ts";

/** So many tables are named. */
const NAMED = 3;

/** What concerns the judge: the server, and the rows of each table. */
export function toldOf({ target, index = [] }: Spec): Spec {
  return {
    ...(target === undefined ? {} : { target: serverOf(target) }),
    ...(target?.shared_memory === undefined ? {} : { lint: { shared_memory: target.shared_memory } }),
    index: index.map(({ schema, table, rows }) => ({
      ...(schema === undefined ? {} : { schema }),
      ...(table === undefined ? {} : { table }),
      ...(rows === undefined ? {} : { rows }),
    })),
  };
}

/** The keys that the judge's build knows. */
function serverOf(target: TargetSpec): TargetSpec {
  return Object.fromEntries(Object.entries(target).filter(([key]) => (TARGET_KEYS as readonly string[]).includes(key)));
}

/** The same in words, as in `PostgreSQL 17, pgvector 0.8.6, rows of messages: 10k`. */
export function words({ target = {}, index = [], lint }: Spec): string {
  const { postgres, pgvector, platform, ram, cpus } = target;
  const out = [
    postgres === undefined ? null : `PostgreSQL ${postgres}`,
    pgvector === undefined ? null : `pgvector ${pgvector}`,
    platform === undefined ? null : String(platform),
    ram === undefined ? null : `${ram} of memory`,
    cpus === undefined ? null : `${cpus} ${Number(cpus) === 1 ? "CPU" : "CPUs"}`,
    lint?.shared_memory === undefined ? null : `${lint.shared_memory} of /dev/shm`,
    ...tables(index),
  ].filter((it) => it !== null);
  return out.join(", ");
}

function tables(index: NonNullable<Spec["index"]>): string[] {
  const rows = new Map<string, string>();
  for (const it of index) {
    if (it.table !== undefined && it.rows !== undefined && it.rows !== "") {
      const table = it.schema === undefined ? String(it.table) : `${it.schema}.${it.table}`;
      // Several indexes of a table: what the last one says is what the judge keeps.
      rows.set(table, `${it.rows}`);
    }
  }
  const named = [...rows].slice(0, NAMED).map(([table, n]) => `${n} rows in ${table}`);
  const more = rows.size - named.length;
  return 0 < more ? [...named, `and the rows of ${more} more ${more === 1 ? "table" : "tables"}`] : named;
}

/** How many findings there are, as in `2 errors, 1 warning`. */
export function summary(counts: { error: number; warning: number; hint: number }): string {
  const parts = (["error", "warning", "hint"] as const)
    .filter((it) => 0 < counts[it])
    .map((it) => `${counts[it]} ${it}${counts[it] === 1 ? "" : "s"}`);
  return parts.length === 0 ? "No findings" : parts.join(", ");
}

/** A message that begins a line; a name or a code span stays as it is. */
export function sentence(message: string): string {
  return /^[a-z]+(?=[\s,:;'-]|$)/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}
