static List<Long> nearest(DataSource pool, String query) throws SQLException {
    try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        try (Statement setting = connection.createStatement();
                PreparedStatement search = connection.prepareStatement(
                        "SELECT id FROM items ORDER BY embedding <-> ?::vector LIMIT 60")) {
            setting.execute("SELECT set_config('hnsw.ef_search', '100', true)");
            search.setString(1, query);
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = search.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            connection.commit();
            return ids;
        } catch (SQLException error) {
            connection.rollback();
            throw error;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
