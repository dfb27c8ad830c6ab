exports.up = async (knex) => {
  await knex.schema.createTable('items', (t) => {
    t.increments('id');
    t.specificType('embedding', 'vector(2001)').notNullable();
    t.specificType('half', `halfvec(${dimensions})`);
    t.index(['embedding'], 'wide', 'hnsw');
    t.index(knex.raw('half halfvec_l2_ops'), 'half', { indexType: 'hnsw' });
  });
  await knex.schema.alterTable('items', (t) => {
    t.specificType('added', 'vector(3)');
    t.specificType('embedding', 'vector(5)').alter();
  }).table('other', (table) => table.dropIndex([], 'hnsw_other'));
  // hnswkit-ignore concurrently-in-tool-transaction: to see that it is silent
  await knex.raw("CREATE INDEX CONCURRENTLY \"i\" ON items USING hnsw (added vector_l2_ops)");
  await knex.schema.raw("CREATE INDEX CONCURRENTLY j ON items USING hnsw (added vector_l2_ops) WITH (m = 1)");
  await knex.transaction(async (trx) => {
    await trx.raw(`SET LOCAL maintenance_work_mem = '1GB'`);
  });
  return knex.raw(`SELECT * FROM items ORDER BY ??`, knex.raw('added <-> ?', [v]));
};

exports.down = (knex) => knex.schema.dropTable('items');
