async function nearest(dataSource, query) {
  return dataSource.transaction(async (manager) => {
    await manager.query("SELECT set_config('hnsw.ef_search', '100', true)");
    return manager.query(
      "SELECT id FROM items ORDER BY embedding <-> $1::vector LIMIT 60",
      [query],
    );
  });
}
