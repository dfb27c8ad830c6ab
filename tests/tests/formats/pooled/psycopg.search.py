# One connection, searched on twice.
import os

import psycopg

SNIPPET

PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60"

connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
pid = connection.info.backend_pid
with_it = len(nearest(connection, "[1,2,3]"))
after = len(connection.execute(PLAIN).fetchall())
same = connection.info.backend_pid == pid
print(with_it, after, "same connection" if same else "another connection")
