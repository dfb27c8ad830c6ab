//! The rehearsal itself: tables, rows, forward, back, and forward again.

import { explain, LIMIT, recall } from "./neighbors.ts";
import { fillTable, PROBES } from "./fill.ts";
import type { Job, JobIndex, Report } from "./protocol.ts";
import { type Database, noticeOf, Session } from "./session.ts";
import type { PlanStep } from "../core/index.ts";

const VERSION = `
SELECT current_setting('server_version') AS postgres, extversion AS pgvector
FROM pg_extension
WHERE extname = 'vector'`;

const SIZE = `
SELECT pg_relation_size(c.oid) AS bytes
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass($1) AND c.relname = $2`;

/** Where the server comes from. */
export interface Host<Assets> {
  /** Gets what the server is made of; `share` goes from 0 to 1. */
  fetch: (share: (share: number) => void) => Promise<Assets>;
  /** Starts it. */
  open: (assets: Assets) => Promise<Database>;
}

/** Runs a job on a fresh server and reports all of it; never throws. */
export async function rehearse<Assets>(
  host: Host<Assets>,
  job: Job,
  report: (report: Report) => void,
): Promise<void> {
  try {
    await rehearseAll(host, job, report);
    report({ kind: "done" });
  } catch (error) {
    report({ kind: "failed", message: noticeOf(error).message });
  }
}

async function rehearseAll<Assets>(
  host: Host<Assets>,
  job: Job,
  report: (report: Report) => void,
): Promise<void> {
  const session = await start(host, report);

  session.stage("tables");
  await session.run("Makes the tables, empty.", job.ddl);

  session.stage("sample");
  for (const [at, table] of job.tables.entries()) {
    const why = `Fills ${table.sql} with ${job.rows.toLocaleString("en-US")} rows.`;
    await session.step(why, null, async (_, share) => {
      // Rows that refer to tables without rows are right enough for a sample.
      await session.quiet("SET session_replication_role = replica");
      await fillTable(session, job, table, probesOf(at), share);
      await session.quiet("RESET session_replication_role");
      return [];
    });
  }

  session.stage("before");
  await neighborsOf(session, job, "before");

  session.stage("preflight");
  for (const check of job.preflight) {
    await session.step(check.question, check.sql, async () => {
      const rows = await session.rows(check.sql);
      return rows.map((it) => `${answer(it["ok"])}: ${String(it["detail"])}`);
    });
  }

  session.stage("forward");
  const seconds = await runSteps(session, job, job.steps);

  session.stage("after");
  await neighborsOf(session, job, "after");
  for (const [at, index] of job.indexes.entries()) {
    await measure(session, job, index, at, seconds.get(index.name) ?? 0);
  }

  session.stage("rollback");
  await runSteps(session, job, job.down);

  session.stage("again");
  await runSteps(session, job, job.steps);
}

async function start<Assets>(
  host: Host<Assets>,
  report: (report: Report) => void,
): Promise<Session> {
  const session = new Session(report);
  session.stage("server");
  const fetched: Assets[] = [];
  await session.step("Fetches PostgreSQL from this site, or from the cache.", null, async (_, share) => {
    fetched.push(await host.fetch(share));
    return [];
  });
  await session.step("Starts it in this tab, with an empty database.", null, async () => {
    for (const assets of fetched) {
      session.attach(await host.open(assets));
    }
    return [];
  });
  await session.run("Installs pgvector.", "CREATE EXTENSION vector;");
  const [version] = await session.rows(VERSION);
  report({
    kind: "version",
    postgres: String(version?.["postgres"]),
    pgvector: String(version?.["pgvector"]),
  });
  return session;
}

/** Runs the statements of a plan one by one; gives the seconds of each build by its index. */
async function runSteps(session: Session, job: Job, steps: PlanStep[]): Promise<Map<string, number>> {
  const builds = new Map<string, number>();
  if (job.transaction) {
    await session.run("The migration tool opens a transaction.", "BEGIN;");
  }
  for (const step of steps) {
    const { seconds } = await session.run(step.why, step.sql);
    if (step.index !== null && /^CREATE INDEX/.test(step.sql)) {
      builds.set(step.index, seconds);
    }
  }
  if (job.transaction) {
    await session.run("The migration tool commits.", "COMMIT;");
  }
  return builds;
}

async function neighborsOf(session: Session, job: Job, when: "before" | "after"): Promise<void> {
  for (const [at, index] of job.indexes.entries()) {
    const why =
      when === "before"
        ? `Asks for the ${LIMIT} nearest rows of ${index.table} without the index.`
        : `Asks for the ${LIMIT} nearest rows of ${index.table} with the index.`;
    await session.step(why, null, async () => {
      await explain(session, index, at, probesFor(job, index), when);
      return [];
    });
  }
}

async function measure(
  session: Session,
  job: Job,
  index: JobIndex,
  at: number,
  buildSeconds: number,
): Promise<void> {
  await session.step(`Measures ${index.name} and compares its answers with a scan's.`, null, async () => {
    const predicate = index.predicate === null ? "" : ` AND (${index.predicate})`;
    const held = `count(*) FILTER (WHERE ${index.key} IS NOT NULL${predicate})`;
    const [size] = await session.rows(SIZE, [index.table, index.name]);
    const [counts] = await session.rows(`SELECT ${held} AS held, count(*) AS all FROM ${index.table}`);
    const share = await recall(session, index, probesFor(job, index));
    session.report({
      kind: "measured",
      measured: {
        index: at,
        bytes: Number(size?.["bytes"] ?? 0),
        rows: Number(counts?.["held"] ?? 0),
        tableRows: Number(counts?.["all"] ?? 0),
        buildSeconds,
        recall: share,
        queries: PROBES,
        neighbors: LIMIT,
      },
    });
    return [];
  });
}

function probesFor(job: Job, index: JobIndex): string {
  return probesOf(job.tables.findIndex((it) => it.sql === index.table));
}

function probesOf(table: number): string {
  return `hnswkit_probes_${table}`;
}

function answer(ok: unknown): string {
  return ok === true ? "yes" : ok === false ? "no" : "to know";
}
