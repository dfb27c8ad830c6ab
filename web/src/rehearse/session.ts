//! One session on the server in the browser, that reports each statement it runs.

import type { PGlite } from "@electric-sql/pglite";

import type { Notice, Outcome, Report, Stage } from "./protocol.ts";

/** The part of PGlite that a rehearsal uses. */
export type Database = Pick<PGlite, "exec" | "query">;

/** A row as the server gave it. */
export type Row = Record<string, unknown>;

/** Something failed that has been reported already. */
export class Stopped extends Error {}

/** Runs statements and tells what came of each. */
export class Session {
  #server: Database | null = null;
  readonly #report: (report: Report) => void;
  #stage: Stage = "server";
  #id = 0;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  /** Uses a server from here on. */
  attach(server: Database): void {
    this.#server = server;
  }

  get #database(): Database {
    if (this.#server === null) {
      throw new Error("the server has not started");
    }
    return this.#server;
  }

  /** Tells that another part begins. */
  stage(stage: Stage): void {
    this.#stage = stage;
    this.#report({ kind: "stage", stage });
  }

  /** Tells something else. */
  report(report: Report): void {
    this.#report(report);
  }

  /** Runs statements that give no rows, and reports them as one step. */
  async run(why: string, sql: string): Promise<Outcome> {
    return this.step(why, sql, async (notices) => {
      await this.#database.exec(sql, { onNotice: (it) => notices.push(noticeOf(it)) });
      return [];
    });
  }

  /** Reports whatever `work` does as one step; `work` gives lines to read. */
  async step(
    why: string,
    sql: string | null,
    work: (notices: Notice[], share: (share: number) => void) => Promise<string[]>,
  ): Promise<Outcome> {
    const id = this.#id;
    this.#id += 1;
    this.#report({ kind: "begin", id, stage: this.#stage, why, sql });
    const notices: Notice[] = [];
    const begun = performance.now();
    const outcome = (lines: string[], error: Notice | null): Outcome => {
      const seconds = (performance.now() - begun) / 1000;
      const result = { seconds, notices, lines, error };
      this.#report({ kind: "end", id, outcome: result });
      return result;
    };
    try {
      return outcome(await work(notices, (share) => this.#report({ kind: "share", id, share })), null);
    } catch (error) {
      if (error instanceof Stopped) {
        throw error;
      }
      outcome([], noticeOf(error));
      throw new Stopped(noticeOf(error).message);
    }
  }

  /** Runs a statement without a report. */
  async quiet(sql: string): Promise<void> {
    await this.#database.exec(sql);
  }

  /** The rows of a query, without a report. */
  async rows(sql: string, parameters: unknown[] = [], blob?: Blob): Promise<Row[]> {
    const options = blob === undefined ? {} : { blob };
    return (await this.#database.query<Row>(sql, parameters, options)).rows;
  }
}

/** What the server, or JavaScript, has to say. */
export function noticeOf(it: unknown): Notice {
  const fields = typeof it === "object" && it !== null ? (it as Record<string, unknown>) : {};
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  return {
    severity: text("severity") ?? "ERROR",
    message: text("message") ?? String(it),
    detail: text("detail"),
    hint: text("hint"),
  };
}
