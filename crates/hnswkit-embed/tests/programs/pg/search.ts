import { Client } from 'pg';

const QUERY = `
  SELECT id FROM items
  ORDER BY embedding <-> $1 DESC
  LIMIT 5`;

export async function search(client: Client, vector: number[], column: string, prisma: any, sql: any) {
  await client.query({ text: 'SET hnsw.ef_search = $1', values: [100] });
  await client.query(QUERY, [vector]);
  await client.query(`SELECT id FROM items ORDER BY ${column} <-> '${vector}' LIMIT ${5}`);
  await prisma.$queryRaw`SELECT id FROM items ORDER BY embedding <=> ${vector}::vector LIMIT 5`;
  await prisma.$executeRawUnsafe("SET LOCAL hnsw.ef_search = 1001");
  return sql`SELECT id FROM items ORDER BY 1 - (embedding <=> ${vector}) DESC LIMIT 5`;
}

export const other = (db: any) => db.exec('SELECT * FROM t WHERE a REGEXP [1] OR (b');
