import { Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createTable('items').addColumn('id', 'integer').addColumn('embedding', sql`vector(2001)`).execute();
  await db.schema.createIndex('wide').on('items').using('hnsw').column('embedding').execute();
  await db.schema.createIndex('half').ifNotExists().on('items').using('hnsw').expression(sql`(embedding::halfvec(2001)) halfvec_l2_ops`).execute();
  await sql`CREATE INDEX CONCURRENTLY i ON ${sql.table('items')} USING hnsw (embedding vector_l2_ops) WITH (m = ${sql.lit(1)})`.execute(db);
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL lock_timeout = '5s'`.execute(trx);
  });
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('hnsw_wide').ifExists().execute();
}
