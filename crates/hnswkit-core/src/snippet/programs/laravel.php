function nearest(string $query): array
{
    return DB::transaction(function () use ($query) {
        DB::statement("SELECT set_config('hnsw.ef_search', '100', true)");

        return DB::select('SELECT id FROM items ORDER BY embedding <-> ? LIMIT 60', [$query]);
    });
}
