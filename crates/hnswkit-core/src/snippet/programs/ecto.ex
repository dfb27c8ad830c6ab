def nearest(query) do
  Repo.transaction(fn ->
    Repo.query!("SELECT set_config('hnsw.ef_search', '100', true)")

    Repo.query!(
      "SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60",
      [query]
    ).rows
  end)
end
