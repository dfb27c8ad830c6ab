func nearest(ctx context.Context, pool *pgxpool.Pool, query string) (ids []int64, err error) {
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT set_config('hnsw.ef_search', '100', true)"); err != nil {
			return err
		}
		rows, err := tx.Query(ctx,
			"SELECT id FROM items ORDER BY embedding <-> $1::text::vector LIMIT 60", query)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	return ids, err
}
