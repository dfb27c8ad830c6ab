<?php

// A connection that Laravel keeps.
foreach (['Container', 'Database', 'Events', 'Support'] as $part) {
    require_once "Illuminate/$part/autoload.php";
}

use Illuminate\Database\Capsule\Manager;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Facade;

$capsule = new Manager();
$capsule->addConnection(['driver' => 'pgsql', 'url' => getenv('DATABASE_URL')]);
$container = $capsule->getContainer();
$container->instance('db', $capsule->getDatabaseManager());
Facade::setFacadeApplication($container);

SNIPPET

$plain = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";
$pid = DB::select('SELECT pg_backend_pid() AS pid');
$withIt = count(nearest('[1,2,3]'));
$after = count(DB::select($plain));
$same = $pid == DB::select('SELECT pg_backend_pid() AS pid');
echo "$withIt $after ", $same ? 'same connection' : 'another connection', "\n";
