import os
from sqlalchemy import BigInteger, Integer, Text, Index, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from pgvector.sqlalchemy import Vector

class Base(DeclarativeBase): pass

class Item(Base):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tenant_id: Mapped[int] = mapped_column(Integer, server_default="1")
    body: Mapped[str] = mapped_column(Text, server_default="")
    embedding: Mapped[object] = mapped_column(Vector(16), nullable=True)
    M = os.environ.get("IDX", "none")
    if M == "same":
        __table_args__ = (Index("items_embedding_hnsw_idx", "embedding", postgresql_using="hnsw", postgresql_with={"m": 16, "ef_construction": 64}, postgresql_ops={"embedding": "vector_l2_ops"}),)
