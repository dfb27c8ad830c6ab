module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.sequelize.query('CREATE TABLE items (id int, embedding vector(2001))');
    await queryInterface.addIndex('items', ['embedding'], { name: 'wide', using: 'hnsw', operator: 'vector_l2_ops', concurrently: true });
    await queryInterface.addIndex({ tableName: 'items', schema: 'app' }, { fields: [{ name: 'embedding' }], using: 'HNSW' });
    await queryInterface.addIndex('items', ['id']);
  },
  down: async (queryInterface) => queryInterface.removeIndex('items', 'hnsw_wide'),
};
