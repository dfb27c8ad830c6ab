async function nearest(db, query) {
  return db.transaction().execute(async (trx) => {
    await sql`SELECT set_config('hnsw.ef_search', '100', true)`.execute(trx);
    const { rows } = await sql`
      SELECT id FROM items ORDER BY embedding <-> ${query}::vector LIMIT 60
    `.execute(trx);
    return rows;
  });
}
