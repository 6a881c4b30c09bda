import pytest
from django.contrib.admin.models import LogEntry

from articles import curation
from articles.curation import merging
from articles.errors import CurationError
from articles.models import Alias, Article, Entity, Mention, PendingArticle
from tests.factories import ArticleFactory, EntityFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def noted():
    return set(PendingArticle.objects.values_list("article_id", "recognise"))


def mention_of(entity, **parts):
    return MentionFactory(article=ArticleFactory(body=entity.name), entity=entity, **parts)


def forget_notes():
    PendingArticle.objects.all().delete()


def test_each_decision_notes_its_articles_once_and_is_logged(curator):
    article = ArticleFactory(body="تهران و تهران")
    entity = EntityFactory(name="تهران", kind="place")
    mentions = [
        MentionFactory(article=article, entity=entity, start=start, status="suggested")
        for start in (0, 8)
    ]
    forget_notes()
    assert curation.confirm(mentions, curator).changed == 2
    assert list(PendingArticle.objects.values_list("article_id", flat=True)) == [article.pk]
    assert LogEntry.objects.filter(user=curator, change_message="تأیید شد").count() == 2


def test_rejecting_asks_for_recognition_again(curator):
    mention = mention_of(EntityFactory())
    forget_notes()
    curation.reject(Mention.objects.all(), curator)
    assert noted() == {(mention.article_id, True)}
    mention.refresh_from_db()
    assert (mention.status, mention.origin) == ("rejected", "curator")


def test_linking_changes_the_row_in_place(curator):
    mention = mention_of(EntityFactory(name="بلینکن"))
    other = EntityFactory(name="آنتونی بلینکن")
    curation.link([mention], other, curator)
    assert Mention.objects.get().entity == other
    assert not other.aliases.filter(text="بلینکن").exists()


def test_learning_adds_each_spelling_once(curator):
    entity = EntityFactory(name="تهران", kind="place")
    mentions = [mention_of(EntityFactory(name=name)) for name in ("طهران", "طهـران", "تهران")]
    curation.link(mentions, entity, curator, learn=True)
    assert set(entity.aliases.values_list("text", flat=True)) == {"تهران", "طهران"}


def test_a_merge_moves_aliases_mentions_and_what_the_survivor_lacks(curator):
    into = EntityFactory(name="بلینکن", links="https://a.example/", aliases=["وزیر بلینکن"])
    goes = EntityFactory(
        name="بلینکین",
        latin_name="Antony Blinken",
        links="https://a.example/\nhttps://b.example/",
        aliases=["وزیر بلینکن", "آنتونی بلینکین"],
    )
    mention = mention_of(goes, status="suggested")
    report = curation.merge([goes, into], into, curator)
    into.refresh_from_db()
    mention.refresh_from_db()
    assert set(into.aliases.values_list("text", flat=True)) == {
        "بلینکن",
        "وزیر بلینکن",
        "بلینکین",
        "آنتونی بلینکین",
    }
    assert (into.latin_name, into.link_list()) == (
        "Antony Blinken",
        ["https://a.example/", "https://b.example/"],
    )
    assert (mention.entity, mention.status, mention.origin) == (into, "suggested", "gazetteer")
    assert (report.merged, report.aliases, report.mentions, report.articles) == (
        ("بلینکین",),
        2,
        1,
        1,
    )


def test_a_merged_name_without_aliases_becomes_a_spelling(curator):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    goes.aliases.all().delete()
    report = curation.merge([goes], into, curator)
    assert into.aliases.filter(text="بلینکین").exists()
    assert report.aliases == 1


def test_a_merged_names_own_latin_spelling_stays_known(curator):
    into = EntityFactory(name="بلینکن", latin_name="Antony Blinken")
    goes = EntityFactory(name="بلینکین", latin_name="A. Blinken")
    curation.merge([goes], into, curator)
    assert into.latin_name == "Antony Blinken"
    assert into.aliases.filter(text="A. Blinken").exists()


def test_a_merge_keeps_the_history_of_what_went(curator):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    moved = goes.aliases.get()
    pk = goes.pk
    curation.merge([goes], into, curator)
    last = Entity.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user) == ("-", curator)
    assert "بلینکن" in last.history_change_reason
    assert moved.history.latest().entity_id == into.pk
    assert LogEntry.objects.filter(object_id=into.pk, change_message__contains="بلینکین").exists()


def test_moved_mentions_take_the_kind_of_the_survivor(curator):
    into = EntityFactory(name="شورای شهر", kind="organisation")
    mention = mention_of(EntityFactory(name="شورا", kind="place"))
    curation.merge([mention.entity], into, curator)
    mention.refresh_from_db()
    assert mention.kind == "organisation"


def test_a_name_is_not_merged_into_itself(curator):
    entity = EntityFactory()
    with pytest.raises(CurationError, match="متفاوت"):
        curation.merge([entity], entity, curator)
    assert Entity.objects.exists()


def test_a_merge_that_fails_changes_nothing(curator, monkeypatch):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    mention_of(goes)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(merging, "_merge_message", fail)
    with pytest.raises(RuntimeError):
        curation.merge([goes], into, curator)
    assert Entity.objects.count() == 2
    assert Mention.objects.get().entity == goes
    assert set(Alias.objects.values_list("entity", flat=True)) == {into.pk, goes.pk}


def test_a_merge_of_thousands_of_mentions_needs_few_queries(curator, django_assert_max_num_queries):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    source = SourceFactory()
    articles = Article.objects.bulk_create(
        Article(source=source, body="بلینکین آمد") for _ in range(5000)
    )
    Mention.objects.bulk_create(
        Mention(
            article=article, field="body", start=0, end=7, text="بلینکین", kind="person",
            entity=goes, origin="gazetteer", status="confirmed",
        )
        for article in articles
    )  # fmt: skip
    forget_notes()
    with django_assert_max_num_queries(110):
        report = curation.merge([goes], into, curator)
    assert report.mentions == report.articles == 5000
    assert PendingArticle.objects.filter(decision=report.decision).count() == 5000


def test_only_articles_in_doubt_are_read_again(curator):
    into, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    mention_of(goes)
    unsure = mention_of(goes, status="suggested")
    forget_notes()
    decision = curation.merge([goes], into, curator).decision
    again = PendingArticle.objects.filter(decision=decision, recognise=True)
    assert list(again.values_list("article_id", flat=True)) == [unsure.article_id]
    assert PendingArticle.objects.filter(decision=decision).count() == 2


def test_deleting_names_notes_their_articles(curator):
    mention = mention_of(EntityFactory())
    forget_notes()
    curation.delete(Entity.objects.all(), curator)
    assert (mention.article_id, True) in noted()
    assert not Mention.objects.exists()
