async def nearest(pool, query):
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT set_config('hnsw.ef_search', '100', true)")
        return await connection.fetch(
            "SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60", query
        )
