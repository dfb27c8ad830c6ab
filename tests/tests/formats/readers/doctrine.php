<?php
// What a version of Doctrine Migrations needs, to print its statements.

namespace Doctrine\DBAL\Schema {
    class Schema
    {
    }
}

namespace Doctrine\Migrations {
    abstract class AbstractMigration
    {
        abstract public function up(\Doctrine\DBAL\Schema\Schema $schema): void;

        public function isTransactional(): bool
        {
            return true;
        }

        protected function addSql(string $sql): void
        {
            echo $sql, "\0";
        }
    }
}

namespace {
    require $argv[1];
    $class = 'DoctrineMigrations\\' . basename($argv[1], '.php');
    (new $class())->{$argv[2]}(new Doctrine\DBAL\Schema\Schema());
}
