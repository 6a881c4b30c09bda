from datetime import UTC, datetime

import pytest

from articles import pipeline
from articles.models import PendingArticle
from articles.search.explain import explain
from articles.search.request import SearchRequest
from articles.search.verdict import verdict
from tests.factories import ArticleFactory, EntityFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    made = ArticleFactory(
        title="برف در دماوند",
        body="کوه سفید شد.",
        author="نرگس رها",
        published_at=datetime(2023, 10, 7, 12, tzinfo=UTC),
    )
    pipeline.catch_up()
    return made


def told(article, **asked):
    request = SearchRequest(**asked)
    return verdict(request, article, explain(request, article))


def reason(article, **asked):
    (only,) = told(article, **asked).reasons
    return only


def test_what_is_found_needs_no_reason(article):
    assert told(article, q="برف", date_from="1402", author="نرگس رها").found
    assert told(article, q="باران یا برف").reasons == ()


def test_missing_and_unwanted_words_are_named(article):
    assert "در آن نیست: «باران»" in reason(article, q="برف باران")
    assert "نباید در آن باشد، ولی هست: «برف»" in reason(article, q="دماوند -برف")


def test_words_that_do_not_stand_as_asked_are_told_apart_from_missing_ones(article):
    assert "«دماوند در برف»" in reason(article, q='"دماوند در برف"')
    assert "در آن نیست: «سفید»" in reason(article, q="عنوان:سفید")
    assert told(article, q="نویسنده:رها برف").found
    assert "در آن نیست: «دیگری»" in reason(article, q="نویسنده:دیگری برف")


def test_each_filter_that_keeps_it_out_is_named(article):
    source, name = SourceFactory(name="دیگر"), EntityFactory(name="البرز")
    assert "منبع آن" in reason(article, q="برف", sources=(source.slug,))
    assert "نام انتخاب‌شده در آن نیست" in reason(article, q="برف", names=(name.pk,))
    assert "نویسندهٔ آن" in reason(article, q="برف", author="دیگری")
    assert "بیرون از بازه" in reason(article, q="برف", date_from="1403")
    assert "بیرون از بازه" in reason(article, q="برف", date_to="1402/07/14")


def test_an_article_that_is_not_published_or_not_indexed_yet_says_so(article):
    with pipeline.deferred():
        fresh = ArticleFactory(title="برف تازه")
        article.withdraw()
        article.save()
    assert "منتشر نشده" in told(article, q="برف").reasons[0]
    assert told(fresh, q="برف").reasons[0] == "هنوز وارد جست‌وجو نشده است."
    assert PendingArticle.objects.filter(article_id=fresh.pk).exists()
    assert "هنوز در جست‌وجو اعمال نشده" in told(fresh, q="برف").reasons[-1]
