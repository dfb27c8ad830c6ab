//! Each tab has the right texts for each format, whatever the names are.

import { describe, expect, test, vi } from "vitest";

import type { PlanStep } from "../../../src/core/index.ts";
import { chunks, numbers } from "../../../src/output/chunks.ts";
import { pieces, script } from "../../../src/output/pieces.ts";
import { entries, safePath, zip } from "../../../src/output/zip.ts";
import { wayBack } from "../../../src/output/languages.ts";
import { core } from "../core.ts";
import { answer } from "./answer.ts";

describe.each(core().formats().formats.map((it) => it.id))("%s", (format) => {
  const it = answer(format);
  const roles = (...wanted: string[]): string[] =>
    it.files.filter((file) => wanted.includes(file.role)).map((file) => file.content);

  test("forward has the files as they are", () => {
    const texts = pieces(it, "forward").map((piece) => piece.text);
    expect(texts).toEqual(roles("preflight", "outside", "settings", "up", "migration"));
    expect(texts).not.toEqual([]);
  });

  test("rollback has the file of its role, else the statements of the plan", () => {
    const [first] = pieces(it, "rollback");
    const [down] = roles("down");
    expect(first?.text).toBe(down ?? script(it.plan.down));
    expect(first?.isAside).toBe(false);
    if (down === undefined) {
      const [both, ...others] = it.files.filter((file) => file.role === "migration");
      expect(first?.note).toContain(others.length === 0 ? both?.path : `each of ${others.length + 1} files`);
    }
  });

  test("verify proves each index and sets nothing", () => {
    const [first] = pieces(it, "verify");
    for (const index of it.plan.indexes) {
      expect(first?.text).toContain(index.name);
    }
    expect(first?.text).not.toMatch(/^SET /m);
  });

  test("every text that is a file has a name without a path", () => {
    for (const tab of ["forward", "rollback", "verify", "monitor", "runbook", "plan", "toml"] as const) {
      const all = pieces(it, tab);
      expect(all).not.toEqual([]);
      for (const piece of all) {
        expect(piece.file).toMatch(/^[^/\\]+\.\w+$/);
      }
    }
    expect(pieces(it, "command")[0]?.file).toBeNull();
  });

  test("the zip has every file under its path, and the same bytes each time", async () => {
    const paths = entries(it).map(([path]) => path);
    expect(paths).toEqual(expect.arrayContaining(it.files.map((file) => file.path)));
    expect(paths).toContain("hnswkit.toml");
    expect(new Set(paths).size).toBe(paths.length);
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(2026, 1, 1) });
    const first = await zip(it);
    vi.setSystemTime(new Date(2031, 6, 1));
    expect(await zip(it)).toEqual(first);
    vi.useRealTimers();
  });
});

test.each([
  ["def upgrade():\n    pass\n\n\ndef downgrade() -> None:\n", "`downgrade`"],
  ["// down(): no\nexports.up = 1;\nexports.down = async function (knex) {", "`down`"],
  ["  public async down(queryRunner: QueryRunner): Promise<void> {", "`down`"],
  ["  override async down(): Promise<void> {", "`down`"],
  ["  def down\n    execute 'x'", "`down`"],
  ["    protected override void Down(MigrationBuilder it)", "`Down`"],
  ["SELECT 1;\n\n-- migrate:down transaction:false\n", "What stands below `-- migrate:down transaction:false`"],
  ["-- +goose Down\n", "What stands below `-- +goose Down`"],
  ["--rollback -- Short steps again.\n--rollback SET lock_timeout = '5s';", "What stands behind `--rollback`"],
  ["operations = [migrations.RunSQL(sql=[], reverse_sql=[])]", "`reverse_sql`"],
  ["-- Run: psql --file migrations/x.down.sql\nSELECT 1;", "The way back"],
])("the way back of %j", (content, expected) => {
  expect(wayBack(content)).toBe(expected);
});

test("a reason cannot leave its comment", () => {
  const step: PlanStep = {
    phase: "build", index: null, why: "harmless\nDROP TABLE t; \u2028 -- and so on", sql: "SELECT 1;", lock: null,
    lock_table: null, lock_held: null, blocks: [], transaction: "allowed", verify: null, rollback: null, no_return: false,
  };
  expect(script([step])).toBe("-- harmless DROP TABLE t; -- and so on\nSELECT 1;\n");
  expect(script([{ ...step, why: "word ".repeat(40) }]).split("\n").slice(0, -2)).toSatisfy((lines: string[]) =>
    lines.every((line) => line.startsWith("-- ") && line.length <= 92),
  );
});

test("a path stays below the folder that it is unpacked into", () => {
  expect(safePath("../../etc/passwd")).toBe("etc/passwd");
  expect(safePath("/a//b/./c")).toBe("a/b/c");
});

test.each(["", "one", "one\n", "a\n\nb\n", `${"line\n".repeat(500)}end`, "line\n".repeat(160)])(
  "stretches and the line breaks between them are the text",
  (text) => {
    const all = chunks(text);
    const whole = text.endsWith("\n") ? text.slice(0, -1) : text;
    expect(all.map((it) => it.text).join("\n")).toBe(whole);
    for (const it of all) {
      expect(text.slice(it.from, it.from + it.text.length)).toBe(it.text);
      expect(numbers(it).split("\n")).toHaveLength(it.text.split("\n").length);
    }
  },
);
