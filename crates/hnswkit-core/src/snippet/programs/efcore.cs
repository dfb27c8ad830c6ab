static async Task<List<long>> Nearest(DbContext context, string query)
{
    // Disposed without CommitAsync, it rolls back.
    await using var transaction = await context.Database.BeginTransactionAsync();
    await context.Database.ExecuteSqlRawAsync("SELECT set_config('hnsw.ef_search', '100', true)");
    var ids = await context.Database
        .SqlQuery<long>($"SELECT id AS \"Value\" FROM items ORDER BY embedding <-> {query}::text::vector LIMIT 60")
        .ToListAsync();
    await transaction.CommitAsync();
    return ids;
}
