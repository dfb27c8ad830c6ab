--@ prisma/migrations/20240101000000_init/migration.sql
CREATE EXTENSION IF NOT EXISTS "vector";

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "embedding" vector(1536),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Document_content_key" ON "Document"("content");
--@ prisma/migrations/20240102000000_index/migration.sql
--! index-blocks-writes
CREATE INDEX "Document_embedding_idx" ON "Document" USING hnsw ("embedding" vector_cosine_ops);
--@ prisma/migrations/20240103000000_note/migration.sql
-- DropIndex
--! orm-drops-index
DROP INDEX "Document_embedding_idx";

-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "note" TEXT;
--@ prisma/migrations/20240104000000_again/migration.sql
CREATE INDEX CONCURRENTLY "Document_embedding_idx" ON "Document" USING hnsw ("embedding" vector_cosine_ops);
--@ prisma/migrations/20240105000000_other/migration.sql
ALTER TABLE "Document" ADD COLUMN "other" vector(3);
--! several-statements-one-transaction
CREATE INDEX CONCURRENTLY "Document_other_idx" ON "Document" USING hnsw ("other" vector_l2_ops);
--@ prisma/migrations/20240106000000_unrelated/migration.sql
-- DropIndex
DROP INDEX "Document_content_key";
-- AddForeignKey
ALTER TABLE "Document" ADD CONSTRAINT "Document_x_fkey" FOREIGN KEY ("id") REFERENCES "Other"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
--@ src/search.sql
SELECT id, content, 1 - (embedding <=> $1::vector) AS similarity FROM "Document" ORDER BY embedding <=> $1::vector LIMIT 10;
--! order-by-distance-function
SELECT id FROM "Document" ORDER BY cosine_distance(embedding, $1) LIMIT 10;
