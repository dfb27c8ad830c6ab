async function nearest(db, query) {
  return db.transaction(async (tx) => {
    await tx.execute(sql`SELECT set_config('hnsw.ef_search', '100', true)`);
    const { rows } = await tx.execute(
      sql`SELECT id FROM items ORDER BY embedding <-> ${query}::vector LIMIT 60`,
    );
    return rows;
  });
}
