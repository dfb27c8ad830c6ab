async function nearest(sequelize, query) {
  return sequelize.transaction(async (transaction) => {
    await sequelize.query("SELECT set_config('hnsw.ef_search', '100', true)", { transaction });
    const [rows] = await sequelize.query(
      "SELECT id FROM items ORDER BY embedding <-> $1::vector LIMIT 60",
      { bind: [query], transaction },
    );
    return rows;
  });
}
