"""`manage.py train_names` makes a model that `manage.py recognise` reads."""

import io

import pytest
from django.core.management import CommandError, call_command

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
    assert "۱۹۲ جمله" in report
    assert "PER ۱۲۸" in report
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
    assert "۱ جمله" in report
    assert (tmp_path / "model").stat().st_size > 0


def test_articles_and_composed_sentences_are_learnt(tmp_path):
    ArticleFactory(title="خبر", body="دکتر سارا دلشادفر رفت")
    alone = run("train_names", "--distant", "--output", tmp_path / "model")
    assert "PER ۳" in alone  # each article counts three times


def test_nothing_to_learn_from_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="برچسب‌دار"):
        run("train_names", "--output", tmp_path / "model")


def test_a_missing_file_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="خوانده نشد"):
        run("train_names", tmp_path / "absent", "--output", tmp_path / "model")
