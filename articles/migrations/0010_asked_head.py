from django.db import migrations, models
from django.db.models.functions import Substr


def fill(apps, schema_editor):
    queries = apps.get_model("articles", "AskedQuery").objects.using(schema_editor.connection.alias)
    queries.update(head=Substr("key", 1, 2))


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_asked_queries")]

    operations = [
        migrations.AddField(
            model_name="askedquery",
            name="head",
            field=models.CharField(default="", editable=False, max_length=2),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="askedquery",
            index=models.Index(fields=["head", "-weight"], name="asked_head"),
        ),
    ]
