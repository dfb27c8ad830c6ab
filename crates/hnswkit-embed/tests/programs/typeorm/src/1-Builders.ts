import { MigrationInterface, QueryRunner, Table, TableColumn } from 'typeorm';

export class Builders1 implements MigrationInterface {
  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('items', 'IDX_hnsw');
    await queryRunner.dropTable('items');
  }

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'app.items',
        columns: [
          { name: 'id', type: 'int', isPrimary: true },
          { name: 'embedding', type: 'vector', length: '2001' },
        ],
      }),
    );
    await queryRunner.addColumn('app.items', new TableColumn({ name: 'half', type: 'halfvec(3)' }));
    await queryRunner.query(`CREATE INDEX CONCURRENTLY "IDX_hnsw" ON "app"."items" USING hnsw ("embedding" vector_l2_ops)`);
    await queryRunner.commitTransaction();
    await queryRunner.query(`CREATE INDEX CONCURRENTLY "IDX_half" ON "app"."items" USING hnsw ("half" vector_l2_ops)`);
    await queryRunner.startTransaction();
  }
}
