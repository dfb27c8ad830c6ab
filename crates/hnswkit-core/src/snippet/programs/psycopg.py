def nearest(connection, query):
    with connection.transaction():
        connection.execute("SELECT set_config('hnsw.ef_search', '100', true)")
        return connection.execute(
            "SELECT id FROM items ORDER BY embedding <-> %s::vector LIMIT 60", [query]
        ).fetchall()
