"""Proposals follow the archive by themselves, and what curators said of them stays."""

from itertools import islice

import pytest

from articles import curation, pipeline
from articles.models import Alias, Entity, Kind, PendingArticle, Proposal
from articles.recognition import mentions, proposals
from articles.recognition.names import NameRecord, import_names, read_names
from articles.recognition.recogniser import current
from benchmarks.corpora import ROOT, AbsentError, json_lines, shared
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db

NAME = "زبیگنیو رائوفسکی"
LATIN = f"{NAME} (Zbigniew Raufsky) گفت"


@pytest.fixture
def minister():
    return EntityFactory(name=NAME)


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Does something as a request would, with everything that follows the commit."""

    def do(step, *arguments, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*arguments, **more)

    return do


def read(body: str):
    article = ArticleFactory(title="خبر", lead="", body=body)
    mentions.store([article], current())
    return article


def edit(article, body: str) -> None:
    article.body = body
    article.save()
    mentions.store([article], current())


def waiting() -> list[tuple[str, str, int]]:
    rows = Proposal.objects.waiting().order_by("text")
    return [(row.text, row.reason, row.mentions) for row in rows]


def everything() -> list[tuple[object, ...]]:
    fields = ("entity", "other", "text", "key", "reason", "mentions", "weight", "status")
    return sorted(Proposal.objects.values_list(*fields), key=str)


class TestSpellings:
    def test_a_new_article_brings_them_by_itself(self, minister):
        read(LATIN)
        assert waiting() == [("Zbigniew Raufsky", "latin", 1)]
        (row,) = proposals.mentions_of(Proposal.objects.get())
        assert (row.text, row.also_called) == (NAME, "Zbigniew Raufsky")

    def test_a_line_follows_the_archive_and_keeps_its_key(self, minister):
        article = read(LATIN)
        pk = Proposal.objects.get().pk
        read(LATIN)
        assert [(row.pk, row.mentions) for row in Proposal.objects.all()] == [(pk, 2)]
        mentions.store([article], current())
        assert waiting() == [("Zbigniew Raufsky", "latin", 2)]

    def test_what_an_edit_takes_away_goes(self, minister):
        article = read(LATIN)
        edit(article, f"{NAME} گفت")
        assert not Proposal.objects.exists()
        edit(article, LATIN)
        assert waiting() == [("Zbigniew Raufsky", "latin", 1)]

    def test_an_article_that_is_deleted_takes_its_own_along(self, minister, done):
        article = read(LATIN)
        read(LATIN)
        done(article.delete)
        assert waiting() == [("Zbigniew Raufsky", "latin", 1)]

    def test_a_bare_surname_behind_the_full_name(self, minister):
        read(f"{NAME} آمد. رائوفسکی گفت: خوب است. رائوفسکی رفت.")
        assert waiting() == [("رائوفسکی", "surname", 2)]

    def test_initials_that_fit_the_name(self, minister):
        read(f"{NAME} آمد. ز. رائوفسکی گفت و ک. رائوفسکی رفت.")
        assert waiting() == [("ز. رائوفسکی", "initials", 1)]

    def test_a_short_form_of_an_organisation(self):
        EntityFactory(name="سازمان پیمان زرتاش", kind=Kind.ORGANISATION)
        read("سازمان پیمان زرتاش (زرتا) بیانیه داد")
        assert waiting() == [("زرتا", "short", 1)]

    def test_spellings_of_one_key_are_one_line_with_the_frequent_form(self, minister):
        for latin in ("Z. Raufsky", "Z Raufsky", "Z. Raufsky"):
            read(f"{NAME} ({latin}) گفت")
        assert waiting() == [("Z. Raufsky", "latin", 3)]

    def test_what_is_an_alias_already_is_not_proposed(self, minister):
        Alias.objects.create(entity=minister, text="zbigniew raufsky")
        Alias.objects.create(entity=minister, text="رائوفسکی")
        read(f"{NAME} (Zbigniew Raufsky) آمد. رائوفسکی رفت.")
        assert waiting() == []

    def test_a_spelling_that_was_given_otherwise_waits_no_more(self, minister):
        read(LATIN)
        Alias.objects.create(entity=minister, text="zbigniew raufsky")
        assert waiting() == []

    def test_what_was_refused_never_returns_by_itself(self, minister, admin_user):
        read(LATIN)
        curation.refuse(Proposal.objects.get(), admin_user)
        read(LATIN)
        assert proposals.refresh() == 0
        assert Proposal.objects.get().status == Proposal.Status.REFUSED


class TestDecisions:
    """What curators decide about mentions and names changes what is proposed, and undo does."""

    @pytest.fixture
    def article(self, minister):
        return read(f"{NAME} (Zbigniew Raufsky) آمد. رائوفسکی رفت.")

    def test_a_rejected_mention_shows_no_spelling(self, minister, article, admin_user):
        decision = curation.reject(article.mentions.filter(text=NAME), admin_user).decision
        pipeline.catch_up()
        assert waiting() == []
        curation.undo(decision, admin_user)
        pipeline.catch_up()
        assert waiting() == [("Zbigniew Raufsky", "latin", 1), ("رائوفسکی", "surname", 1)]

    def test_a_mention_linked_to_another_name_shows_it_of_that(self, article, admin_user, done):
        other = EntityFactory(name="یانوش کاوا")
        done(curation.link, article.mentions.filter(text=NAME), other, admin_user)
        assert Proposal.objects.waiting().get(reason="latin").entity == other

    def test_a_merge_takes_them_along_and_its_undo_brings_them_back(
        self, minister, article, admin_user, done
    ):
        before = everything()
        other = EntityFactory(name="وزیر خارجهٔ لهستان")
        report = done(curation.merge, [minister], other, admin_user)
        assert Proposal.objects.waiting().get().entity == other
        assert waiting() == [("Zbigniew Raufsky", "latin", 1)]
        done(curation.undo, report.decision, admin_user)
        assert everything() == before

    def test_a_namesake_takes_the_surname_away_and_gives_it_back(
        self, minister, article, admin_user, done
    ):
        namesake = done(EntityFactory, name="یانوش رائوفسکی")
        assert waiting() == [("Zbigniew Raufsky", "latin", 1)]
        done(curation.delete, [namesake], admin_user)
        assert waiting() == [("Zbigniew Raufsky", "latin", 1), ("رائوفسکی", "surname", 1)]

    def test_a_name_that_is_renamed_gives_its_surname_back(self, minister, article, done):
        namesake = done(EntityFactory, name="یانوش رائوفسکی")
        namesake.aliases.all().delete()
        namesake.name = "یانوش کاوا"
        done(namesake.save)
        assert ("رائوفسکی", "surname", 1) in waiting()


class TestDoubles:
    @pytest.fixture
    def pair(self, done):
        return [done(EntityFactory, name=f"آنتونی {surname}") for surname in ("بلینکن", "بلینکین")]

    def test_a_new_name_brings_them_by_itself(self, pair, done):
        done(EntityFactory, name="آنتونی بلینکان", kind=Kind.PLACE)
        row = Proposal.objects.get()
        assert ({row.entity, row.other}, row.reason) == (set(pair), "double")

    def test_so_does_a_new_spelling_until_it_goes(self, done):
        one, other = EntityFactory(name="آنتونی بلینکن"), EntityFactory(name="وزیر خارجه")
        alias = done(Alias.objects.create, entity=other, text="آنتونی بلینکین")
        row = Proposal.objects.get()
        assert (row.entity, row.other, row.text) == (one, other, "آنتونی بلینکین")
        done(alias.delete)
        assert not Proposal.objects.exists()

    def test_two_spellings_of_one_name_are_none(self, done):
        done(EntityFactory, name="آنتونی بلینکن", aliases=["آنتونی بلینکین"])
        assert not Proposal.objects.exists()

    def test_nor_are_two_names_that_share_the_spelling(self, done):
        for number in range(2):
            done(EntityFactory, name=f"وزیر {number}", aliases=["بلینکن", "بلینکین"])
        assert not Proposal.objects.filter(text__contains="بلینک").exists()

    def test_the_rarer_name_is_the_others_whichever_came_first(self, pair):
        read("آنتونی بلینکین رفت")
        row = Proposal.objects.get()
        assert (row.entity, row.other, row.text) == (pair[1], pair[0], "آنتونی بلینکن")
        read("آنتونی بلینکن آمد. آنتونی بلینکن رفت.")
        row = Proposal.objects.get()
        assert (row.entity, row.text, row.mentions) == (pair[0], "آنتونی بلینکین", 3)

    def test_what_was_refused_never_returns_by_itself(self, pair, admin_user, done):
        done(curation.refuse, Proposal.objects.get(), admin_user)
        read("آنتونی بلینکین رفت")
        done(Alias.objects.create, entity=pair[0], text="تونی بلینکن")
        assert proposals.refresh() == 0
        assert Proposal.objects.count() == 1


def test_what_went_wrong_is_told_and_mended(minister):
    read(LATIN)
    Proposal.objects.update(mentions=7)
    ((wrong, right),) = proposals.audit()
    assert (wrong.mentions, right.mentions) == (7, 1)
    proposals.refresh()
    assert proposals.audit() == []


def test_a_refused_line_goes_on_counting_for_its_undo(minister, admin_user):
    read(LATIN)
    decision = curation.refuse(Proposal.objects.get(), admin_user)
    read(LATIN)
    curation.undo(decision, admin_user)
    assert waiting() == [("Zbigniew Raufsky", "latin", 2)]
    assert proposals.audit() == []


def test_the_number_of_questions_does_not_grow_with_the_articles(
    minister, django_assert_max_num_queries
):
    articles = [ArticleFactory(title="خبر", body=LATIN) for _ in range(30)]
    recogniser = current()
    with django_assert_max_num_queries(30):
        mentions.store(articles, recogniser)
    assert waiting() == [("Zbigniew Raufsky", "latin", 30)]


def test_real_news_brings_the_same_bit_by_bit_as_all_at_once(done):
    """The demo archive's names, without the spellings that a list would give them."""
    try:
        records = list(islice(json_lines(shared("news/aut.jsonl.gz")), 300))
    except AbsentError as error:
        pytest.skip(str(error))
    names = read_names(ROOT / "articles" / "demo" / "names.jsonl")
    with pipeline.deferred():
        import_names(
            NameRecord(line=0, kind=one.kind, name=one.name)
            for one in names
            if isinstance(one, NameRecord)
        )
        made = [
            ArticleFactory(title=one["title"] or "", lead=one["lead"] or "", body=one["body"] or "")
            for one in records
        ]
    PendingArticle.objects.all().delete()
    proposals.follow(Entity.objects.values_list("pk", flat=True))
    for first in range(0, len(made), 50):
        mentions.store(made[first : first + 50], current())
    for article in made[:40]:
        edit(article, article.body[: len(article.body) // 2])
    bit_by_bit = everything()
    assert proposals.audit() == []
    proposals.refresh()
    assert everything() == bit_by_bit
    assert {"latin", "surname"} <= {row[4] for row in bit_by_bit}
    Proposal.objects.all().delete()
    proposals.refresh()
    assert everything() == bit_by_bit
