"""A refusal of no name stands once, and no line of the review queue is about a deleted name."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Min, Q


def drop_doubles(apps, schema_editor):
    """Keep the oldest of equal refusals: the others say nothing more."""
    refusals = apps.get_model("articles", "RejectedSpelling").objects.filter(entity=None)
    oldest = refusals.order_by().values("key", "kind", "name").annotate(pk=Min("id"))
    refusals.exclude(pk__in=list(oldest.values_list("pk", flat=True))).delete()


def drop_lines_of_deleted_names(apps, schema_editor):
    names = apps.get_model("articles", "Entity").objects.values("pk")
    lines = apps.get_model("articles", "Suggestion").objects.exclude(entity=None)
    lines.exclude(entity__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0022_queue"),
    ]

    operations = [
        migrations.RunPython(drop_doubles, migrations.RunPython.noop),
        migrations.RunPython(drop_lines_of_deleted_names, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="suggestion",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="suggestions",
                to="articles.entity",
                verbose_name="نام",
            ),
        ),
        migrations.AddConstraint(
            model_name="rejectedspelling",
            constraint=models.UniqueConstraint(
                condition=Q(("entity__isnull", True)),
                fields=("key", "kind", "name"),
                name="spelling_of_no_name_rejected_once",
            ),
        ),
    ]
