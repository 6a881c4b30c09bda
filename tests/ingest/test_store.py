import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from articles.errors import IngestError
from articles.ingest import store as store_module
from articles.ingest.draft import Draft
from articles.ingest.store import Store, stored_under
from articles.models import Article, Category, Original, PendingArticle, Source
from tests.factories import ArticleFactory, SourceFactory

RECORD = {"id": "1", "title": "تیتر", "body": "متن خبر", "source": "آزمون"}


def changed(**fields):
    return RECORD | fields


def counts(result):
    c = result.counts
    return (c.created, c.updated, c.unchanged, c.duplicate, c.rejected)


def test_text_and_original_are_stored_as_they_came(jsonl, imported):
    path = jsonl(changed(title=" تيتر  با\u200cنیم\u00a0فاصله ", body="سطر < یک\n\n & دو "))
    assert counts(imported(path)) == (1, 0, 0, 0, 0)
    article = Article.objects.get()
    assert (article.title, article.body) == (
        " تيتر  با\u200cنیم\u00a0فاصله ",
        "سطر < یک\n\n & دو ",
    )
    assert article.original.content == path.read_bytes().rstrip(b"\n")
    assert article.is_published


def test_importing_again_changes_nothing(jsonl, imported):
    path = jsonl(RECORD, changed(id="2", title="دیگر"), changed(id="3"), "{")
    assert counts(imported(path)) == (2, 0, 0, 1, 1)
    before = list(Article.objects.values())
    assert counts(imported(path)) == (0, 0, 2, 1, 1)
    assert list(Article.objects.values()) == before
    assert Article.history.count() == 0


def test_a_changed_text_updates_and_keeps_history(jsonl, imported):
    imported(jsonl(RECORD))
    assert counts(imported(jsonl(changed(body="متن تازه", author="نو")))) == (0, 1, 0, 0, 0)
    article = Article.objects.get()
    assert (article.body, article.author) == ("متن تازه", "نو")
    assert b"\xd8\xaa\xd8\xa7\xd8\xb2\xd9\x87" in article.original.content
    assert [entry.body for entry in article.history.all()] == ["متن تازه"]


def test_other_bytes_that_say_the_same_leave_an_article_unchanged(jsonl, imported):
    imported(jsonl(RECORD))
    assert counts(imported(jsonl(changed(views=7)))) == (0, 0, 1, 0, 0)


def test_two_versions_in_one_file_do_not_swap_at_every_run(jsonl, imported):
    path = jsonl(RECORD, changed(body="نسخهٔ دوم"))
    assert counts(imported(path)) == (1, 1, 0, 0, 0)
    assert counts(imported(path)) == (0, 0, 2, 0, 0)
    assert Article.objects.get().body == "نسخهٔ دوم"


def test_a_curators_edit_is_never_overwritten(jsonl, imported):
    imported(jsonl(RECORD))
    article = Article.objects.get()
    article.title = "ویرایش دبیر"
    article.save()
    result = imported(jsonl(changed(body="متن تازه")))
    assert counts(result) == (0, 0, 1, 0, 0)
    assert result.counts.kept == 1
    article.refresh_from_db()
    assert (article.title, article.body) == ("ویرایش دبیر", "متن خبر")


def test_an_update_keeps_an_article_withdrawn(jsonl, imported):
    imported(jsonl(RECORD))
    Article.objects.update(status=Article.Status.WITHDRAWN)
    imported(jsonl(changed(body="متن تازه")))
    assert Article.objects.get().status == Article.Status.WITHDRAWN


def test_the_same_text_in_another_spelling_is_a_duplicate(jsonl, imported):
    imported(jsonl(changed(title="تیتر می‌شود", body="کتاب علی")))
    result = imported(jsonl(changed(id="2", title="تيتر مي شود", body="كتاب علي.")))
    assert counts(result) == (0, 0, 0, 1, 0)


def test_the_same_text_from_another_source_is_no_duplicate(jsonl, imported):
    imported(jsonl(RECORD))
    assert counts(imported(jsonl(changed(source="دیگری")))) == (1, 0, 0, 0, 0)


