"""Data of an older archive fit the rules of a newer one after `migrate`."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from articles.models import RejectedSpelling, Suggestion
from tests.factories import EntityFactory

pytestmark = pytest.mark.django_db

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
