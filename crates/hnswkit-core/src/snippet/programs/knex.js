async function nearest(knex, query) {
  return knex.transaction(async (trx) => {
    await trx.raw("SELECT set_config('hnsw.ef_search', '100', true)");
    const { rows } = await trx.raw(
      "SELECT id FROM items ORDER BY embedding <-> ?::vector LIMIT 60",
      [query],
    );
    return rows;
  });
}
