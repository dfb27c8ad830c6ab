async fn nearest(pool: &PgPool, query: &str) -> Result<Vec<i64>, sqlx::Error> {
    // Dropped without `commit`, it rolls back.
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT set_config('hnsw.ef_search', '100', true)")
        .execute(&mut *transaction)
        .await?;
    let ids = sqlx::query_scalar(
        "SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60",
    )
    .bind(query)
    .fetch_all(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(ids)
}
