from django.db import migrations, models

import articles.models.sorting
from articles.persian.collation import sort_bytes

BATCH = 2000


def fill(apps, schema_editor):
    entities = apps.get_model("articles", "Entity").objects
    batch = []
    for entity in entities.only("name").iterator(chunk_size=BATCH):
        entity.sort_key = sort_bytes(entity.name)
        batch.append(entity)
        if len(batch) == BATCH:
            entities.bulk_update(batch, ["sort_key"], batch_size=200)
            batch = []
    entities.bulk_update(batch, ["sort_key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_author_index")]

    operations = [
        migrations.AddField(
            "entity",
            "sort_key",
            articles.models.sorting.SortKeyField(default=b""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "entity", models.Index(fields=["sort_key"], name="entity_alphabetical")
        ),
        migrations.AddIndex(
            "entity", models.Index(fields=["kind", "sort_key"], name="entity_kind_alphabetical")
        ),
    ]
