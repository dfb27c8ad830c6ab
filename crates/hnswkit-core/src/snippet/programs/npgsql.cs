static async Task<List<long>> Nearest(NpgsqlDataSource pool, string query)
{
    await using var connection = await pool.OpenConnectionAsync();
    // Disposed without CommitAsync, it rolls back.
    await using var transaction = await connection.BeginTransactionAsync();
    await using var setting = new NpgsqlCommand(
        "SELECT set_config('hnsw.ef_search', '100', true)", connection, transaction);
    await setting.ExecuteNonQueryAsync();
    await using var search = new NpgsqlCommand(
        "SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60",
        connection, transaction);
    search.Parameters.Add(new NpgsqlParameter { Value = query });
    var ids = new List<long>();
    await using (var rows = await search.ExecuteReaderAsync())
    {
        while (await rows.ReadAsync()) ids.Add(rows.GetInt64(0));
    }
    await transaction.CommitAsync();
    return ids;
}
