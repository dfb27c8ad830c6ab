//! Nearest-neighbor queries: how the server plans them, and whether the index finds what a scan does.

import type { JobIndex, Neighbors } from "./protocol.ts";
import { PROBES } from "./fill.ts";
import type { Session } from "./session.ts";

/** Neighbors a query asks for. */
export const LIMIT = 10;

/** The query as an application would write it. */
export function neighborsSql(index: JobIndex, what: string): string {
  const where = index.predicate === null ? "" : `\nWHERE (${index.predicate})`;
  const distance = `${index.key} ${index.operator} $1::${index.type}`;
  return `SELECT ${what}\nFROM ${index.table}${where}\nORDER BY ${distance}\nLIMIT ${LIMIT}`;
}

/** Plans the query and runs it once; if the index is there but not chosen, once more with it. */
export async function explain(
  session: Session,
  index: JobIndex,
  at: number,
  probes: string,
  when: Neighbors["when"],
): Promise<void> {
  const [vector] = await vectors(session, index, probes);
  const shown = neighborsSql(index, "*");
  const run = async (forced: boolean): Promise<Neighbors> => {
    const sql = `EXPLAIN (ANALYZE, BUFFERS OFF) ${neighborsSql(index, "ctid")}`;
    await session.quiet(`SET enable_seqscan = ${forced ? "off" : "on"}`);
    const rows = await session.rows(sql, [vector]);
    await session.quiet("RESET enable_seqscan");
    const plan = rows.map((it) => shortened(String(it["QUERY PLAN"])));
    const usesIndex = plan.some((it) => it.includes("Index Scan") && it.includes(index.name));
    return { index: at, when, sql: shown, plan, usesIndex, forced };
  };
  const free = await run(false);
  session.report({ kind: "neighbors", neighbors: free });
  if (when === "after" && !free.usesIndex) {
    session.report({ kind: "neighbors", neighbors: await run(true) });
  }
}

/** The share of the nearest neighbors by a full scan that the index finds, over all probes. */
export async function recall(
  session: Session,
  index: JobIndex,
  probes: string,
): Promise<number | null> {
  const sql = neighborsSql(index, `${index.key} ${index.operator} $1::${index.type} AS distance`);
  const distances = async (vector: string): Promise<number[]> =>
    (await session.rows(sql, [vector])).map((it) => Number(it["distance"]));
  let found = 0;
  let wanted = 0;
  for (const vector of await vectors(session, index, probes)) {
    await session.quiet("SET enable_indexscan = off");
    const exact = await distances(vector);
    await session.quiet("RESET enable_indexscan");
    await session.quiet("SET enable_seqscan = off");
    const approximate = await distances(vector);
    await session.quiet("RESET enable_seqscan");
    const last = exact.at(-1);
    if (last !== undefined) {
      // Equal distances are equally near, whichever row they belong to.
      const near = last + Math.abs(last) * 1e-6;
      found += Math.min(approximate.filter((it) => it <= near).length, exact.length);
      wanted += exact.length;
    }
  }
  return wanted === 0 ? null : found / wanted;
}

/** What is looked for, as text. */
async function vectors(session: Session, index: JobIndex, probes: string): Promise<string[]> {
  const sql = `SELECT ${index.key}::text AS vector FROM pg_temp.${probes} LIMIT ${PROBES}`;
  return (await session.rows(sql)).map((it) => String(it["vector"]));
}

/** A line without the hundreds of numbers of a vector. */
function shortened(line: string): string {
  return line.replace(/'([^']{24})[^']{16,}'/g, "'$1…'");
}
