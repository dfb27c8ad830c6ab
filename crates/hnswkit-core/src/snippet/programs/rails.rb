def nearest(query)
  ActiveRecord::Base.transaction do
    ActiveRecord::Base.connection.execute("SELECT set_config('hnsw.ef_search', '100', true)")
    Item.find_by_sql(["SELECT id FROM items ORDER BY embedding <-> ? LIMIT 60", query])
  end
end
