class Builders < ActiveRecord::Migration[7.2]
  def change
    enable_extension "vector"
    create_table :items do |t|
      t.vector :embedding, limit: 2001
      t.column :half, "halfvec(3)"
      t.index :embedding, using: :hnsw, opclass: :vector_cosine_ops
    end
    add_column :old, :embedding, :vector, limit: 3
    add_index :old, :embedding, using: :hnsw, opclass: { embedding: :vector_l2_ops }, unique: true
    add_index :old, [:embedding], using: "hnsw", name: "no_class", algorithm: :concurrently
    add_index(:old, "(embedding::halfvec(3)) halfvec_l2_ops", name: :half, using: :hnsw, where: "kind = 'a'")
    remove_index :old, name: "hnsw_old"
    reversible do |dir|
      dir.up { execute "CREATE INDEX raw ON old USING hnsw (embedding vector_l2_ops)" }
      dir.down do
        execute <<-SQL
          DROP INDEX raw_hnsw
        SQL
      end
    end
    safety_assured do
      execute(<<~SQL.squish)
        CREATE INDEX #{name} ON old
          USING hnsw (embedding vector_l2_ops) -- hnswkit-ignore index-blocks-writes: small
          WITH (m = 1)
      SQL
    end
    change_column :old, :embedding, "vector(4)"
  end
end
