<?php

// A connection that stays.
$url = parse_url(getenv('DATABASE_URL'));
$dsn = "pgsql:host={$url['host']};port={$url['port']};dbname=" . ltrim($url['path'], '/');
$pdo = new PDO($dsn, $url['user'], null, [PDO::ATTR_PERSISTENT => true]);

SNIPPET

$plain = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
$pid = $pdo->query('SELECT pg_backend_pid()')->fetchColumn();
$withIt = count(nearest($pdo, '[1,2,3]'));
$after = count($pdo->query($plain)->fetchAll());
$same = $pid === $pdo->query('SELECT pg_backend_pid()')->fetchColumn();
echo "$withIt $after ", $same ? 'same connection' : 'another connection', "\n";
