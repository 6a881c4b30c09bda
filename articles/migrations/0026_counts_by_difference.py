from collections import Counter, defaultdict

from django.db import migrations, models

BATCH = 1000
DISPLACED = 1_000_000_000


def count_forms(apps, schema_editor):
    """How often each written form of each line of the review queue stands."""
    mentions = apps.get_model("articles", "Mention").objects
    suggestions = apps.get_model("articles", "Suggestion").objects
    waiting = mentions.filter(status="suggested", start__lt=DISPLACED).order_by()
    forms = defaultdict(Counter)
    counted = waiting.values_list("key", "kind", "entity", "text")
    for *place, text, number in counted.annotate(number=models.Count("pk")).iterator():
        forms[tuple(place)][text] = number
    lines = list(suggestions.all())
    for line in lines:
        line.forms = dict(sorted(forms[line.key, line.kind, line.entity_id].items()))
    suggestions.bulk_update(lines, ["forms"], batch_size=BATCH)


def note_names(apps, schema_editor):
    """What is proposed for names is counted anew when their notes are worked off."""
    proposals = apps.get_model("articles", "Proposal").objects.filter(status="waiting")
    names = set(proposals.values_list("entity", flat=True))
    names |= set(proposals.exclude(other=None).values_list("other", flat=True))
    notes = apps.get_model("articles", "PendingName")
    notes.objects.bulk_create([notes(entity_id=pk) for pk in sorted(names)], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_modern_words")]

    operations = [
        migrations.AddField(
            model_name="suggestion",
            name="forms",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="proposal",
            name="forms",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="proposal",
            name="other_mentions",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("origin", "curator")),
                fields=["key", "kind"],
                name="mention_decided",
            ),
        ),
        migrations.RunPython(count_forms, migrations.RunPython.noop),
        migrations.RunPython(note_names, migrations.RunPython.noop),
    ]
