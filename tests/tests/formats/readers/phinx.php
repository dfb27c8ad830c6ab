<?php
// What a migration of Phinx needs, to print its statements.

namespace Phinx\Migration {
    abstract class AbstractMigration
    {
        public function execute(string $sql): void
        {
            echo $sql, "\0";
        }

        public function getAdapter(): object
        {
            return new class {
                // As Phinx\Db\Adapter\PostgresAdapter has them.
                public function beginTransaction(): void
                {
                    echo "BEGIN\0";
                }

                public function commitTransaction(): void
                {
                    echo "COMMIT\0";
                }
            };
        }
    }
}

namespace {
    require $argv[1];
    $classes = array_filter(get_declared_classes(), function ($it) {
        return is_subclass_of($it, 'Phinx\Migration\AbstractMigration');
    });
    (new (end($classes))())->{$argv[2]}();
}
