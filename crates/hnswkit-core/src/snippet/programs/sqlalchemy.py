from sqlalchemy import text


def nearest(engine, query):
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('hnsw.ef_search', '100', true)"))
        return connection.execute(
            text("SELECT id FROM items ORDER BY embedding <-> CAST(:query AS vector) LIMIT 60"),
            {"query": query},
        ).all()