def test_without_an_id_the_address_identifies(jsonl, imported):
    record = {"url": "https://example.com/a", "title": "تیتر", "body": "یک", "source": "آزمون"}
    imported(jsonl(record))
    assert counts(imported(jsonl(record | {"body": "دو"}))) == (0, 1, 0, 0, 0)


def test_without_id_and_address_the_text_identifies(jsonl, imported):
    record = {"title": "تیتر", "body": "یک", "source": "آزمون"}
    assert counts(imported(jsonl(record, record))) == (1, 0, 1, 0, 0)
    assert counts(imported(jsonl(record | {"body": "یک."}))) == (0, 1, 0, 0, 0)


def test_a_nameless_record_never_overwrites_a_named_one(jsonl, imported):
    imported(jsonl(changed(url="https://example.com/a")))
    nameless = {"title": "تیتر", "body": "متن خبر", "source": "آزمون", "category": "دیگر"}
    assert counts(imported(jsonl(nameless))) == (0, 0, 0, 1, 0)
    assert Article.objects.get().url == "https://example.com/a"


def test_sources_and_categories_are_made_once_in_any_spelling(jsonl, imported):
    imported(
        jsonl(
            changed(source="خبرگزاری آزمون", category="سیاسی"),
            changed(id="2", title="دو", source="خبرگزاري آزمون", category="سياسي"),
        )
    )
    assert [source.name for source in Source.objects.all()] == ["خبرگزاری آزمون"]
    assert [category.name for category in Category.objects.all()] == ["سیاسی"]


def test_two_names_with_the_same_slug_can_both_be_sources(jsonl, imported):
    SourceFactory(name="آزمون!", slug="آزمون-یک")
    imported(jsonl(changed(source="آزمون یک ۲"), changed(id="2", title="دو", source="آزمون.یک")))
    assert Source.objects.count() == 3


@pytest.mark.parametrize(
    ("record", "options", "source"),
    [
        ({"title": "ت"}, {"source": "داده‌شده"}, "داده‌شده"),
        ({"title": "ت", "url": "https://www.example.com/1"}, {}, "example.com"),
        ({"title": "ت"}, {}, "news"),
        ({"title": "ت", "source": "خود رکورد"}, {"source": "داده‌شده"}, "خود رکورد"),
    ],
)
def test_where_the_source_comes_from(jsonl, imported, record, options, source):
    imported(jsonl(record), **options)
    assert Source.objects.get().name == source


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 1001},
        {"author": "x" * 201},
        {"source": "x" * 201},
        {"id": "x" * 201},
        {"title": "", "body": "  "},
        {"body": "متن\x00"},
        {"body": "\\ud800"},
    ],
)
def test_what_the_database_cannot_hold_is_rejected_with_a_reason(jsonl, imported, fields, tmp_path):
    line = json.dumps(changed(**fields)).replace("\\\\ud800", "\\ud800")
    result = imported(jsonl(line, changed(id="2", title="سالم")))
    assert counts(result) == (1, 0, 0, 0, 1)
    assert json.loads(result.rejects.read_text())["reason"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.com", "https://e.com/" + "x" * 2000]
)
def test_an_unusable_address_costs_the_address_only(jsonl, imported, url):
    assert counts(imported(jsonl(changed(url=url)))) == (1, 0, 0, 0, 0)
    assert Article.objects.get().url == ""


def test_persian_addresses_are_kept(jsonl, imported):
    imported(jsonl(changed(url="https://example.com/news/خبر-تازه")))
    assert Article.objects.get().url == "https://example.com/news/خبر-تازه"


def test_what_was_written_is_noted_for_recognition_and_index(jsonl, imported, settings):
    imported(jsonl(RECORD, changed(id="2", title="دو")))
    noted = set(PendingArticle.objects.values_list("article_id", "recognise"))
    assert noted == {(pk, True) for pk in Article.objects.values_list("pk", flat=True)}


