async function nearest(prisma, query) {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('hnsw.ef_search', '100', true)`;
    return tx.$queryRaw`
      SELECT id FROM items ORDER BY embedding <-> ${query}::vector LIMIT 60
    `;
  });
}
