//! Laravel: its own migrator, without an application around it.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "laravel", install: "laravel", setup, up, down, applied };

const MIGRATE: &str = r#"<?php

foreach (['Container', 'Database', 'Events', 'Filesystem', 'Support'] as $part) {
    require_once "Illuminate/$part/autoload.php";
}

use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Support\Facades\Facade;

$capsule = new Manager();
$capsule->addConnection(['driver' => 'pgsql', 'url' => getenv('DATABASE_URL')]);
$databases = $capsule->getDatabaseManager();
$container = $capsule->getContainer();
$container->instance('db', $databases);
Facade::setFacadeApplication($container);

$repository = new DatabaseMigrationRepository($databases, 'migrations');
$migrator = new Migrator($repository, $databases, new Filesystem());
$migrator->setConnection('default');
if (!$migrator->repositoryExists()) {
    $repository->createRepository();
}
match ($argv[1]) {
    'up' => $migrator->run(['database/migrations']),
    'down' => $migrator->rollback(['database/migrations']),
    'status' => print(implode("\n", $repository->getRan())),
};
"#;

fn setup(project: &Project) -> Result<()> {
    project.write("migrate.php", MIGRATE)
}

fn up(project: &Project) -> Result<()> {
    project.run("php", &["migrate.php", "up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("php", &["migrate.php", "down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("php", &["migrate.php", "status"])?.contains("2026_01_01_000000"))
}
