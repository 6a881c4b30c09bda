"""`manage.py train_names` makes a model that `manage.py recognise` reads."""

import gzip
import io
import re

import pytest
from django.core.management import CommandError, call_command

from articles.recognition import crf, word_classes
from tests.factories import ArticleFactory, MentionFactory
from tests.recognition.conftest import lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def tagged_file(tmp_path):
    path = tmp_path / "lessons.bio"
    rows = ["\n".join(map("\t".join, zip(*lesson, strict=True))) for lesson in lessons()]
    path.write_text("\n\n".join(rows), encoding="utf-8")
    return path


def run(*args: object) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_a_trained_model_tags_a_token_file(tagged_file, tmp_path):
    model = tmp_path / "new" / "names.model"
    report = run("train_names", tagged_file, "--output", model)
    assert "sentences: 192," in report
    assert "PER 128" in report
    tokens = tmp_path / "tokens.conll"
    tokens.write_text(
        "به\nگزارش\nسازمان\nآبیاری\n،\nسارا\nدلشادفر\nبه\nمرند\nرفت\n", encoding="utf-8"
    )
    tagged = run("recognise", "--conll", tokens, "--model", model)
    assert "سارا\tB-PER\nدلشادفر\tI-PER\n" in tagged


def test_decisions_of_curators_are_learnt(tmp_path):
    article = ArticleFactory(title="خبر", body="دلشادفر رفت")
    MentionFactory(article=article, text="دلشادفر", entity=None, kind="person", origin="curator")
    report = run("train_names", "--from-archive", "--output", tmp_path / "model")
    assert "sentences: 1," in report
    assert (tmp_path / "model").stat().st_size > 0


def test_articles_and_composed_sentences_are_learnt(tmp_path):
    ArticleFactory(title="خبر", body="دکتر سارا دلشادفر رفت")
    alone = run("train_names", "--distant", "--output", tmp_path / "model")
    assert "PER 3" in alone  # each article counts three times


def test_nothing_to_learn_from_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="برچسب‌دار"):
        run("train_names", "--output", tmp_path / "model")


def test_a_missing_file_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="خوانده نشد"):
        run("train_names", tmp_path / "absent", "--output", tmp_path / "model")


def test_classes_of_words_are_learnt_from_plain_text(tagged_file, tmp_path, monkeypatch):
    monkeypatch.setattr(word_classes, "COUNTS", (2, 4, 8))
    monkeypatch.setattr(word_classes, "_DIMENSIONS", 4)
    monkeypatch.setattr(word_classes, "_EXTRA_DIMENSIONS", 4)
    line = "سازمان آبیاری در {} چنین گفت که مردم کتاب خوب را دوست دارند و به {} رفت\n"
    towns = ("مرند", "زابل", "پرتغال", "بروجرد")
    lines = [line.format(towns[n % 4], towns[(n // 4) % 4]) for n in range(400)]
    plain, packed = tmp_path / "news.txt", tmp_path / "more.txt.gz"
    plain.write_text("".join(lines[:200]), encoding="utf-8")
    packed.write_bytes(gzip.compress("".join(lines[200:]).encode()))
    model = tmp_path / "names.model"
    run("train_names", tagged_file, "--classes-from", plain, packed, "--output", model)
    classes = crf.NameTagger(model).knowledge.classes
    assert len({classes[town][1] for town in towns}) == 1
    assert classes["مرند"][1] != classes["گفت"][1]


def test_what_a_first_model_reads_in_plain_text_is_known_to_the_next(tagged_file, tmp_path):
    text = tmp_path / "news.txt"
    text.write_text("به گزارش سازمان آبیاری، سارا دلشادفر به مرند رفت.\n" * 3, encoding="utf-8")
    model = tmp_path / "names.model"
    run("train_names", tagged_file, "--names-from", text, "--output", model)
    known = crf.NameTagger(model).knowledge
    assert known.phrases == {"سازمان ابیاری": "ORG0", "سارا دلشادفر": "PER0"}
    assert known.roles["مرند"] == ("LOC0", "S-LOC")
    assert known.classes == crf.default_knowledge().classes


def test_the_same_texts_make_the_same_model_byte_for_byte(tagged_file, tmp_path):
    text = tmp_path / "news.txt"
    text.write_text("به گزارش سازمان آبیاری، سارا دلشادفر به مرند رفت.\n" * 3, encoding="utf-8")
    models = [tmp_path / "first.model", tmp_path / "second.model"]
    for model in models:
        run("train_names", tagged_file, "--names-from", text, "--output", model)
    first, second = (model.read_bytes() for model in models)
    assert first == second


def test_without_such_text_the_shipped_model_tells_what_it_knows(tagged_file, tmp_path):
    model = tmp_path / "names.model"
    run("train_names", tagged_file, "--output", model)
    assert crf.NameTagger(model).knowledge == crf.default_knowledge()


BROKEN = {
    "windows-1256.txt": "تهران\tB-LOC\n".encode("cp1256"),
    "picture.png": bytes(range(256)),
    "cut.txt.gz": gzip.compress("تهران\tB-LOC\n".encode() * 50)[:-12],
    "no.gz": b"no archive",
    "article.txt": "این خبری است بی‌برچسب.\n".encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_foreign_or_broken_file_is_one_sentence_in_persian(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    with pytest.raises(CommandError) as caught:
        run("train_names", path, "--output", tmp_path / "model")
    assert caught.value.returncode == 1
    said = str(caught.value).replace(str(path), "")
    assert not re.search("[a-z]{3}", said)
    assert "\n" not in said
    assert not (tmp_path / "model").exists()


def test_a_broken_text_for_classes_is_said_too(tagged_file, tmp_path):
    text = tmp_path / "news.txt"
    text.write_bytes("خبر".encode("cp1256"))
    with pytest.raises(CommandError, match="UTF-8"):
        run("train_names", tagged_file, "--classes-from", text, "--output", tmp_path / "model")
