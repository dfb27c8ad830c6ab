from pgvector.sqlalchemy import Vector
from sqlalchemy import Column, Index, Table, text
from sqlalchemy.orm import mapped_column


class Document(Base):
    __tablename__ = "documents"
    embedding = mapped_column(Vector(3))
    other = mapped_column("other_embedding", Vector(2001))
    __table_args__ = (
        Index("ix_one", "embedding", postgresql_using="hnsw", postgresql_with={"m": 1}, postgresql_ops={"embedding": "vector_l2_ops"}),
        Index("ix_two", "other_embedding", postgresql_using="hnsw", postgresql_ops={"other_embedding": "vector_l2_ops"}),
    )


Index("ix_three", Document.embedding, postgresql_using="hnsw", postgresql_where=text("kind = 'a'"), postgresql_ops={"embedding": "bit_hamming_ops"})
items = Table("items", metadata, Column("v", Vector(3)), Index("ix_four", "v", postgresql_using="hnsw"))


def search(session, query, connection, vector):
    session.execute(text("SELECT id FROM documents ORDER BY 1 - (embedding <=> :q) DESC LIMIT 5"), {"q": query})
    connection.execute("SET LOCAL hnsw.ef_search = %s", (100,))
    connection.execute(f"SELECT id FROM documents ORDER BY embedding <-> '{vector}' LIMIT {limit}")
    connection.execute(f"SELECT id FROM documents {where} ORDER BY embedding <-> '{vector}'")
