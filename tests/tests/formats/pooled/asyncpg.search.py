# A pool of one connection.
import asyncio
import os

import asyncpg

SNIPPET

PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60"


async def main():
    # Without what asyncpg resets by itself when a connection goes back to the pool.
    class Connection(asyncpg.Connection):
        async def reset(self, *, timeout=None):
            pass

    async with asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=1, max_size=1, connection_class=Connection
    ) as pool:
        pid = await pool.fetchval("SELECT pg_backend_pid()")
        with_it = len(await nearest(pool, "[1,2,3]"))
        after = len(await pool.fetch(PLAIN))
        same = pid == await pool.fetchval("SELECT pg_backend_pid()")
        print(with_it, after, "same connection" if same else "another connection")


asyncio.run(main())
