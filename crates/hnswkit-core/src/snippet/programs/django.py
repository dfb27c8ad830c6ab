from django.db import connection, transaction


def nearest(query):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hnsw.ef_search', '100', true)")
        cursor.execute(
            "SELECT id FROM items ORDER BY embedding <-> %s::vector LIMIT 60", [query]
        )
        return cursor.fetchall()
