import pytest

from articles import pipeline
from articles.models import PendingArticle, WordRule
from articles.pipeline import worker
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
Kind = WordRule.Kind


def titles(q: str) -> list[str]:
    pipeline.catch_up()
    found = archive.search(SearchRequest(q=q, exact=True))
    return sorted(hit.article.title for hit in found.hits)


def test_synonyms_find_each_other_in_every_form():
    ArticleFactory(title="یک", body="فرودگاه‌های کشور")
    ArticleFactory(title="دو", body="ایستگاه هوایی")
    WordRule.objects.create(kind=Kind.SYNONYM, word="فرودگاه", other="ایستگاه هوایی")
    assert titles("فرودگاه") == ["دو", "یک"]
    assert titles("فرودگاه ها") == ["دو", "یک"]
    assert titles("ایستگاه هوایی") == ["دو", "یک"]
    assert titles("ایستگاه") == ["دو"]


def test_a_synonym_is_marked_in_the_text():
    ArticleFactory(title="خبر", body="ایستگاه هوایی")
    WordRule.objects.create(kind=Kind.SYNONYM, word="فرودگاه", other="ایستگاه هوایی")
    pipeline.catch_up()
    snippet = archive.search(SearchRequest(q="فرودگاه")).hits[0].snippet
    assert [segment.text for segment in snippet if segment.hit] == ["ایستگاه هوایی"]


def test_a_stop_word_need_not_occur():
    ArticleFactory(title="خبر", body="نشست وزیران")
    assert titles("گزارش نشست") == []
    WordRule.objects.create(kind=Kind.STOP, word="گزارش")
    assert titles("گزارش نشست") == ["خبر"]


def test_a_stop_word_alone_is_still_sought():
    ArticleFactory(title="خبر", body="گزارش")
    ArticleFactory(title="دیگر", body="نشست")
    WordRule.objects.create(kind=Kind.STOP, word="گزارش")
    assert titles("گزارش") == ["خبر"]


def test_a_protected_word_is_taken_apart_no_longer_and_again_when_released(
    django_capture_on_commit_callbacks,
):
    ArticleFactory(title="شاعر", body="پروین گرانی را دوست داشت؛ باران شاعرش خوانند")
    ArticleFactory(title="دفتر", body="کتاب‌ها")
    assert titles("کتاب") == ["دفتر"]
    with django_capture_on_commit_callbacks(execute=True):
        rule = WordRule.objects.create(kind=Kind.PROTECTED, word="کتابها")
    assert titles("کتاب") == []
    assert titles("کتاب‌ها") == ["دفتر"]
    with django_capture_on_commit_callbacks(execute=True):
        rule.delete()
    assert titles("کتاب") == ["دفتر"]


def test_only_the_articles_that_hold_a_protected_word_are_indexed_again(
    django_capture_on_commit_callbacks,
):
    holding = ArticleFactory(body="کتاب‌ها")
    ArticleFactory(body="دیگر")
    pipeline.catch_up()
    with pipeline.deferred():
        WordRule.objects.create(kind=Kind.PROTECTED, word="کتابها")
    worker.Worker().batch()
    assert [row.article_id for row in PendingArticle.objects.all()] == [holding.pk]


def test_a_rebuild_keeps_protected_words():
    ArticleFactory(title="دفتر", body="کتاب‌ها")
    WordRule.objects.create(kind=Kind.PROTECTED, word="کتابها")
    indexing.rebuild()
    PendingArticle.objects.all().delete()
    assert titles("کتاب") == []
