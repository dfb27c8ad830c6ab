# A connection that Django keeps.
import os
from urllib.parse import urlparse

from django.conf import settings

url = urlparse(os.environ["DATABASE_URL"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": url.hostname,
            "PORT": url.port,
            "USER": url.username,
            "NAME": url.path[1:],
            "CONN_MAX_AGE": None,
        }
    }
)

SNIPPET

PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60"


def on_the_connection(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


pid = on_the_connection("SELECT pg_backend_pid()")
with_it = len(nearest("[1,2,3]"))
after = len(on_the_connection(PLAIN))
same = pid == on_the_connection("SELECT pg_backend_pid()")
print(with_it, after, "same connection" if same else "another connection")
