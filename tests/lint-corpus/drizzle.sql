--@ drizzle/0000_init.sql
CREATE TABLE IF NOT EXISTS "guides" (
	"id" serial PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"url" text NOT NULL,
	"embedding" vector(1536)
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "embeddingIndex" ON "guides" USING hnsw ("embedding" vector_cosine_ops);
--@ drizzle/0001_lost.sql
--! no-operator-class, index-blocks-writes
CREATE INDEX "guides_embedding_idx" ON "guides" USING hnsw ("embedding");--> statement-breakpoint
ALTER TABLE "guides" ADD COLUMN "kind" text;
--@ drizzle/0002_concurrent.sql
--! concurrently-in-tool-transaction
CREATE INDEX CONCURRENTLY "guides_l2" ON "guides" USING hnsw ("embedding" vector_l2_ops);--> statement-breakpoint
ALTER TABLE "guides" DROP COLUMN "url";
--@ drizzle/0003_method.sql
--! unknown-index-option, index-blocks-writes
CREATE INDEX "guides_ip" ON "guides" USING hnsw ("embedding" vector_ip_ops) WITH (lists=100);--> statement-breakpoint
SELECT 1;
--@ other.sql
--! misspelt-access-method
CREATE INDEX "g" ON "guides" USING hnws ("embedding" vector_ip_ops);
--! unknown-operator-class
CREATE INDEX CONCURRENTLY "g2" ON "guides" USING hnsw ("embedding" vector_cos_ops);
