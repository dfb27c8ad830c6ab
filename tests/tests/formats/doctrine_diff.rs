//! What Doctrine's comparison with the database makes of the indexes.

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options};
use hnswkit_tests::{Database, Direction, Example, OwnTest, Project, Server, run_plan};

pub(crate) const OWN: &[OwnTest] =
    &[OwnTest { name: "diff_drops_the_indexes_unless_declared", install: "doctrine", run: diff }];

/// Prints the SQL that makes the tables as they are into tables with declared indexes only.
const COMPARE: &str = r#"<?php

require 'Doctrine/DBAL/autoload.php';

use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\Platforms\AbstractPlatform;
use Doctrine\DBAL\Types\Type;

class Vector extends Type
{
    public function getSQLDeclaration(array $column, AbstractPlatform $platform)
    {
        return 'vector(1536)';
    }

    public function getName()
    {
        return 'vector';
    }
}

$connection = DriverManager::getConnection(['url' => 'pdo-' . str_replace('postgresql:', 'pgsql:', getenv('DATABASE_URL'))]);
Type::addType('vector', 'Vector');
$platform = $connection->getDatabasePlatform();
$platform->registerDoctrineTypeMapping('vector', 'vector');
$schema = $connection->createSchemaManager();
if ($argv[1] === 'declared') {
    require 'entities.php';
}
foreach (['Messages' => 'messages', 'Atoms' => 'atoms'] as $class => $table) {
    $from = $schema->introspectTable($table);
    $to = clone $from;
    foreach ($to->getIndexes() as $index) {
        if (!$index->isPrimary()) {
            $to->dropIndex($index->getName());
        }
    }
    if ($argv[1] === 'declared') {
        foreach ((new ReflectionClass($class))->getAttributes() as $attribute) {
            $it = $attribute->getArguments();
            $to->addIndex($it['columns'], $it['name'], [], $it['options'] ?? []);
        }
    }
    $difference = $schema->createComparator()->compareTables($from, $to);
    foreach ($platform->getAlterTableSQL($difference) as $sql) {
        echo $sql, "\n";
    }
}
"#;

fn diff(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let plan = example.plan()?;
    let database = Database::create(server, "doctrine_diff")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    run_plan(&mut session, &plan, Direction::Up)?;
    let format: &Format = "doctrine".parse()?;
    let snippets = format.snippets(&plan, &Options::default());
    let entities = snippets.first().context("no snippet")?;
    let project = Project::create("doctrine", "doctrine", plan, &database)?;
    project.write("compare.php", COMPARE)?;
    project.write("entities.php", &format!("<?php\n{}", entities.content))?;

    let alone = project.run("php", &["compare.php", "alone"])?;
    ensure!(alone.contains("DROP INDEX idx_messages_embedding_hnsw"), "{alone}");
    ensure!(alone.contains("DROP INDEX idx_atoms_embedding_hnsw"), "{alone}");
    let declared = project.run("php", &["compare.php", "declared"])?;
    ensure!(declared.is_empty(), "{declared}");
    Ok(())
}
