from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Cast
from django.contrib.postgres.indexes import OpClass
from pgvector.django import HalfVectorField, HnswIndex, VectorExtension, VectorField


class Migration(migrations.Migration):
    operations = [
        VectorExtension(),
        migrations.CreateModel(
            name="Product",
            fields=[("id", models.BigAutoField()), ("embedding", VectorField(dimensions=2001))],
        ),
        migrations.AddField("Order", "embedding", VectorField()),
        migrations.AlterField(model_name="order", name="embedding", field=VectorField(dimensions=3)),
        migrations.AddIndex(
            model_name="product",
            index=HnswIndex(name="wide", fields=["embedding"], opclasses=["vector_l2_ops"]),
        ),
        migrations.AddIndex(
            model_name="product",
            index=HnswIndex(
                OpClass(Cast("embedding", HalfVectorField(dimensions=2001)), name="halfvec_l2_ops"),
                name="half",
                m=1,  # hnswkit-ignore m-out-of-range: to see that it is silent
            ),
        ),
        AddIndexConcurrently(
            "order",
            HnswIndex(name="no_class", fields=["embedding"], ef_construction=8, condition=models.Q(open=True)),
        ),
        RemoveIndexConcurrently("order", "no_class"),
        migrations.RemoveField("order", "embedding"),
        migrations.RunSQL("CREATE INDEX raw ON shop_product USING hnsw (embedding vector_l2_ops)"),
        migrations.RunSQL([("SELECT 1 WHERE 'hnsw' = %s", ["a"])], reverse_sql=""),
    ]
