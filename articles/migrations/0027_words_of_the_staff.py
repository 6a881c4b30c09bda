"""Roles keep their members under their new names; what decisions are called is said anew."""

import re

from django.db import migrations
from django.db.models import Q

BATCH = 1000
SUMMARY_LENGTH = 300

ROLES = {"نام‌بان": "دبیر نام‌ها", "ناظر": "ناظر نظرها"}

# What the archive wrote around names and statements, which stand in «…» and stay.
WORDS = {
    "نوشتاری": "شکلی",
    "نوشتار": "شکل",
    "یادکرد": "اشاره",
    "سخن": "نقل‌قول",
    "نام تازهٔ": "نام جدید",
}
WORD = re.compile("(?<![آ-ی])(?:" + "|".join(WORDS) + ")(?![آ-ی])")
QUOTED = re.compile("(«[^»]*»?)")

FIRST_EDIT = ("پیش از نخستین ویرایش", "قبل از اولین ویرایش")


def rename_roles(apps, schema_editor):
    """The groups of curators and moderators with their members and permissions. Where a group
    of the new name was made already, it takes over the members and the old one goes."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for old, new in ROLES.items():
        group, made = groups.filter(name=old).first(), groups.filter(name=new).first()
        if group is None:
            continue
        if made is None:
            group.name = new
            group.save()
            continue
        made.user_set.add(*group.user_set.all())
        made.permissions.add(*group.permissions.all())
        group.delete()


def say_decisions_anew(apps, schema_editor):
    """The words of the archive itself in the summaries of decisions."""
    decisions = apps.get_model("articles", "Decision").objects.using(
        schema_editor.connection.alias
    )
    wanted = Q()
    for old in WORDS:
        wanted |= Q(summary__contains=old)
    changed = []
    for decision in decisions.filter(wanted).only("summary").iterator(BATCH):
        summary = renewed(decision.summary)
        if summary != decision.summary:
            decision.summary = summary
            changed.append(decision)
    decisions.bulk_update(changed, ["summary"], batch_size=BATCH)


def renewed(summary):
    """``summary`` in today's words; what stands in «…» is left as it is."""
    parts = QUOTED.split(summary)
    parts[::2] = (WORD.sub(lambda found: WORDS[found[0]], part) for part in parts[::2])
    text = "".join(parts)
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"


def say_reasons_anew(apps, schema_editor):
    """Why the first version of a row was kept, in its history."""
    old, new = FIRST_EDIT
    for name in ("Article", "Alias", "Entity", "Page", "WordRule"):
        rows = apps.get_model("articles", f"Historical{name}").objects
        rows = rows.using(schema_editor.connection.alias)
        rows.filter(history_change_reason=old).update(history_change_reason=new)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_counts_by_difference"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(rename_roles, migrations.RunPython.noop),
        migrations.RunPython(say_decisions_anew, migrations.RunPython.noop),
        migrations.RunPython(say_reasons_anew, migrations.RunPython.noop),
    ]
