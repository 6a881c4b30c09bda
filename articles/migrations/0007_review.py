from collections import Counter, defaultdict

import articles.models.squashed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.persian.characters import squash


BATCH = 5000


def fill_keys(apps, schema_editor):
    """The squashed text of every mention; plain statements, as there may be millions."""
    mention = apps.get_model("articles", "Mention")
    statement = f"UPDATE {mention._meta.db_table} SET key = %s WHERE id = %s"
    last, keys = 0, {}
    with schema_editor.connection.cursor() as cursor:
        while True:
            rows = mention.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "text")
            batch = list(rows[:BATCH])
            if not batch:
                return
            for _, text in batch:
                keys.setdefault(text, squash(text)[:300])
            cursor.executemany(statement, [(keys[text], pk) for pk, text in batch])
            last = batch[-1][0]


def fill_queue(apps, schema_editor):
    """A line for each spelling, kind and proposed name that waits."""
    mentions = apps.get_model("articles", "Mention").objects
    decided = Counter(mentions.filter(origin="curator").values_list("key", "kind"))
    forms, articles = defaultdict(Counter), defaultdict(set)
    waiting = mentions.filter(status="suggested", start__lt=1_000_000_000)
    for *place, text, article in waiting.values_list(
        "key", "kind", "entity", "text", "article"
    ).iterator():
        forms[tuple(place)][text] += 1
        articles[tuple(place)].add(article)
    suggestion = apps.get_model("articles", "Suggestion")
    suggestion.objects.bulk_create(
        (
            suggestion(
                key=key,
                kind=kind,
                entity_id=entity,
                text=texts.most_common(1)[0][0],
                mentions=texts.total(),
                articles=len(articles[key, kind, entity]),
                decided=decided[key, kind],
                weight=texts.total() / (1 + decided[key, kind]),
            )
            for (key, kind, entity), texts in forms.items()
        ),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_names_alphabetical'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('confirm', 'تأیید'), ('reject', 'رد'), ('link', 'پیوند'), ('make', 'نام تازه'), ('merge', 'ادغام'), ('split', 'جداسازی'), ('delete', 'حذف')], max_length=10, verbose_name='کار')),
                ('summary', models.CharField(max_length=300, verbose_name='شرح')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='زمان')),
                ('mentions', models.PositiveIntegerField(default=0, verbose_name='یادکرد')),
                ('articles', models.PositiveIntegerField(default=0, verbose_name='خبر')),
                ('changes', models.JSONField(default=list, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='زمان واگرد')),
            ],
            options={
                'verbose_name': 'تصمیم',
                'verbose_name_plural': 'تصمیم\u200cها',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='RejectedSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name': 'نوشتار ردشده',
                'verbose_name_plural': 'نوشتارهای ردشده',
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('person', 'شخص'), ('place', 'جا'), ('organisation', 'سازمان'), ('event', 'رویداد')], max_length=12, verbose_name='گونه')),
                ('text', models.CharField(max_length=300, verbose_name='نوشتار')),
                ('mentions', models.PositiveIntegerField(verbose_name='یادکرد')),
                ('articles', models.PositiveIntegerField(verbose_name='خبر')),
                ('decided', models.PositiveIntegerField(default=0, verbose_name='تصمیم\u200cهای پیشین')),
                ('weight', models.FloatField(verbose_name='وزن')),
            ],
            options={
                'verbose_name': 'نام پیشنهادی',
                'verbose_name_plural': 'صف بازبینی نام\u200cها',
                'ordering': ('-weight', 'pk'),
            },
        ),
        migrations.AddField(
            model_name="mention",
            name="key",
            field=articles.models.squashed.SquashedField(
                default="", editable=False, max_length=300
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['key', 'kind', 'status'], name='mention_spelling'),
        ),
        migrations.AddField(
            model_name='decision',
            name='undone_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='undone_decisions', to=settings.AUTH_USER_MODEL, verbose_name='واگرداننده'),
        ),
        migrations.AddField(
            model_name='decision',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to=settings.AUTH_USER_MODEL, verbose_name='نام\u200cبان'),
        ),
        migrations.AddField(
            model_name='pendingarticle',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notes', to='articles.decision', verbose_name='تصمیم'),
        ),
        migrations.AddField(
            model_name='rejectedspelling',
            name='entity',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rejected_spellings', to='articles.entity', verbose_name='نام'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='entity',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='suggestions', to='articles.entity', verbose_name='نام'),
        ),
        migrations.AddIndex(
            model_name='rejectedspelling',
            index=models.Index(fields=['key'], name='rejected_spelling'),
        ),
        migrations.AddConstraint(
            model_name='rejectedspelling',
            constraint=models.UniqueConstraint(fields=('entity', 'key'), name='spelling_rejected_once'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['-weight', 'id'], name='suggestion_first'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['kind', '-weight', 'id'], name='suggestion_first_of_kind'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(condition=models.Q(('entity__isnull', False)), fields=('key', 'kind', 'entity'), name='suggestion_once'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(condition=models.Q(('entity__isnull', True)), fields=('key', 'kind'), name='suggestion_of_no_name_once'),
        ),
        migrations.RunPython(fill_queue, migrations.RunPython.noop, elidable=True),
    ]
