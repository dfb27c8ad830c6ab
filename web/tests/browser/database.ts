//! A database of one test on a real server, and the real tools that change it.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The newest server of `HNSWKIT_TEST_SERVERS`, as `0.8.6=postgresql://…`; nothing without one. */
export function newestServer(): string | undefined {
  const entries = (process.env["HNSWKIT_TEST_SERVERS"] ?? "").split(";").filter((it) => it !== "");
  if (entries.length === 0) {
    if (process.env["CI"] !== undefined) {
      throw new Error("HNSWKIT_TEST_SERVERS names no server; run `cargo xtask test`");
    }
    return undefined;
  }
  return entries.at(-1)?.replace(/^[^=]*=/, "");
}

/** A tool that `cargo xtask tools` installed. */
function tool(name: string): string {
  const folder = process.env["HNSWKIT_TOOLS"];
  if (folder === undefined) {
    throw new Error("HNSWKIT_TOOLS is not set; run `cargo xtask test`");
  }
  return join(folder, "bin", name);
}

export class Database {
  private constructor(
    private readonly server: string,
    private readonly name: string,
    readonly url: string,
  ) {}

  /** An empty database with the extension. */
  static create(server: string, name: string): Database {
    const full = `hnswkit_page_${name}_${process.pid}`;
    const url = new URL(server);
    url.pathname = `/${full}`;
    const it = new Database(server, full, url.href);
    psql(server, `DROP DATABASE IF EXISTS ${full}`);
    psql(server, `CREATE DATABASE ${full}`);
    it.sql("CREATE EXTENSION vector");
    return it;
  }

  /** Runs SQL; gives the rows, columns separated by `|`. */
  sql(text: string): string[] {
    return psql(this.url, text);
  }

  drop(): void {
    psql(this.server, `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

function psql(url: string, text: string): string[] {
  const args = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
  const out = execFileSync(tool("psql"), [...args, `--dbname=${url}`], {
    encoding: "utf8",
    input: text,
    env: { ...process.env, PGOPTIONS: "-c client_min_messages=warning" },
  });
  return out.split("\n").filter((it) => it !== "");
}

const ENV = `import os

from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`;

/** A project that uses Alembic, in a folder of its own. */
export class Alembic {
  private readonly folder = mkdtempSync(join(tmpdir(), "hnswkit-page-"));

  constructor(private readonly url: string) {
    mkdirSync(join(this.folder, "alembic/versions"), { recursive: true });
    writeFileSync(join(this.folder, "alembic.ini"), "[alembic]\nscript_location = alembic\n");
    writeFileSync(join(this.folder, "alembic/env.py"), ENV);
  }

  /** Adds a revision. */
  add(file: string, text: string): void {
    writeFileSync(join(this.folder, "alembic/versions", file), text);
  }

  /** Runs `alembic …`. */
  run(...args: string[]): string {
    const url = this.url.replace("postgresql://", "postgresql+psycopg://");
    return execFileSync(tool("alembic"), args, {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL: url },
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
