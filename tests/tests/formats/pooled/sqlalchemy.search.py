# A pool of one connection.
import os

from sqlalchemy import create_engine

SNIPPET

PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60"

url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
engine = create_engine(url, pool_size=1, max_overflow=0)


def on_the_connection(statement):
    with engine.connect() as connection:
        return connection.execute(text(statement)).all()


pid = on_the_connection("SELECT pg_backend_pid()")
with_it = len(nearest(engine, "[1,2,3]"))
after = len(on_the_connection(PLAIN))
same = pid == on_the_connection("SELECT pg_backend_pid()")
print(with_it, after, "same connection" if same else "another connection")