def test_a_batch_takes_few_queries(jsonl, imported, django_assert_max_num_queries):
    path = jsonl(*(changed(id=str(n), title=f"تیتر {n}") for n in range(300)))
    with django_assert_max_num_queries(25):
        imported(path)
    with django_assert_max_num_queries(12):
        imported(path)


def test_an_article_made_by_hand_with_the_same_id_is_left_alone(jsonl, imported):
    article = ArticleFactory(source__name="آزمون", external_id="1", title="دستی")
    assert counts(imported(jsonl(RECORD))) == (0, 0, 1, 0, 0)
    article.refresh_from_db()
    assert article.title == "دستی"


def test_originals_of_former_versions_are_kept(jsonl, imported):
    imported(jsonl(RECORD))
    imported(jsonl(changed(body="متن تازه")))
    assert Original.objects.count() == 2


INDEX_OF = {
    "external_id": "article_external_id",  # or that of the constraint, whose name begins so
    "url": "article_address",
    "content_key": "article_content",
}


@pytest.mark.parametrize("column", INDEX_OF)
@pytest.mark.parametrize("sources", [1, 2])
def test_what_is_stored_is_found_by_an_index_however_much_a_source_has(db, column, sources):
    """The plan of the database itself, SQLite or PostgreSQL, for a source of many articles."""
    ids = [SourceFactory(name=f"منبع {number}").pk for number in range(2)]
    Article.objects.bulk_create(
        Article(
            source_id=ids[n % 20 == 0],
            title=f"خبر {n}",
            external_id=str(n),
            url=f"https://example.com/{n}",
            content_key=str(n),
            body="متن خبر " * 60,
        )
        for n in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    values = {pk: [f"https://example.com/{n}" for n in range(1, 5)] for pk in ids[:sources]}
    plan = stored_under(column, values).explain()
    assert INDEX_OF[column] in plan
    assert not re.search("Seq Scan|SCAN|article_of_source", plan), plan


def test_an_address_that_no_index_holds_is_left_out(jsonl, imported):
    """2,000 Persian letters are 4,000 bytes, more than PostgreSQL puts into an index."""
    letters = "".join(chr(0x0627 + n * n % 36) for n in range(1900))
    imported(jsonl(changed(url=f"https://example.com/{letters}")))
    assert Article.objects.get().url == ""
    with pytest.raises(ValidationError):
        ArticleFactory.build(url=f"https://example.com/{letters}").clean_fields()


class TestTwoImportsAtOnce:
    """What another process stores between two batches, or inside one, is met and found."""

    def test_a_source_and_a_category_that_another_import_just_made(self, jsonl, imported):
        """Both were read when the import began; the other import was a moment faster."""
        store, path = Store(), jsonl(changed(category="ورزش"))
        SourceFactory(name="آزمون")
        Category.objects.create(name="ورزش")
        draft = Draft(
            original=path.read_bytes(), media_type="application/json", line=1, source="آزمون",
            category="ورزش", external_id="1", title="تیتر", body="متن خبر",
        )  # fmt: skip
        counts, _ = store.write([draft], lambda *_: None)
        assert counts.created == 1
        assert Article.objects.get().source == Source.objects.get()

    def test_a_batch_that_collides_is_begun_again_as_a_whole(self, jsonl, imported, monkeypatch):
        """PostgreSQL says so at the write, after the look: nothing of the batch is there then."""
        real, collisions = store_module.Known, [IntegrityError("duplicate key"), None]

        def known(entries):
            if collisions and (error := collisions.pop(0)):
                raise error
            return real(entries)

        monkeypatch.setattr(store_module, "Known", known)
        assert counts(imported(jsonl(RECORD, changed(id="2", title="دیگر")))) == (2, 0, 0, 0, 0)
        assert PendingArticle.objects.count() == Article.objects.count() == 2

    def test_what_fails_again_and_again_is_told(self, jsonl, imported, monkeypatch):
        def failing(*_):
            raise IntegrityError("UNIQUE constraint failed")

        monkeypatch.setattr(store_module, "Known", failing)
        with pytest.raises(IngestError, match="دوباره"):
            imported(jsonl(RECORD))
        assert not Source.objects.exists()
