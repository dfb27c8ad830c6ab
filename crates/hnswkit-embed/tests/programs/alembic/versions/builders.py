"""builders of Alembic, with what goes wrong"""
from alembic import op
import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC, Vector

TABLE = "documents"
DIMENSIONS = 1536


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("embedding", Vector(DIMENSIONS)),
        sa.Column("half", HALFVEC(3072), nullable=True),
        sa.Column("loose", Vector()),
        sa.Column("unknown", Vector(settings.DIMENSIONS)),
    )
    op.create_index(
        "ix_documents_embedding",
        TABLE,
        ["embedding"],
        postgresql_using="hnsw",
        postgresql_with={"m": 101, "ef_construction": 400},
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    op.create_index("ix_no_class", TABLE, ["embedding"], postgresql_using="hnsw")
    op.create_index("ix_loose", TABLE, ["loose"], postgresql_using="hnsw", postgresql_ops={"loose": "vector_l2_ops"})
    op.create_index("ix_unknown", TABLE, ["unknown"], postgresql_using="hnsw", postgresql_ops={"unknown": "vector_l2_ops"})
    op.create_index("ix_wide", TABLE, [sa.text("(half::halfvec(5000)) halfvec_l2_ops")], postgresql_using="hnsw")
    op.create_index("ix_m", TABLE, ["half"], postgresql_using="hnsw", postgresql_with={"m": settings.M}, postgresql_ops={"half": "halfvec_l2_ops"})
    op.create_index("ix_open", TABLE, ["half"], **options)
    op.create_index("ix_lists", TABLE, ["half"], postgresql_using="hnsw", postgresql_with={"lists": 100}, postgresql_ops={"half": "halfvec_l2_ops"})
    with op.batch_alter_table("old", schema="app") as batch:
        batch.add_column(sa.Column("embedding", Vector(3)))
        batch.create_index("ix_old", ["embedding"], postgresql_using="hnsw", postgresql_ops={"embedding": "vector_l2_ops"}, postgresql_concurrently=True)
    op.alter_column("old", "embedding", type_=Vector(4), schema="app")


def downgrade() -> None:
    with op.batch_alter_table("old", schema="app") as batch:
        batch.drop_index("ix_old")
        batch.drop_column("embedding")
    op.drop_index("ix_documents_embedding", table_name=TABLE)
    op.drop_table(TABLE)
