"""Each look-up of Haystack's documentation, against the same question asked of the database."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from haystack.exceptions import FacetingError, HaystackError, MoreLikeThisError
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, Raw
from haystack.query import SQ, SearchQuerySet

from articles import pipeline
from articles.models import Article, Category, Entity, Source
from articles.search.engines.lookups import UnsupportedQueryError
from tests.factories import ArticleFactory, CategoryFactory, EntityFactory, SourceFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 10, 7, 8, 30, tzinfo=UTC)
MIDNIGHT = datetime(2023, 10, 6, 20, 30, tzinfo=UTC)  # 7 October in Tehran
SECOND = timedelta(seconds=1)

TITLES = [
    "زلزله در بم",
    "باران در بم",
    "باران در شیراز",
    "سیل",
    "زلزله و سیل",
    "برف",
    "برفک",
    "آذربرف",
]
MOMENTS = [
    NOON,
    NOON - SECOND,
    NOON + SECOND,
    MIDNIGHT,
    MIDNIGHT - SECOND,
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 12, tzinfo=UTC),
    None,
]


@pytest.fixture
def archive():
    """Eight articles of three sources, two categories or none, four names, seven moments."""
    sources = [SourceFactory(name=name) for name in ("البرز", "دماوند", "سهند")]
    categories = [CategoryFactory(name="هنر"), CategoryFactory(name="ورزش"), None]
    for name in ("پروین اعتصامی", "سهراب سپهری", "فروغ فرخزاد", "نیما یوشیج"):
        EntityFactory(name=name)
    people = list(Entity.objects.order_by("pk").values_list("name", flat=True))
    for number, (title, moment) in enumerate(zip(TITLES, MOMENTS, strict=True)):
        ArticleFactory(
            title=title,
            lead=f"خلاصه {'توفان' if number % 2 else 'آرامش'}",
            body=f"{people[number % 4]} و {people[number // 2]} گفت {number}۰۰",
            source=sources[number % 3],
            category=categories[number % 3],
            published_at=moment,
        )
    pipeline.catch_up()
    return SearchQuerySet().models(Article)


def pks(asked) -> list[int]:
    return sorted(int(result.pk) for result in asked)


def of_database(*conditions, **lookups) -> list[int]:
    found = Article.objects.filter(*conditions, **lookups)
    return sorted(found.values_list("pk", flat=True).distinct())


def named(lookup: str, value) -> Q:
    mentions = {"mentions__status": "confirmed", f"mentions__entity{lookup}": value}
    return Q(pk__in=Article.objects.filter(**mentions).values("pk"))


def word(text: str, *fields: str) -> Q:
    """A whole word of one of the fields."""
    patterns = (Q(**{f"{field}__regex": rf"(^|\s){text}(\s|$)"}) for field in fields)
    return reduce(or_, patterns)


TEXTS = ("title", "lead", "body")
SOME_DAY = date(2023, 10, 7)

QUESTIONS = {
    # content: words
    "content": (lambda: {"content": "زلزله"}, lambda: word("زلزله", *TEXTS)),
    "content, words": (
        lambda: {"content": "بم باران"},
        lambda: word("بم", *TEXTS) & word("باران", *TEXTS),
    ),
    "content, lead": (lambda: {"content": "توفان"}, lambda: word("توفان", "lead")),
    "content__content": (lambda: {"content__content": "بم"}, lambda: word("بم", *TEXTS)),
    "content, syntax is words": (lambda: {"content": "-بم"}, lambda: word("بم", *TEXTS)),
    "content, number": (lambda: {"content": 700}, lambda: Q(body__contains="7۰۰")),
    "title": (lambda: {"title": "سیل"}, lambda: word("سیل", "title")),
    "title, not lead": (lambda: {"title": "توفان"}, lambda: Q(pk=0)),
    "lead": (lambda: {"lead": "توفان"}, lambda: word("توفان", "lead")),
    "lead, not title": (lambda: {"lead": "سیل"}, lambda: Q(pk=0)),
    "text": (lambda: {"text": "گفت"}, lambda: word("گفت", "body")),
    "text, not title": (lambda: {"text": "سیل"}, lambda: Q(pk=0)),
    "exact": (lambda: {"title__exact": "باران در شیراز"}, lambda: Q(title="باران در شیراز")),
    "in": (
        lambda: {"title__in": ["باران در شیراز", "زلزله و سیل"]},
        lambda: Q(title__in=["باران در شیراز", "زلزله و سیل"]),
    ),
    "in, none": (lambda: {"title__in": []}, lambda: Q(title__in=[])),
    "in, no word": (lambda: {"title__in": ["", "؟"]}, lambda: Q(title__in=["", "؟"])),
    "startswith": (
        lambda: {"title__startswith": "برف"},
        lambda: Q(title__regex=r"(^|\s)برف"),
    ),
    "endswith": (lambda: {"title__endswith": "برف"}, lambda: Q(title__regex=r"برف(\s|$)")),
    "contains": (lambda: {"title__contains": "برف"}, lambda: Q(title__contains="برف")),
    "contains, inside": (lambda: {"title__contains": "ارا"}, lambda: Q(title__contains="ارا")),
    "contains, two words": (
        lambda: {"title__contains": "ارا یرا"},
        lambda: Q(title__contains="ارا", title__regex="یرا"),
    ),
    "content__contains": (
        lambda: {"content__contains": "وفا"},
        lambda: Q(lead__contains="وفا"),
    ),
    # source, category, names: by id
    "source": (lambda: {"source": source(1)}, lambda: Q(source=source(1))),
    "source, text": (lambda: {"source": str(source(1))}, lambda: Q(source=source(1))),
    "source, unknown": (lambda: {"source": 999}, lambda: Q(source=999)),
    "source, endless": (lambda: {"source": 10**30}, lambda: Q(pk=0)),
    "source__exact": (lambda: {"source__exact": source(2)}, lambda: Q(source=source(2))),
    "source__in": (
        lambda: {"source__in": [source(0), source(2)]},
        lambda: Q(source__in=[source(0), source(2)]),
    ),
    "source__in, rows": (
        lambda: {"source__in": Source.objects.exclude(pk=source(0))},
        lambda: ~Q(source=source(0)),
    ),
    "source, row": (
        lambda: {"source": Source.objects.get(name="سهند")},
        lambda: Q(source=source(2)),
    ),
    "source, name": (lambda: {"source": "سهند"}, lambda: Q(source__name="سهند")),
    "category": (lambda: {"category": category(1)}, lambda: Q(category=category(1))),
    "category, none": (lambda: {"category": None}, lambda: Q(category=None)),
    "category__in": (
        lambda: {"category__in": [category(0), None, "ورزش"]},
        lambda: Q(category__name="هنر") | Q(category=None) | Q(category__name="ورزش"),
    ),
    "names": (lambda: {"names": entity(1)}, lambda: named("", entity(1))),
    "names__in": (
        lambda: {"names__in": [entity(0), entity(3)]},
        lambda: named("__in", [entity(0), entity(3)]),
    ),
    "names, word": (lambda: {"names": "نیما یوشیج"}, lambda: named("__name", "نیما یوشیج")),
    "django_id": (lambda: {"django_id": article(3)}, lambda: Q(pk=article(3))),
    "django_id__in": (
        lambda: {"django_id__in": [article(3), str(article(4)), 999]},
        lambda: Q(pk__in=[article(3), article(4)]),
    ),
    "id": (lambda: {"id": f"articles.article.{article(2)}"}, lambda: Q(pk=article(2))),
    "django_ct": (lambda: {"django_ct": "articles.article"}, lambda: Q()),
    "django_ct, other": (lambda: {"django_ct": "articles.source"}, lambda: Q(pk=0)),
    # published
    "published": (lambda: {"published": NOON}, lambda: Q(published_at=NOON)),
    "published__exact": (lambda: {"published__exact": NOON}, lambda: Q(published_at=NOON)),
    "published, none": (lambda: {"published": None}, lambda: Q(published_at=None)),
    "published__in": (
        lambda: {"published__in": [NOON, MIDNIGHT]},
        lambda: Q(published_at__in=[NOON, MIDNIGHT]),
    ),
    "published__range": (
        lambda: {"published__range": (NOON - SECOND, NOON)},
        lambda: Q(published_at__range=(NOON - SECOND, NOON)),
    ),
    "published__range, dates": (
        lambda: {"published__range": [date(2023, 10, 7), date(2023, 10, 8)]},
        lambda: Q(published_at__gte=MIDNIGHT, published_at__lte=MIDNIGHT + timedelta(days=1)),
    ),
    "published, text": (
        lambda: {"published": "۱۴۰۲/۰۷/۱۵"},
        lambda: Q(published_at__date=SOME_DAY),
    ),
    "published__lte, text": (
        lambda: {"published__lte": "2023-10-07"},
        lambda: Q(published_at__date__lte=SOME_DAY),
    ),
    "published__gt, text": (
        lambda: {"published__gt": "2023-10-07"},
        lambda: Q(published_at__date__gt=SOME_DAY),
    ),
    "published__lt, moment": (
        lambda: {"published__lt": "2023-10-07T08:30:00Z"},
        lambda: Q(published_at__lt=NOON),
    ),
    "month": (
        lambda: {"month": 140207},
        lambda: Q(published_at__month=10, published_at__year=2023),
    ),
    "month__in": (
        lambda: {"month__in": [139810, "140212"]},
        lambda: Q(published_at__year__in=[2020, 2024]),
    ),
}
for lookup in ("lt", "lte", "gt", "gte"):
    for name, moment in {
        "": NOON,
        ", between seconds": NOON + timedelta(milliseconds=500),
        ", naive": NOON.astimezone(tz=None).replace(tzinfo=None),
    }.items():
        aware = moment.astimezone(UTC) if moment.tzinfo is None else moment
        QUESTIONS[f"published__{lookup}{name}"] = (
            lambda lookup=lookup, aware=aware: {f"published__{lookup}": aware},
            lambda lookup=lookup, aware=aware: Q(**{f"published_at__{lookup}": aware}),
        )
    QUESTIONS[f"published__{lookup}, date"] = (
        lambda lookup=lookup: {f"published__{lookup}": SOME_DAY},
        lambda lookup=lookup: Q(**{f"published_at__{lookup}": MIDNIGHT}),
    )


def source(number: int) -> int:
    return Source.objects.order_by("pk")[number].pk


def category(number: int) -> int:
    return Category.objects.order_by("pk")[number].pk


def entity(number: int) -> int:
    return Entity.objects.order_by("pk")[number].pk


def article(number: int) -> int:
    return Article.objects.order_by("pk")[number].pk


def test_every_look_up_finds_what_the_database_finds(archive):
    """All in one archive, which takes longer to make than all of them to ask."""
    wrong = {}
    for name, (asked, same) in QUESTIONS.items():
        right = of_database(same())
        for way, found in {
            "filter": pks(archive.filter(**asked())),
            "filter, SQ": pks(archive.filter(SQ(**asked()))),
            "narrow": pks(archive.narrow(SQ(**asked()))) if "rows" not in name else right,
        }.items():
            if found != right:
                wrong[name, way] = (found, right)
        excluded = pks(archive.exclude(**asked()))
        if excluded != sorted(set(of_database()) - set(right)):
            wrong[name, "exclude"] = (excluded, right)
        if archive.filter(**asked()).count() != len(right):
            wrong[name, "count"] = archive.filter(**asked()).count()
    assert not wrong


def test_the_questions_have_answers(archive):
    """A comparison of nothing with nothing would show nothing."""
    empty = {name for name, (_, same) in QUESTIONS.items() if not of_database(same())}
    assert empty == {
        "title, not lead",
        "lead, not title",
        "text, not title",
        "in, none",
        "in, no word",
        "source, unknown",
        "source, endless",
        "django_ct, other",
    }


COMBINED = [
    (
        lambda all_: all_.filter(SQ(title="باران") | SQ(title="سیل")).exclude(source=source(1)),
        lambda: (word("باران", "title") | word("سیل", "title")) & ~Q(source=source(1)),
    ),
    (
        lambda all_: all_.filter(title="باران").filter_or(source=source(0)),
        lambda: word("باران", "title") | Q(source=source(0)),
    ),
    (
        lambda all_: all_.filter_or(title="باران").filter_or(title="سیل"),
        lambda: word("باران", "title") | word("سیل", "title"),
    ),
    (
        lambda all_: all_.filter(title="باران").filter_or(title="سیل", source=source(0)),
        lambda: word("باران", "title") | (word("سیل", "title") & Q(source=source(0))),
    ),
    (
        lambda all_: all_.exclude(title="باران", source=source(1)),
        lambda: ~(word("باران", "title") & Q(source=source(1))),
    ),
    (
        lambda all_: all_.exclude(SQ(title="باران") | SQ(source=source(1))).exclude(title="سیل"),
        lambda: ~word("باران", "title") & ~Q(source=source(1)) & ~word("سیل", "title"),
    ),
    (
        lambda all_: all_.filter(~SQ(title="باران") | SQ(~SQ(source=source(1)))),
        lambda: ~word("باران", "title") | ~Q(source=source(1)),
    ),
    (
        lambda all_: all_.filter(title="باران") & all_.exclude(source=source(1)),
        lambda: word("باران", "title") & ~Q(source=source(1)),
    ),
    (
        lambda all_: all_.filter(title="باران") | all_.exclude(source=source(1)),
        lambda: word("باران", "title") | ~Q(source=source(1)),
    ),
    (lambda all_: all_ | all_.filter(title="باران"), Q),
    (lambda all_: all_.filter(title="باران") | all_, Q),
    (
        lambda all_: all_.narrow(SQ(title="باران") | ~SQ(source__in=[source(1), source(2)])),
        lambda: word("باران", "title") | Q(source=source(0)),
    ),
    (
        lambda all_: all_.narrow(~(SQ(title="باران") & SQ(published__lt=NOON))),
        lambda: ~(word("باران", "title") & Q(published_at__lt=NOON)),
    ),
    (
        lambda all_: all_.narrow(SQ(title='") OR ["title')).narrow(SQ(published__gt=SOME_DAY)),
        lambda: Q(pk=0),
    ),
    (
        lambda all_: all_.filter(source=source(0)).narrow(f'category:"{category(0)}"'),
        lambda: Q(source=source(0), category=category(0)),
    ),
    (
        lambda all_: all_.narrow(f"source:{source(0)} OR source:{source(1)}"),
        lambda: Q(source__in=[source(0), source(1)]),
    ),
    (
        lambda all_: all_.narrow("منبع:سهند -سیل"),
        lambda: Q(source=source(2)) & ~word("سیل", *TEXTS),
    ),
    (lambda all_: all_.narrow("from:2023-10-08"), lambda: Q(published_at__date__gte="2023-10-08")),
    (lambda all_: all_.narrow(f'names:"{entity(1)}"'), lambda: named("", entity(1))),
    (lambda all_: all_.narrow('month:"140207"'), lambda: Q(published_at__year=2023)),
    (lambda all_: all_.narrow('title:"باران در بم"'), lambda: Q(title="باران در بم")),
    (lambda all_: all_.auto_query('"در بم" -زلزله'), lambda: Q(title="باران در بم")),
    (lambda all_: all_.auto_query("باران یا سیل"), lambda: Q(title__regex="باران|سیل")),
    (
        lambda all_: all_.auto_query("باران از مهر ۱۴۰۲ تا ۱۴۰۲"),
        lambda: Q(title__contains="باران", published_at__year=2023),
    ),
    (lambda all_: all_.auto_query("باران -شیراز", "title"), lambda: Q(title="باران در بم")),
    (lambda all_: all_.raw_search("عنوان:(باران -شیراز)"), lambda: Q(title="باران در بم")),
    (lambda all_: all_.filter(content=Raw("باران -شیراز")), lambda: Q(title="باران در بم")),
    (lambda all_: all_.filter(content=Clean("باران شیراز")), lambda: Q(title="باران در شیراز")),
    (lambda all_: all_.filter(content=Exact("در بم")), lambda: Q(title__contains="در بم")),
    (lambda all_: all_.filter(title=Not("باران")), lambda: ~word("باران", "title")),
    (lambda all_: all_.narrow(SQ(title=Not("باران"))), lambda: ~word("باران", "title")),
    (lambda all_: all_.filter(source=AutoQuery("سهند")), lambda: Q(source=source(2))),
    (lambda all_: all_.none(), lambda: Q(pk=0)),
]


def test_conditions_are_joined_as_the_database_joins_them(archive):
    wrong = {}
    for number, (ask, same) in enumerate(COMBINED):
        found, right = pks(ask(archive)), of_database(same())
        if found != right:
            wrong[number] = (found, right)
    assert not wrong


def test_a_misspelt_word_is_found_by_fuzzy(archive):
    assert pks(archive.filter(title__fuzzy="برفکک")) == of_database(title="برفک")


def test_order_slices_and_latest_are_those_of_the_database(archive):
    dated = Article.objects.exclude(published_at=None)
    oldest = list(dated.order_by("published_at").values_list("pk", flat=True))
    undated = list(Article.objects.filter(published_at=None).values_list("pk", flat=True))
    assert [int(one.pk) for one in archive.order_by("published")] == oldest + undated
    assert [int(one.pk) for one in archive.order_by("-published")] == oldest[::-1] + undated
    assert [int(one.pk) for one in archive.order_by("published")[2:5]] == oldest[2:5]
    assert [int(one.pk) for one in archive.order_by("published")[3:]] == (oldest + undated)[3:]
    assert archive.order_by("published")[4:4] == []
    assert archive.latest("published").pk == str(oldest[-1])
    assert archive.best_match().object in Article.objects.all()


def test_facets_count_what_the_queryset_finds(archive):
    asked = archive.filter(title="باران").facet("source").facet("names").facet("category")
    counts = {name: dict(values) for name, values in asked.facet_counts()["fields"].items()}
    rains = Article.objects.filter(title__contains="باران")
    assert counts["source"] == {
        pk: rains.filter(source=pk).count() for pk in set(rains.values_list("source", flat=True))
    }
    assert counts["names"] == {
        pk: rains.filter(named("", pk)).count()
        for pk in Entity.objects.values_list("pk", flat=True)
        if rains.filter(named("", pk))
    }
    assert sum(counts["category"].values()) == rains.exclude(category=None).count()
    narrowed = asked.narrow(f'source:"{source(1)}"')
    assert dict(narrowed.facet_counts()["fields"]["source"]) == {source(1): 1}


def test_dates_are_counted_by_any_period(archive):
    asked = archive.date_facet("published", date(2023, 10, 6), date(2023, 10, 9), "day")
    days = asked.facet_counts()["dates"]["published"]
    assert [count for _, count in days] == [
        Article.objects.filter(published_at__date=date(2023, 10, day)).count() for day in (6, 7, 8)
    ]
    assert days[1][0] == MIDNIGHT
    years = archive.date_facet("published", date(2020, 1, 1), date(2024, 12, 31), "year", 2)
    assert [count for _, count in years.facet_counts()["dates"]["published"]] == [1, 5, 1]


def test_what_narrows_does_not_score(archive):
    plain = archive.filter(title="باران")
    narrow = plain.narrow(SQ(title="شیراز"))
    (found,) = narrow
    assert found.score == {one.pk: one.score for one in plain}[found.pk]
    (filtered,) = plain.filter(title="شیراز")
    assert filtered.score > found.score


def test_a_boosted_word_raises_what_has_it_and_finds_nothing_else(archive):
    plain = archive.filter(content="باران")
    boosted = plain.boost("شیراز", 3.0)
    assert pks(boosted) == pks(plain)
    assert boosted[0].object.title == "باران در شیراز"
    assert boosted[0].score > plain[0].score


def test_more_like_this_finds_others_of_the_same_kind_within_what_is_asked(archive):
    for words in ("گدازه خاکستر کشتی بندر", "گدازه خاکستر", "کشتی بندر"):
        source_ = Source.objects.last() if words == "کشتی بندر" else Source.objects.first()
        ArticleFactory(title=words, body=words, source=source_)
    pipeline.catch_up()
    first, second, other = Article.objects.order_by("-pk")[:3][::-1]
    assert pks(archive.more_like_this(first)) == [second.pk, other.pk]
    asked = archive.filter(source=second.source_id).more_like_this(first)
    assert pks(asked) == [second.pk]
    assert asked.facet("source").facet_counts()["fields"]["source"] == [(second.source_id, 1)]
    assert len(archive.more_like_this(first)[1:2]) == 1


def test_the_suggestion_is_that_of_the_search_page(archive):
    ArticleFactory.create_batch(12, title="سخنان مسعود پزشکیان", body="پزشکیان گفت")
    pipeline.catch_up()
    assert archive.auto_query("پزشکبان").spelling_suggestion() == "پزشکیان"
    assert archive.filter(content="پزشکبان").spelling_suggestion() == "پزشکیان"
    ran = archive.filter(content="پزشکیان")
    assert len(ran) == 12
    assert ran.spelling_suggestion() is None
    assert ran.spelling_suggestion("پزشکبان") == "پزشکیان"
    assert archive.set_spelling_query("پزشکبان").spelling_suggestion() == "پزشکیان"


def test_results_have_the_fields_of_the_index(archive):
    row = Article.objects.get(title="سیل")
    (found,) = archive.filter(title__exact="سیل").exclude(title="زلزله")
    assert (found.title, found.text, found.source) == (row.title, row.body, row.source_id)
    assert found.published == row.published_at
    assert found.names == sorted(
        row.mentions.confirmed().values_list("entity_id", flat=True).distinct()
    )
    assert found.get_stored_fields()["lead"] == row.lead
    assert sorted(archive.values_list("title", flat=True)) == sorted(TITLES)
    assert {one["pk"]: one["title"] for one in archive.values("pk", "title")} == {
        str(pk): title for pk, title in Article.objects.values_list("pk", "title")
    }
    with CaptureQueriesContext(connection) as asked:
        assert len(archive.values_list("pk", "score")[:]) == len(TITLES)
    assert not any('FROM "articles_article"' in query["sql"] for query in asked)
    with CaptureQueriesContext(connection) as asked:
        assert len(archive.values_list("title", "names")[:]) == len(TITLES)
    assert sum('FROM "articles_article"' in query["sql"] for query in asked) == 1


REFUSED = [
    lambda all_: all_.filter(agency="ایران"),
    lambda all_: all_.filter(kicker="ایران"),
    lambda all_: all_.filter(title__icontains="ایران"),
    lambda all_: all_.filter(title__gt="ایران"),
    lambda all_: all_.filter(title__range=("ا", "ب")),
    lambda all_: all_.filter(title=["ایران"]),
    lambda all_: all_.filter(title=None),
    lambda all_: all_.filter(title__in="ایران"),
    lambda all_: all_.filter(source__gt=3),
    lambda all_: all_.filter(source__name="البرز"),
    lambda all_: all_.filter(source__contains="البرز"),
    lambda all_: all_.filter(source=None),
    lambda all_: all_.filter(source=1.5),
    lambda all_: all_.filter(source=True),
    lambda all_: all_.filter(names=[1, 2]),
    lambda all_: all_.filter(django_id="بم"),
    lambda all_: all_.filter(published="هرگز"),
    lambda all_: all_.filter(published=5),
    lambda all_: all_.filter(published__gt=None),
    lambda all_: all_.filter(published__year=2023),
    lambda all_: all_.filter(published__contains="2023"),
    lambda all_: all_.filter(published__range=[NOON]),
    lambda all_: all_.filter(month=140213),
    lambda all_: all_.filter(month__gte=140201),
    lambda all_: all_.filter(SQ(title="الف") ^ SQ(title="ب")),
    lambda all_: all_.filter(SQ(title="الف") | ~SQ(agency="ب")),
    lambda all_: all_.exclude(agency="ایران"),
    lambda all_: all_.filter(content=AltParser("dismax", "ایران")),
    lambda all_: all_.filter(title__startswith=Raw("ایران")),
    lambda all_: all_.narrow('agency:"ایران"'),
    lambda all_: all_.narrow("published:[1 TO 2]"),
    lambda all_: all_.narrow("names:1 باران"),
    lambda all_: all_.narrow('["title", "content"'),
    lambda all_: all_.narrow(SQ(agency="ایران")),
    lambda all_: all_.narrow("باران") | all_,
    lambda all_: all_.order_by("title"),
    lambda all_: all_.order_by("-published", "source"),
    lambda all_: all_.latest("updated"),
    lambda all_: all_.facet("author"),
    lambda all_: all_.facet("source", limit=3),
    lambda all_: all_.date_facet("updated", NOON, NOON, "day"),
    lambda all_: all_.date_facet("published", date(1900, 1, 1), date(2000, 1, 1), "second"),
    lambda all_: all_.date_facet("published", NOON, NOON + SECOND, "day", 0),
    lambda all_: all_.query_facet("source", "1"),
    lambda all_: all_.stats("source"),
    lambda all_: all_.highlight(),
    lambda all_: list(all_.values("author")),
    lambda all_: list(all_.more_like_this(Source.objects.first())),
    lambda all_: all_.query.backend.search("باران", collapse="source"),
]


def test_what_the_index_does_not_know_is_refused_with_a_remedy(archive):
    assert [number for number, ask in enumerate(REFUSED) if not refusal(ask, archive)] == []


def refusal(ask, archive) -> str:
    try:
        ask(archive)
    except UnsupportedQueryError as error:
        return str(error)
    return ""


def test_haystacks_own_refusals_stand(archive):
    assert issubclass(UnsupportedQueryError, HaystackError)
    with pytest.raises(FacetingError):
        archive.date_facet("published", NOON, NOON, "week")
    with pytest.raises(MoreLikeThisError):
        list(archive.more_like_this(None))


def test_a_condition_survives_being_handed_over_as_text():
    """Haystack gives an SQ to narrow() as text."""
    from articles.search.engines.narrowing import fragment

    value = ['"] AND ["', 5, None, "«»"]
    assert json.loads(fragment("title", "in", value)) == ["title", "in", value]
