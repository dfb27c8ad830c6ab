//! The story: typed by hand, copied, and executed by Alembic on a real server.

import { expect, test } from "vitest";
import { open } from "./chromium.ts";
import { Alembic, Database, newestServer } from "./database.ts";
import { CLIPBOARD, copied, copyButton, describe, pickTool, tab, type } from "./form.ts";
import { started } from "./setup.ts";

const server = newestServer();
const it = started();

const INDEXES = `
  SELECT indexname, indexdef FROM pg_indexes
  WHERE indexdef LIKE '%USING hnsw%' ORDER BY indexname DESC`;

/** Rows of both tables, a third of them without a vector. */
const ROWS = [
  ["messages", 237],
  ["atoms", 125],
] as const;

test.skipIf(server === undefined)("the story is typed, copied and executed", async () => {
  const { page, fine } = await open(it.browser, it.host.url, CLIPBOARD);
  // Away with the example: what follows is typed by hand.
  await page.getByRole("button", { name: "Remove" }).click();
  await describe(page, { table: "messages", column: "embedding", dimensions: "1536", rows: "10k" });
  await page.getByRole("button", { name: "Add an index" }).click();
  await describe(page, { table: "atoms", column: "embedding", dimensions: "1536", rows: "5k" });
  await pickTool(page, "alembic");
  await page.getByRole("radio", { name: "online" }).check({ force: true });
  await type(page, "Name of the migration", "add_hnsw_vector_indexes");

  const panel = await tab(page, "Forward");
  const text = await copied(page, copyButton(panel));
  expect(text).toContain("idx_messages_embedding_hnsw");
  expect(text).toContain("idx_atoms_embedding_hnsw");
  fine();

  const database = Database.create(server ?? "", "story");
  const alembic = new Alembic(database.url);
  try {
    for (const [table, rows] of ROWS) {
      database.sql(`
        CREATE TABLE ${table} (id bigserial PRIMARY KEY, embedding vector(1536));
        INSERT INTO ${table} (embedding)
        SELECT CASE WHEN i.n % 3 <> 0 THEN
          (SELECT array_agg(sin(i.n * j)) FROM generate_series(1, 1536) AS j)::vector(1536) END
        FROM (SELECT n FROM generate_series(1, ${rows}) AS n) AS i;`);
    }
    alembic.add("typed.py", text);
    for (let round = 0; round < 2; round++) {
      alembic.run("upgrade", "head");
      const indexes = database.sql(INDEXES);
      expect(indexes).toHaveLength(2);
      for (const [n, table] of ["messages", "atoms"].entries()) {
        expect(indexes[n]).toContain(`idx_${table}_embedding_hnsw`);
        expect(indexes[n]).toContain("vector_cosine_ops");
        expect(indexes[n]).toContain("m='16', ef_construction='64'");
      }
      const plan = database.sql(`
        SET enable_seqscan = off;
        EXPLAIN SELECT id FROM messages
        ORDER BY embedding <=> (SELECT embedding FROM messages WHERE embedding IS NOT NULL LIMIT 1)
        LIMIT 5;`);
      expect(plan.join("\n")).toContain("Index Scan using idx_messages_embedding_hnsw");
      if (round === 0) {
        alembic.run("downgrade", "base");
        expect(database.sql(INDEXES)).toEqual([]);
      }
    }
  } finally {
    alembic.remove();
    database.drop();
  }
});
