from datetime import date, timedelta

import pytest

from articles.models import AskedQuery
from articles.models.asking import MOST_KEPT, SEVERAL, Asked, decayed_unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def ask(text, slots, day=DAY, key=None):
    AskedQuery.objects.add({Asked(key or text, text, slot): 1 for slot in slots}, day)


def offered(beginning):
    return [query.text for query in AskedQuery.objects.beginning_with(beginning)]


def test_a_query_is_offered_once_several_visitors_have_asked_it():
    ask("برجام", range(SEVERAL - 1))
    assert offered("بر") == []
    ask("برجام", [SEVERAL - 1])
    assert offered("بر") == ["برجام"]


def test_one_visitor_stays_one_however_often_and_on_however_many_days():
    for days in range(5):
        ask("نام خودم", [7], DAY + timedelta(days=days))
    assert offered("نام") == []
    assert AskedQuery.objects.get().visitors == 1


def test_written_forms_count_as_one_and_the_most_frequent_is_shown():
    ask("گفتوگو", [1], key="گفتوگو")
    ask("گفت‌وگو", [2, 3], key="گفتوگو")
    assert offered("گفت") == ["گفت‌وگو"]


def test_what_was_asked_lately_comes_before_what_was_asked_often_long_ago():
    ask("برف", range(20), DAY - timedelta(days=60))
    ask("برق", range(4), DAY)
    assert offered("بر") == ["برق", "برف"]


def test_a_hidden_query_is_not_offered_however_often_it_is_asked_again():
    ask("برجام", range(5))
    AskedQuery.objects.update(hidden=True)
    ask("برجام", range(5, 10))
    assert offered("بر") == []


def test_what_nobody_asks_any_more_is_dropped_unless_hidden():
    ask("کهنه", range(5), DAY - timedelta(days=200))
    ask("پنهان", range(5), DAY - timedelta(days=200))
    ask("تازه", [1])
    AskedQuery.objects.filter(key="پنهان").update(hidden=True)
    AskedQuery.objects.prune(DAY)
    assert set(AskedQuery.objects.values_list("key", flat=True)) == {"پنهان", "تازه"}


def test_too_many_queries_lose_the_least_asked():
    unit = decayed_unit(DAY)
    AskedQuery.objects.bulk_create(
        AskedQuery(key=str(number), text=str(number), weight=unit * (1 + number))
        for number in range(MOST_KEPT + 5)
    )
    AskedQuery.objects.prune(DAY)
    assert AskedQuery.objects.count() == MOST_KEPT
    assert not AskedQuery.objects.filter(key="0").exists()


def test_an_asking_counts_half_after_its_half_life():
    assert decayed_unit(DAY) == pytest.approx(2 * decayed_unit(DAY - timedelta(days=14)))
