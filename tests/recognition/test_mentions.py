"""Mentions follow the text and the names; a curator's decision outlives both."""

import pytest

from articles.models import DISPLACED, Kind, Mention
from articles.recognition.mentions import store
from articles.recognition.recogniser import current
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

CURATOR = Mention.Origin.CURATOR
REJECTED = Mention.Status.REJECTED
CONFIRMED = Mention.Status.CONFIRMED


@pytest.fixture
def tehran():
    return EntityFactory(name="تهران", kind=Kind.PLACE)


@pytest.fixture
def isfahan():
    return EntityFactory(name="اصفهان", kind=Kind.PLACE)


def recognise(*articles) -> list[int]:
    return store(articles, current())


def rows(article) -> list[tuple[str, int, str, int | None]]:
    found = article.mentions.order_by("field", "start")
    return [(row.field, row.start, row.text, row.entity_id) for row in found]


def edit(article, body: str) -> None:
    article.body = body
    article.save()


def test_names_of_every_field_become_rows(tehran):
    article = ArticleFactory(title="سفر به تهران", body="تهران")
    assert recognise(article) == [article.pk]
    assert rows(article) == [("body", 0, "تهران", tehran.pk), ("title", 7, "تهران", tehran.pk)]


def test_a_second_run_changes_nothing(tehran):
    article = ArticleFactory(body="تهران و تهران")
    recognise(article)
    before = list(article.mentions.values_list())
    assert recognise(article) == []
    assert list(article.mentions.values_list()) == before


def test_rows_that_stay_right_keep_their_ids(tehran, isfahan):
    article = ArticleFactory(body="تهران و اصفهان")
    recognise(article)
    kept = article.mentions.get(text="تهران").pk
    edit(article, "تهران و شیراز")
    assert recognise(article) == [article.pk]
    assert [row.pk for row in article.mentions.all()] == [kept]


def test_a_name_that_passed_to_another_entity_is_updated_in_place(tehran, isfahan):
    article = ArticleFactory(body="تهران")
    recognise(article)
    pk = article.mentions.get().pk
    isfahan.name, tehran.name = "تهران", "ری"
    tehran.aliases.all().delete()
    isfahan.save()
    tehran.save()
    assert recognise(article) == [article.pk]
    assert article.mentions.get(pk=pk).entity == isfahan


def test_the_number_of_queries_does_not_grow_with_the_articles(
    tehran, django_assert_max_num_queries
):
    articles = ArticleFactory.create_batch(20, body="تهران و تهران")
    recogniser = current()
    with django_assert_max_num_queries(15):  # two of them to read, six for savepoints
        store(articles, recogniser)


def test_a_rejected_mention_does_not_return(tehran):
    article = ArticleFactory(body="تهران")
    MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    assert recognise(article) == []
    assert article.mentions.get().status == REJECTED


def test_a_rejected_part_blocks_a_longer_form_of_the_same_name(tehran):
    article = ArticleFactory(body="تهران بزرگ")
    MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    tehran.aliases.create(text="تهران بزرگ")
    recognise(article)
    assert article.mentions.count() == 1


def test_rejecting_a_long_name_lets_the_name_inside_come_forward(tehran):
    province = EntityFactory(name="استان تهران", kind=Kind.PLACE)
    article = ArticleFactory(body="استان تهران")
    recognise(article)
    article.mentions.update(origin=CURATOR, status=REJECTED)
    recognise(article)
    assert rows(article) == [
        ("body", 0, "استان تهران", province.pk),
        ("body", 6, "تهران", tehran.pk),
    ]


def test_a_confirmed_decision_wins_over_the_machine(tehran, isfahan):
    article = ArticleFactory(body="تهران بزرگ")
    MentionFactory(article=article, entity=isfahan, text="تهران بزرگ", origin=CURATOR)
    recognise(article)
    assert rows(article) == [("body", 0, "تهران بزرگ", isfahan.pk)]


def test_a_decision_takes_the_place_of_an_earlier_machine_row(tehran, isfahan):
    article = ArticleFactory(body="تهران بزرگ")
    recognise(article)
    MentionFactory(article=article, entity=isfahan, text="تهران بزرگ", origin=CURATOR)
    assert recognise(article) == [article.pk]
    assert rows(article) == [("body", 0, "تهران بزرگ", isfahan.pk)]


def test_a_decision_follows_its_text_after_an_edit(tehran):
    article = ArticleFactory(body="در تهران بود")
    row = MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    edit(article, "دیروز در تهران بود")
    assert recognise(article) == [article.pk]
    row.refresh_from_db()
    assert article.body[row.start : row.end] == "تهران"
    assert article.mentions.count() == 1


def test_a_decision_does_not_move_into_another_word(tehran):
    article = ArticleFactory(body="در تهران بود")
    row = MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    edit(article, "تهرانپارس، تهران")
    recognise(article)
    row.refresh_from_db()
    assert row.start == 11


def test_several_decisions_on_the_same_text_move_to_different_places(tehran):
    article = ArticleFactory(body="تهران، تهران")
    for start in (0, 7):
        MentionFactory(article=article, entity=tehran, start=start, end=start + 5, origin=CURATOR)
    edit(article, "xx تهران، تهران")
    recognise(article)
    assert [row[1] for row in rows(article)] == [3, 10]


def test_decisions_may_exchange_their_places(tehran, isfahan):
    article = ArticleFactory(body="تهران اراکی")
    first = MentionFactory(article=article, entity=tehran, text="تهران", origin=CURATOR)
    second = MentionFactory(article=article, entity=isfahan, text="اراکی", origin=CURATOR)
    edit(article, "اراکی تهران")
    recognise(article)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.start, second.start) == (6, 0)


def test_a_decision_whose_text_is_gone_is_kept_and_marks_nothing(tehran):
    article = ArticleFactory(body="در تهران بود")
    row = MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    edit(article, "در شیراز بود")
    recognise(article)
    row.refresh_from_db()
    assert (row.status, row.start) == (REJECTED, 3 + DISPLACED)
    assert recognise(article) == []


def test_a_displaced_decision_returns_with_its_text(tehran):
    article = ArticleFactory(body="در تهران بود")
    row = MentionFactory(article=article, entity=tehran, origin=CURATOR, status=REJECTED)
    edit(article, "در شیراز بود")
    recognise(article)
    edit(article, "در تهران بود")
    recognise(article)
    assert rows(article) == [("body", 3, "تهران", tehran.pk)]
    assert article.mentions.get() == row


def test_decisions_displaced_from_the_same_place_live_side_by_side(tehran, isfahan):
    article = ArticleFactory(body="تهران")
    MentionFactory(article=article, entity=tehran, text="تهران", origin=CURATOR)
    edit(article, "همدان")
    recognise(article)
    MentionFactory(article=article, entity=isfahan, text="همدان", origin=CURATOR)
    edit(article, "شیراز")
    recognise(article)
    assert article.mentions.filter(start__gte=DISPLACED).count() == 2


def test_an_unsure_name_is_a_suggestion():
    EntityFactory(name="محمدجواد ظریف", aliases=["ظریف"])
    article = ArticleFactory(body="هنری ظریف و زیبا")
    recognise(article)
    mention = article.mentions.get()
    assert (mention.status, mention.origin) == (
        Mention.Status.SUGGESTED,
        Mention.Origin.GAZETTEER,
    )


def test_an_article_deleted_meanwhile_is_passed_over(tehran):
    article = ArticleFactory(body="تهران")
    type(article).objects.all().delete()
    assert recognise(article) == []
