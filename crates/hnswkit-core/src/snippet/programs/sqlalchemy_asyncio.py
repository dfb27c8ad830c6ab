from sqlalchemy import text


async def nearest(engine, query):
    async with engine.begin() as connection:
        await connection.execute(text("SELECT set_config('hnsw.ef_search', '100', true)"))
        rows = await connection.execute(
            text("SELECT id FROM items ORDER BY embedding <-> CAST(:query AS vector) LIMIT 60"),
            {"query": query},
        )
        return rows.all()
