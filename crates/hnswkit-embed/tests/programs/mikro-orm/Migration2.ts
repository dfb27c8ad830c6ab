import { Migration } from '@mikro-orm/migrations';

export class Migration2 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create index concurrently i on items using hnsw (embedding vector_l2_ops);`);
    await this.execute('create index j on items using hnsw (embedding vector_l2_ops) with (m = 1)');
  }
}
