import { sql } from 'drizzle-orm';
import { index, pgTable, serial, text, uniqueIndex, vector, halfvec } from 'drizzle-orm/pg-core';

export const guides = pgTable(
  'guides',
  {
    id: serial('id').primaryKey(),
    title: text('title').notNull(),
    embedding: vector('embedding', { dimensions: 2001 }).notNull(),
    small: halfvec({ dimensions: 3 }),
    unknown: vector('unknown', { dimensions: DIMENSIONS }),
  },
  (table) => ({
    wide: index('wide').using('hnsw', table.embedding.op('vector_cosine_ops')),
    noClass: index('no_class').using('hnsw', table.small).with({ m: 1, ef_construction: '64' }),
    unknown: index('unknown').using('hnsw', table.unknown.op('vector_l2_ops')).concurrently(),
    half: index('half').using('hnsw', sql`(${table.embedding}::halfvec(2001)) halfvec_l2_ops`),
    unique: uniqueIndex('one').using('hnsw', table.small.op('halfvec_l2_ops')).where(sql`id > 1`),
    btree: index('title_idx').on(table.title),
  }),
);

export async function nearest(db, query, ef, items) {
  await db.execute(sql`SET LOCAL hnsw.ef_search = ${ef}`);
  await db.execute(sql`SELECT id FROM guides ORDER BY 1 - (embedding <=> ${query}) DESC LIMIT ${10}`);
  return db.select().from(items).orderBy(sql`${items.embedding} <-> ${query}`).limit(5);
}
