@Transactional
public List<Long> nearest(String query) {
    entityManager
            .createNativeQuery("SELECT set_config('hnsw.ef_search', '100', true)", String.class)
            .getSingleResult();
    return entityManager
            .createNativeQuery(
                    "SELECT id FROM items ORDER BY embedding <-> CAST(:query AS vector) LIMIT 60",
                    Long.class)
            .setParameter("query", query)
            .getResultList();
}
