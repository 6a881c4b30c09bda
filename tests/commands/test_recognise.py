"""`manage.py recognise` over the archive and over a token file."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.models import Alias, Entity, Kind, Mention, PendingArticle, PendingName, Quotation
from articles.search import archive
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tehran():
    return EntityFactory(name="تهران", kind=Kind.PLACE)


def recognise(*args: object) -> str:
    out = io.StringIO()
    call_command("recognise", *args, stdout=out)
    return out.getvalue()


def test_the_whole_archive_is_read_and_counted(tehran):
    ArticleFactory(body="تهران")
    ArticleFactory(body="شیراز")
    assert "articles read: 2; with changed names: 1" in recognise()
    assert Mention.objects.get().entity == tehran


def test_the_second_run_changes_nothing(tehran):
    ArticleFactory(body="تهران")
    recognise()
    pk = Mention.objects.get().pk
    assert "with changed names: 0" in recognise()
    assert Mention.objects.get().pk == pk


def test_what_names_say_is_found_too():
    speaker = EntityFactory(name="سرگئی لاوروف", kind=Kind.PERSON)
    ArticleFactory(body="سرگئی لاوروف گفت که صلح نزدیک است.")
    recognise()
    said = Quotation.objects.get()
    assert (said.speaker, said.text) == (speaker, "صلح نزدیک است")
    recognise()
    assert Quotation.objects.get().pk == said.pk


def test_since_leaves_earlier_articles_alone(tehran):
    ArticleFactory(body="تهران")
    later = ArticleFactory(body="تهران")
    PendingArticle.objects.all().delete()
    PendingName.objects.all().delete()
    assert "articles read: 1;" in recognise("--since", str(later.pk))
    assert Mention.objects.get().article == later


def test_more_articles_than_one_batch_are_all_read(tehran, monkeypatch):
    monkeypatch.setattr("articles.management.commands.recognise.BATCH", 2)
    ArticleFactory.create_batch(5, body="تهران")
    assert "articles read: 5; with changed names: 5" in recognise()


def test_the_index_follows(tehran):
    article = ArticleFactory(body="سفر به تهران")
    recognise()
    assert archive.articles_with("تهران") == [article.pk]
    assert not PendingArticle.objects.exists()


def test_a_token_file_is_tagged(tehran, tmp_path):
    path = tmp_path / "tokens.conll"
    path.write_text("در\tO\nتهران\tO\n\nآمد\n", encoding="utf-8")
    assert recognise("--conll", path) == "در\tO\nتهران\tB-LOC\n\nآمد\tO\n"


def test_tokens_come_from_standard_input(tehran, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("تهران\n"))
    assert recognise("--conll", "-") == "تهران\tB-LOC\n"


def test_tagging_knows_aliases_that_were_only_just_added(tmp_path):
    entity = Entity.objects.create(kind=Kind.PERSON, name="سرگئی لاوروف")
    Alias.objects.create(entity=entity, text="لاوروف")
    path = tmp_path / "tokens.conll"
    path.write_text("لاوروف\n", encoding="utf-8")
    assert recognise("--conll", path) == "لاوروف\tB-PER\n"


def test_a_missing_token_file_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="خوانده نشد"):
        recognise("--conll", tmp_path / "absent")


def test_a_token_file_in_another_encoding_is_one_sentence_in_persian(tmp_path):
    path = tmp_path / "tokens"
    path.write_bytes("تهران\n".encode("cp1256"))
    with pytest.raises(CommandError) as caught:
        recognise("--conll", path)
    assert caught.value.returncode == 1
    assert "UTF-8" in str(caught.value)
    assert "decode" not in str(caught.value)


def test_standard_input_in_another_encoding_is_said_too(monkeypatch):
    foreign = io.TextIOWrapper(io.BytesIO("تهران\n".encode("cp1256")), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", foreign)
    with pytest.raises(CommandError, match="ورودی استاندارد"):
        recognise("--conll", "-")


def test_unknown_names_are_suggested_on_demand(tehran):
    article = ArticleFactory(body="دکتر سارا دلشادفر به تهران رفت.")
    recognise()
    assert [row.text for row in article.mentions.all()] == ["تهران"]
    recognise("--suggest")
    rows = article.mentions.filter(status=Mention.Status.SUGGESTED)
    assert [(row.text, row.entity_id) for row in rows] == [("سارا دلشادفر", None)]


def test_suggestions_stay_when_known_names_are_recognised_again(tehran):
    article = ArticleFactory(body="دکتر سارا دلشادفر به تهران رفت.")
    recognise("--suggest")
    assert "with changed names: 0" in recognise()
    assert article.mentions.count() == 2


def test_a_missing_model_is_one_clear_sentence(tmp_path):
    with pytest.raises(CommandError, match="train_names"):
        recognise("--suggest", "--model", tmp_path / "absent")


def test_two_processes_store_what_one_does(tehran):
    for number in range(60):
        ArticleFactory(title=f"خبر {number}", body="دکتر سارا دلشادفر به تهران رفت.")
    recognise("--suggest", "--workers", "2")
    two = stored()
    assert len(two) == 120
    Mention.objects.all().delete()
    recognise("--suggest", "--workers", "1")
    assert stored() == two


def stored() -> list[tuple[object, ...]]:
    columns = ("article", "field", "start", "end", "kind", "status", "origin", "entity")
    return list(Mention.objects.order_by("article", "field", "start").values_list(*columns))
