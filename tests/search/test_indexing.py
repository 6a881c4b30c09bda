"""The index follows the database: whoever reads first and commits last, nothing goes back."""

import pickle

import pytest

from articles import pipeline
from articles.errors import StaleReadingError
from articles.models import Article
from articles.models.queue import advance_revision, newest_revision, next_revision
from articles.search import archive, indexing
from articles.search.engines.whoosh.index import WhooshIndex
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def total(query: str) -> int:
    return archive.search(SearchRequest(q=query, exact=True)).total


@pytest.fixture
def article() -> Article:
    made = ArticleFactory(title="زلزله در بم")
    pipeline.catch_up()
    return made


def rename(article: Article, title: str) -> None:
    Article.objects.filter(pk=article.pk).update(title=title)


def test_a_slower_process_does_not_overwrite_what_was_read_later(article):
    slow = indexing.prepare([article.pk])
    rename(article, "باران در رشت")
    indexing.update([article.pk])
    indexing.commit([pickle.loads(pickle.dumps(slow))])  # noqa: S301
    assert (total("باران"), total("زلزله")) == (1, 0)


def test_a_slower_process_does_not_bring_a_withdrawn_article_back(article):
    slow = indexing.prepare([article.pk])
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    indexing.update([article.pk])
    indexing.commit([slow])
    assert total("زلزله") == 0


def test_a_slower_process_does_not_withdraw_what_was_published_again(article):
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    slow = indexing.prepare([article.pk])
    Article.objects.filter(pk=article.pk).update(status=Article.Status.PUBLISHED)
    indexing.update([article.pk])
    indexing.commit([slow])
    assert total("زلزله") == 1


def test_what_several_processes_prepared_is_committed_together(article):
    others = [ArticleFactory(title="توفان"), ArticleFactory(title="تگرگ")]
    engine = indexing.backend().engine
    prepared = [indexing.prepare([made.pk], next_revision()) for made in (article, *others)]
    before = engine.generation()
    indexing.commit(prepared)
    assert engine.generation() == before + 1
    assert (total("زلزله"), total("توفان"), total("تگرگ")) == (1, 1, 1)


def test_what_was_prepared_for_an_index_that_was_rebuilt_is_read_again(article):
    with pipeline.deferred():
        late = ArticleFactory(title="توفان")
        slow = indexing.prepare([late.pk])
        Article.objects.filter(pk=late.pk).update(title="تگرگ", status=Article.Status.WITHDRAWN)
        indexing.rebuild()
        Article.objects.filter(pk=late.pk).update(status=Article.Status.PUBLISHED)
    indexing.commit([slow])
    assert (total("توفان"), total("تگرگ")) == (0, 1)


def test_what_was_analysed_with_other_words_kept_whole_is_read_again(article):
    with pipeline.deferred():
        late = ArticleFactory(title="خبر", body="کتابی آمد")
    slow = indexing.prepare([late.pk])
    indexing.protect({"کتابی"}, set())
    indexing.commit([slow])
    assert (total("کتابی"), total("کتاب")) == (1, 0)


def test_what_stays_stale_is_an_error(article, monkeypatch):
    def refuse(*_: object) -> None:
        raise StaleReadingError("again")

    monkeypatch.setattr(WhooshIndex, "update", refuse)
    with pytest.raises(StaleReadingError):
        indexing.update([article.pk])


def test_every_reading_has_a_number_of_its_own(article):
    before = newest_revision()
    indexing.update([article.pk])
    assert indexing.backend().engine.newest_revision() == newest_revision() == before + 1


def test_a_rebuild_takes_an_older_database_as_the_truth(article):
    """A backup was restored: its numbers are far below those of the index."""
    engine = indexing.backend().engine
    ahead = newest_revision() + 5000
    engine.update([], removed={article.pk: ahead})
    assert total("زلزله") == 0
    indexing.rebuild()
    assert total("زلزله") == 1
    assert newest_revision() > ahead
    rename(article, "باران در رشت")
    indexing.update([article.pk])
    assert total("باران") == 1


def test_revisions_go_on_above_a_number(db):
    advance_revision(700)
    assert next_revision() > 700
    advance_revision(3)
    assert next_revision() > 701


def test_haystack_indexes_what_the_database_has_now(article):
    stale = Article.objects.get(pk=article.pk)
    rename(article, "باران در رشت")
    indexing.backend().update(indexing._article_index(), [stale])
    assert (total("باران"), total("زلزله")) == (1, 0)
    indexing.backend().remove(stale)
    assert total("باران") == 0


def test_a_rebuild_notes_words_that_were_protected_meanwhile(article, monkeypatch):
    words = iter([set(), {"کتابی"}])
    monkeypatch.setattr(indexing, "protected_words", lambda: next(words))
    with pipeline.deferred():
        indexing.rebuild()
    assert list(indexing.PendingWord.objects.values_list("word", flat=True)) == ["کتابی"]
