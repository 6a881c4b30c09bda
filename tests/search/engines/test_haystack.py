"""Haystack's own querysets and commands over the archive's engine."""

import pickle
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from haystack.forms import FacetedSearchForm
from haystack.query import SQ, SearchQuerySet

from articles.models import Article
from articles.search import indexing
from tests.factories import ArticleFactory, CategoryFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    source = SourceFactory(name="البرز")
    made = [
        ArticleFactory(title="زلزله در بم", body="تهران لرزید", source=source),
        ArticleFactory(title="گفت و گو", body="در تهران", category=CategoryFactory(name="هنر")),
        ArticleFactory(title="باران", published_at=datetime(2020, 1, 1, tzinfo=UTC)),
    ]
    run("rebuild_index", interactive=False)
    return made


def run(command: str, **options) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out, verbosity=0, **options)
    return out.getvalue()


def titles(queryset) -> list[str]:
    return sorted(result.object.title for result in queryset)


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (lambda all_: all_, ["باران", "زلزله در بم", "گفت و گو"]),
        (lambda all_: all_.filter(content="گفتگو"), ["گفت و گو"]),
        (lambda all_: all_.filter(content="تهران").exclude(content="بم"), ["گفت و گو"]),
        (lambda all_: all_.filter(title="زلزله"), ["زلزله در بم"]),
        (
            lambda all_: all_.filter(SQ(content="زلزله") | SQ(content="باران")),
            ["باران", "زلزله در بم"],
        ),
        (lambda all_: all_.filter(content__startswith="زلز"), ["زلزله در بم"]),
        (lambda all_: all_.filter(content__exact="زلزله در"), ["زلزله در بم"]),
        (lambda all_: all_.filter(source="البرز"), ["زلزله در بم"]),
        (lambda all_: all_.filter(title__in=["باران", "زلزله"]), ["باران", "زلزله در بم"]),
        (lambda all_: all_.filter(published__lt=datetime(2021, 1, 1, tzinfo=UTC)), ["باران"]),
        (lambda all_: all_.narrow("دسته:هنر"), ["گفت و گو"]),
    ],
)
def test_a_search_queryset_finds_what_the_site_finds(archive, ask, found):
    asked = ask(SearchQuerySet().models(Article))
    assert titles(asked) == found
    assert asked.count() == len(found)


def test_slices_order_and_facets(archive):
    ordered = SearchQuerySet().models(Article).order_by("published")
    assert ordered[0].object.title == "باران"
    assert len(ordered[1:3]) == 2
    counts = SearchQuerySet().facet("source").facet_counts()["fields"]["source"]
    assert sum(count for _, count in counts) == 3


def test_months_are_a_facet(archive):
    counts = SearchQuerySet().facet("month").facet_counts()["fields"]["month"]
    assert counts
    assert sum(count for _, count in counts) == 3
    assert all(130000 < month < 150000 for month, _ in counts)


def test_update_index_takes_in_what_is_new_and_removes_what_is_gone(archive):
    Article.objects.filter(pk=archive[0].pk).delete()
    Article.objects.bulk_create([Article(source=archive[1].source, title="برف", body="متن")])
    run("update_index", remove=True)
    assert titles(SearchQuerySet()) == ["باران", "برف", "گفت و گو"]


def test_clear_index_leaves_an_empty_index(archive):
    run("clear_index", interactive=False)
    assert indexing.backend().engine.count() == 0


def test_another_model_is_not_found(archive):
    from articles.models import Source

    assert SearchQuerySet().models(Source).count() == 0


def test_a_program_may_ask_the_backend_itself_in_the_query_syntax(archive):
    backend = indexing.backend()
    found = backend.search("تهران -بم", sort_by=None, facets=None, narrow_queries=["دسته:هنر"])
    assert [result.object.title for result in found["results"]] == ["گفت و گو"]
    assert backend.search("*")["hits"] == len(archive)
    assert backend.search("عنوان:باران")["hits"] == 1
    alike = backend.more_like_this(archive[0], models=[Article])["results"]
    assert [result.object for result in alike] == [archive[1]]


def test_haystacks_forms_search_and_narrow_by_the_values_of_facets(archive):
    typed = FacetedSearchForm({"q": "تهران"}, searchqueryset=SearchQuerySet().facet("source"))
    found = typed.search()
    assert titles(found) == ["زلزله در بم", "گفت و گو"]
    for pk, count in found.facet_counts()["fields"]["source"]:
        chosen = FacetedSearchForm({"q": "تهران"}, selected_facets=[f"source:{pk}"])
        narrowed = chosen.search()
        assert {result.object.source_id for result in narrowed} == {pk}
        assert narrowed.count() == count


def test_results_come_with_their_articles_and_can_be_kept(archive, django_assert_max_num_queries):
    asked = SearchQuerySet().models(Article).filter(content="تهران").load_all()
    kept = pickle.loads(pickle.dumps(asked))  # noqa: S301
    with django_assert_max_num_queries(8):
        assert titles(kept) == ["زلزله در بم", "گفت و گو"]
    assert [result.title for result in pickle.loads(pickle.dumps(list(asked)))] == [  # noqa: S301
        result.object.title for result in asked
    ]


def test_a_result_whose_article_is_gone_has_no_fields(archive):
    found = SearchQuerySet().filter(title="باران")[0]
    Article.objects.filter(pk=found.pk).delete()
    assert (found.object, found.title, found.names) == (None, None, None)
