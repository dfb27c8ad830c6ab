from yoyo import step

steps = [
    step("CREATE INDEX CONCURRENTLY i ON items USING hnsw (v vector_l2_ops)", "DROP INDEX i"),
    step(apply="CREATE INDEX j ON items USING hnsw (v vector_l2_ops) WITH (m = 1)"),
]
