function nearest(PDO $pdo, string $query): array
{
    $pdo->beginTransaction();
    try {
        $pdo->exec("SELECT set_config('hnsw.ef_search', '100', true)");
        $search = $pdo->prepare('SELECT id FROM items ORDER BY embedding <-> ? LIMIT 60');
        $search->execute([$query]);
        $rows = $search->fetchAll();
        $pdo->commit();

        return $rows;
    } catch (Throwable $error) {
        $pdo->rollBack();
        throw $error;
    }
}
