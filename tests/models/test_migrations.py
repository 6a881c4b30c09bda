"""Data of an older archive fit the rules of a newer one after `migrate`."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection

from articles.admin.roles import ROLES, make_missing
from articles.models import Decision, RejectedSpelling, Suggestion
from tests.factories import EntityFactory

pytestmark = pytest.mark.django_db

words_of_the_staff = import_module("articles.migrations.0027_words_of_the_staff")
refused_once = import_module("articles.migrations.0023_refused_once")


def test_equal_refusals_of_no_name_become_one():
    entity = EntityFactory()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX spelling_of_no_name_rejected_once")
    kept = [
        RejectedSpelling.objects.create(key=key, **values).pk
        for key in ("فردا", "دیروز")
        for values in ({}, {"kind": "person", "name": "لاوروف"}, {"entity": entity})
    ]
    for _ in range(2):
        RejectedSpelling.objects.create(key="فردا")
        RejectedSpelling.objects.create(key="دیروز", kind="person", name="لاوروف")
    refused_once.drop_doubles(apps, None)
    assert sorted(RejectedSpelling.objects.values_list("pk", flat=True)) == sorted(kept)


def test_lines_of_the_queue_about_deleted_names_go():
    entity = EntityFactory()
    values = {"kind": "person", "text": "ظریف", "mentions": 1, "articles": 1, "weight": 1}
    kept = [Suggestion.objects.create(key="ظریف", entity=one, **values) for one in (entity, None)]
    Suggestion.objects.create(key="ظریف", entity_id=entity.pk + 1000, **values)
    refused_once.drop_lines_of_deleted_names(apps, None)
    assert list(Suggestion.objects.order_by("pk")) == kept


def old_roles() -> dict[str, Group]:
    """The groups as an older archive has them, each with one member."""
    Group.objects.all().delete()
    groups = {}
    for name in ("دبیر", "نام‌بان", "ناظر"):
        groups[name] = Group.objects.create(name=name)
        groups[name].user_set.add(User.objects.create_user(f"از {name}", is_staff=True))
    groups["نام‌بان"].permissions.add(Permission.objects.get(codename="change_entity"))
    return groups


class OnConnection:
    """What a migration is given in place of a schema editor."""

    connection = connection


def test_staff_keep_their_roles_under_the_new_names():
    old = old_roles()
    words_of_the_staff.rename_roles(apps, OnConnection)
    make_missing()
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}
    curators = Group.objects.get(name="دبیر نام‌ها")
    assert curators.pk == old["نام‌بان"].pk
    curator = User.objects.get(username="از نام‌بان")
    assert curator.has_perm("articles.change_entity")
    assert User.objects.get(username="از ناظر").groups.get().name == "ناظر نظرها"
    assert User.objects.get(username="از دبیر").groups.get().name == "دبیر"


def test_a_role_that_was_made_anew_meanwhile_takes_the_members_over():
    old_roles()
    make_missing()
    words_of_the_staff.rename_roles(apps, OnConnection)
    assert Group.objects.count() == len(ROLES)
    curator = User.objects.get(username="از نام‌بان")
    assert curator.groups.get().name == "دبیر نام‌ها"
    assert curator.has_perm("articles.change_mention")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("نام تازهٔ «نام تازهٔ ما»", "نام جدید «نام تازهٔ ما»"),
        ("نوشتار «سخن» برای «یادکرد»", "شکل «سخن» برای «یادکرد»"),
        ("«Rau» نوشتاری از «رائو» نیست", "«Rau» شکلی از «رائو» نیست"),
        ("تأیید سخن «سخن از صلح است»، «نوشتار»", "تأیید نقل‌قول «سخن از صلح است»، «نوشتار»"),
        ("جداسازی «الف» از «ب»: ۲ یادکرد", "جداسازی «الف» از «ب»: ۲ اشاره"),
        ("رد سخن «" + "س" * 289 + "…", "رد نقل‌قول «" + "س" * 287 + "…"),
        ("ادغام سخنور در «ب»", "ادغام سخنور در «ب»"),
    ],
)
def test_decisions_are_told_in_the_words_of_today_and_names_stay(old, new):
    decision = Decision.objects.create(action="reject", summary=old)
    words_of_the_staff.say_decisions_anew(apps, OnConnection)
    decision.refresh_from_db()
    assert decision.summary == new
    assert len(new) <= words_of_the_staff.SUMMARY_LENGTH
