"""`manage.py load_names` as a curator meets it."""

import gzip
import io

import pytest
from django.core.management import CommandError, call_command

from articles import pipeline
from articles.models import Article, Entity, Mention, Proposal
from articles.recognition import proposals
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

NAMES = '{"kind": "place", "name": "تهران"}\n{"kind": "شیء", "name": "سنگ"}\n'


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.jsonl"
    path.write_text(NAMES, encoding="utf-8")
    return path


def load(*args: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_names", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_prints_counts_and_what_to_do_next(names):
    out, _ = load(names)
    assert "1 created, 0 updated, 0 unchanged, 1 rejected" in out
    assert "manage.py recognise" in out


def test_a_rejected_record_is_named_with_its_line(names):
    _, err = load(names)
    assert "names.jsonl:2: " in err


def test_the_second_run_says_unchanged(names):
    load(names)
    out, _ = load(names)
    assert "0 created, 0 updated, 1 unchanged" in out
    assert Entity.objects.count() == 1


def test_articles_are_left_alone_until_asked(names):
    ArticleFactory(body="تهران")
    Mention.objects.all().delete()
    load(names)
    assert not Mention.objects.exists()


def test_apply_finds_the_names_in_the_archive(names):
    ArticleFactory(body="تهران")
    out, _ = load(names, "--apply")
    assert Mention.objects.get().article == Article.objects.get()
    assert "articles read: 1;" in out


def test_what_is_proposed_for_them_waits_to_be_counted(names):
    load(names)
    pipeline.catch_up()
    more = '{"kind": "place", "name": "بلینکن"}\n{"kind": "place", "name": "تهران", "aliases": '
    names.write_text(f'{more}["بلینکین"]}}\n', encoding="utf-8")
    load(names)
    pipeline.catch_up()
    assert Proposal.objects.waiting().get().reason == "double"
    assert proposals.audit() == []


def test_a_persons_words_are_kept_whole_in_the_index_that_is_there(names, data_dir):
    ArticleFactory(body="کتابی آمد و سخن گفت")
    pipeline.catch_up()
    assert archive.search(SearchRequest(q="کتاب")).total == 1
    names.write_text('{"kind": "person", "name": "علی کتابی"}\n', encoding="utf-8")
    load(names)
    pipeline.catch_up()
    assert archive.search(SearchRequest(q="کتاب")).total == 0
    assert indexing.words_not_followed() == set()


def test_an_unreadable_file_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="خوانده نشد"):
        load(tmp_path / "absent.jsonl")


def test_a_damaged_gzip_is_one_clear_sentence_and_stores_nothing(tmp_path):
    lines = (f'{{"kind": "place", "name": "{n} شهر"}}\n' for n in range(500))
    packed = bytearray(gzip.compress("".join(lines).encode()))
    packed[200:260] = bytes(60)
    path = tmp_path / "names.jsonl.gz"
    path.write_bytes(packed)
    with pytest.raises(CommandError, match="ناقص یا خراب"):
        load(path)
    assert not Entity.objects.exists()
