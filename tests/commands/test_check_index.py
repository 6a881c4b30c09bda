"""`check_index` sees whatever made the index, or the rows of names, differ from the database."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import pipeline
from articles.models import (
    Article,
    Mention,
    PendingArticle,
    PendingWord,
    Proposal,
    Quotation,
    Suggestion,
    WordRule,
)
from articles.models.queue import newest_revision
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import (
    ArticleFactory,
    CategoryFactory,
    EntityFactory,
    MentionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

BODY = "دیروز سرگئی لاوروف سخن گفت."


@pytest.fixture
def article() -> Article:
    with pipeline.deferred():
        EntityFactory(name="سرگئی لاوروف")
        made = ArticleFactory(title="زلزله در بم", body=BODY)
        pipeline.catch_up()
    assert check() == {}
    return made


def check(**options) -> dict[str, int]:
    """The faults that are found, each with its number; exits as the command does."""
    out = StringIO()
    code = 0
    try:
        call_command("check_index", stdout=out, stderr=out, **options)
    except SystemExit as error:
        code = error.code
    last = out.getvalue().rpartition("looking again")[2]
    lines = (line.split() for line in last.splitlines())
    counted = {words[0]: int(words[1]) for words in lines if len(words) == 2 and words[1].isdigit()}
    found = {label: number for label, number in counted.items() if number}
    assert code == (1 if found else 0)
    return found


def total(query: str) -> int:
    return archive.search(SearchRequest(q=query, exact=True)).total


def mended() -> bool:
    """Repairing leaves nothing behind, also when it is asked again."""
    return check(repair=True) == check() == {}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "باران"},
        {"kicker": "روتیتر"},
        {"lead": "چکیده"},
        {"body": f"{BODY} پایان."},
        {"published_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"published_at": None},
        {"category": lambda: CategoryFactory(name="هنر")},
        {"source": lambda: SourceFactory(name="البرز")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_that_nobody_noted_is_seen(article, change):
    values = {name: value() if callable(value) else value for name, value in change.items()}
    Article.objects.filter(pk=article.pk).update(**values)
    assert check() == {"stale": 1}
    assert mended()


def test_a_withdrawal_and_a_deletion_that_nobody_noted_are_seen(article):
    other = ArticleFactory(title="باران")
    pipeline.catch_up()
    Article.objects.filter(pk=article.pk).update(status=Article.Status.WITHDRAWN)
    Article.objects.filter(pk=other.pk)._raw_delete("default")
    assert check() == {"orphaned": 2}
    assert mended()
    assert total("زلزله") == total("باران") == 0


def test_articles_that_were_made_past_the_queue_are_seen(article):
    source = article.source
    Article.objects.bulk_create([Article(source=source, title="برف", body="متن")] * 1)
    assert check() == {"missing": 1}
    assert mended()
    assert total("برف") == 1


def test_a_name_that_is_no_longer_confirmed_is_seen(article):
    Mention.objects.update(status=Mention.Status.SUGGESTED)
    assert check()["stale"] == 1


def test_an_article_that_was_only_saved_again_is_not_stale(article):
    Article.objects.filter(pk=article.pk).update(updated_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert check() == {}


def test_ranges_of_ids_meet_without_a_gap(article, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    made = [ArticleFactory() for _ in range(6)]
    pipeline.catch_up()
    assert check() == {}
    Article.objects.filter(pk__in=[made[0].pk, made[3].pk, made[5].pk])._raw_delete("default")
    Article.objects.filter(pk__in=[made[1].pk, made[4].pk]).update(title="تگرگ")
    assert check() == {"orphaned": 3, "stale": 2}
    assert mended()


def test_words_that_were_protected_past_the_queue_are_seen(article):
    ArticleFactory(title="خبر", body="کتابی آمد و سخن گفت")
    pipeline.catch_up()
    assert total("کتاب") == 1
    WordRule.objects.bulk_create(
        [WordRule(kind=WordRule.Kind.PROTECTED, word="کتابی", key="کتابی")]
    )
    assert check() == {"words": 1}
    assert mended()
    assert (total("کتاب"), total("کتابی")) == (0, 1)


def test_a_restored_database_is_the_truth(article):
    """Its numbers and its texts are older than those of the index."""
    engine = indexing.backend().engine
    engine.update([], removed={article.pk: newest_revision() + 5000, 77: newest_revision() + 5000})
    assert indexing.problem() == indexing.OLDER_DATABASE
    assert check() == {"ahead": 1, "missing": 1}
    assert mended()
    assert total("زلزله") == 1
    assert indexing.problem() == ""


def test_an_index_of_an_older_version_asks_for_a_rebuild(article):
    engine = indexing.backend().engine
    engine.configure(lambda kept: {"analyzer_version": kept["analyzer_version"]})
    assert indexing.problem() == indexing.OUTDATED
    assert check() == {"outdated": 1}
    assert mended()


def test_a_damaged_index_is_built_anew(article):
    for path in indexing.backend().engine.folder.glob("*.toc"):
        path.write_bytes(b"rubbish")
    assert check() == {"damaged": 1}
    assert mended()
    assert total("زلزله") == 1


def test_where_there_is_no_index_it_says_so(db):
    with pytest.raises((CommandError, SystemExit)):
        call_command("check_index", stdout=StringIO())


def test_a_mention_that_does_not_stand_where_it_says_is_seen(article):
    Article.objects.filter(pk=article.pk).update(body=f"گزارش. {BODY}")
    assert check() == {"stale": 1, "misplaced": 1}
    assert mended()
    article.refresh_from_db()
    mention = Mention.objects.get()
    assert article.body[mention.start : mention.end] == mention.text == "سرگئی لاوروف"


def test_a_decision_whose_text_has_left_the_article_is_no_fault(article):
    Mention.objects.update(origin=Mention.Origin.CURATOR)
    article.refresh_from_db()
    article.body = "متن دیگری است."
    with pipeline.deferred():
        article.save()
        pipeline.catch_up()
    assert Mention.objects.count() == 1
    assert check() == {}


def test_a_statement_without_a_mention_of_its_speaker_is_seen(article):
    article.refresh_from_db()
    article.body = "سرگئی لاوروف گفت: «صلح نزدیک است و جنگ پایان می‌یابد.»"
    with pipeline.deferred():
        article.save()
        pipeline.catch_up()
    quotation = Quotation.objects.get()
    Quotation.objects.filter(pk=quotation.pk).update(speaker=EntityFactory(name="دیگری").pk)
    assert check()["speakerless"] == 1
    assert mended()
    assert Quotation.objects.get().speaker == quotation.speaker


def test_what_waits_is_not_forgotten_by_a_repair(article):
    with pipeline.deferred():
        ArticleFactory(title="برف")
    assert mended()
    assert PendingArticle.objects.count() == PendingWord.objects.count() == 0
    assert total("برف") == 1


def test_a_mention_of_another_article_is_not_taken_for_one_here(article):
    other = ArticleFactory(body=f"گزارش. {BODY}")
    pipeline.catch_up()
    assert Mention.objects.filter(article=other).exists()
    MentionFactory(article=other, entity=EntityFactory(name="گزارش"))
    assert "misplaced" not in check()


def test_counts_that_are_not_those_of_their_mentions_are_seen(article):
    stray = {"status": "suggested", "origin": "model", "kind": "person", "entity": None}
    MentionFactory(article=article, text="زلزله", field="title", **stray)
    Proposal.objects.create(
        entity=EntityFactory(name="زبیگنیو رائوفسکی"), text="رائو", key="رائو", reason="short"
    )
    told = check()
    assert (told["suggestions"], told["proposals"]) == (1, 1)
    assert mended()
    assert (Suggestion.objects.get().mentions, Proposal.objects.count()) == (1, 0)
