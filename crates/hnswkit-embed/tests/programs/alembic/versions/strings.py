"""strings of Python, and holes in them"""
from textwrap import dedent

from alembic import op
from sqlalchemy import text

NAME = "ix_items_embedding"
M = 101


def upgrade():
    # hnswkit-ignore index-blocks-writes: the table is small
    op.execute("CREATE INDEX " + NAME + " ON items USING hnsw (embedding vector_l2_ops)")
    op.execute(text(f"CREATE INDEX CONCURRENTLY a ON items USING hnsw (embedding vector_l2_ops) WITH (m = {M})"))
    op.execute(f"CREATE INDEX b_{suffix} ON {table} USING hnsw (embedding vector_l2_ops) WITH (m = {m}, ef_construction = 2000)")
    op.execute(f"CREATE INDEX c ON items USING hnsw (embedding {ops})")
    op.execute(f"CREATE INDEX d ON items USING hnsw ({column})")
    op.execute(f"CREATE INDEX {options} e ON items USING hnsw (embedding)")
    op.execute("CREATE INDEX f ON items "
               'USING hnsw ("embedding" vector_l2_ops) '
               r"WITH (m = 1)")
    op.execute("CREATE INDEX %s ON items USING hnsw (embedding vector_l2_ops) WITH (m = 1)" % NAME)
    op.execute("CREATE INDEX {} ON items USING hnsw (embedding vector_l2_ops) WITH (m = 1)".format(name))
    op.execute(dedent("""\
        CREATE INDEX g
          ON items USING hnsw (embedding vector_l2_ops) WITH (m = 1);
        SELECT '\u00e9 \n'; CREATE INDEX CONCURRENTLY h ON items USING hnsw (embedding vector_l2_ops) WITH (m = 1)
    """))
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY i ON items USING hnsw (embedding vector_l2_ops)")  # hnswkit-ignore m-out-of-range: nothing to find
    op.execute("this is no SQL")
    op.execute("CREATE INDEX ON items USING hnsw (")
    for statement in STATEMENTS:
        op.execute(statement)
    for table in ["one", "two"]:
        op.execute(f"CREATE INDEX ON {table} USING hnsw (embedding vector_l2_ops) WITH (m = 1)")


STATEMENTS = ["DROP INDEX hnsw_one", "DROP INDEX hnsw_two"]


def downgrade():
    drop(NAME)


def drop(name):
    op.execute(f"DROP INDEX {name}")
