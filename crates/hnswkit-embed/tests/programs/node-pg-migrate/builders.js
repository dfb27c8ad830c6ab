exports.up = (pgm) => {
  pgm.createTable('items', { id: 'id', embedding: { type: 'vector(2001)', notNull: true } });
  pgm.addColumns({ schema: 'public', name: 'items' }, { half: 'halfvec(3)' });
  pgm.createIndex('items', { name: 'embedding', opclass: 'vector_l2_ops' }, { method: 'hnsw', concurrently: true });
  pgm.createIndex('items', ['half'], { name: 'no_class', method: 'hnsw', unique: true });
};

exports.down = (pgm) => {
  pgm.dropIndex('items', 'embedding', { ifExists: true });
};
