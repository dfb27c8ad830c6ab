fn nearest(client: &mut Client, query: &str) -> Result<Vec<Row>, Error> {
    // Dropped without `commit`, it rolls back.
    let mut transaction = client.transaction()?;
    transaction.batch_execute("SELECT set_config('hnsw.ef_search', '100', true)")?;
    let rows = transaction.query(
        "SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60",
        &[&query],
    )?;
    transaction.commit()?;
    Ok(rows)
}
