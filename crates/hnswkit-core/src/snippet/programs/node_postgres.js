async function nearest(pool, query) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('hnsw.ef_search', '100', true)");
    const { rows } = await client.query(
      "SELECT id FROM items ORDER BY embedding <-> $1::vector LIMIT 60",
      [query],
    );
    await client.query("COMMIT");
    return rows;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
