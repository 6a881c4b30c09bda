"""Rows follow the text and the names; what a curator decided stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import curation
from articles.curation import quotations
from articles.models import Mention, Quotation
from articles.recognition import mentions, recogniser
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db

TEXT = "لاوروف گفت که صلح نزدیک است. پوتین تأکید کرد که جنگ پایان می‌یابد."


@pytest.fixture
def lavrov():
    return EntityFactory(name="سرگئی لاوروف", aliases=["لاوروف"])


@pytest.fixture
def putin():
    return EntityFactory(name="ولادیمیر پوتین", aliases=["پوتین"])


@pytest.fixture
def article(lavrov, putin):
    article = ArticleFactory(body=TEXT)
    renew(article)
    return article


def renew(article):
    mentions.store([article], recogniser.current())


def rewrite(article, body):
    article.body = body
    article.save()
    renew(article)


def said():
    rows = Quotation.objects.confirmed().order_by("start")
    return [(row.speaker.name, row.text) for row in rows]


PEACE, END = "صلح نزدیک است", "جنگ پایان می‌یابد"


def test_an_article_keeps_what_its_names_say(article, lavrov, putin):
    assert said() == [(lavrov.name, PEACE), (putin.name, END)]
    row = Quotation.objects.get(speaker=putin)
    assert article.body[row.start : row.end] == row.text
    assert article.body[row.cue_start :].startswith(row.cue)
    assert article.body[row.speaker_start : row.speaker_end] == "پوتین"


def test_what_stays_right_keeps_its_row(article):
    before = set(Quotation.objects.values_list("pk", flat=True))
    renew(article)
    assert set(Quotation.objects.values_list("pk", flat=True)) == before


def test_what_the_text_says_no_more_goes(article, putin):
    rewrite(article, "پوتین تأکید کرد که جنگ پایان می‌یابد.")
    assert said() == [(putin.name, END)]


def test_a_rejected_statement_never_returns_by_itself(article, putin, admin_user):
    quotations.reject(Quotation.objects.filter(text=PEACE), admin_user)
    renew(article)
    rewrite(article, "امروز " + TEXT)
    assert said() == [(putin.name, END)]


def test_a_rejected_statement_follows_its_text_through_an_absence(article, putin, admin_user):
    quotations.reject(Quotation.objects.filter(text=PEACE), admin_user)
    rewrite(article, "پوتین تأکید کرد که جنگ پایان می‌یابد.")
    rewrite(article, TEXT)
    assert said() == [(putin.name, END)]
    assert Quotation.objects.get(text=PEACE).status == Quotation.Status.REJECTED


def test_a_statement_given_to_another_stays_with_her(article, putin, admin_user):
    merkel = EntityFactory(name="آنگلا مرکل")
    quotations.attribute(Quotation.objects.filter(text=PEACE), merkel, admin_user)
    renew(article)
    assert said() == [(merkel.name, PEACE), (putin.name, END)]


def test_a_statement_goes_with_its_mention_to_another_name(article, lavrov, admin_user):
    other = EntityFactory(name="الکساندر لاوروف")
    quotations.confirm(Quotation.objects.filter(text=PEACE), admin_user)
    curation.link(Mention.objects.filter(entity=lavrov), other, admin_user)
    renew(article)
    assert (other.name, PEACE) in said()


def test_a_rejected_mention_says_nothing(article, lavrov, putin, admin_user):
    curation.reject(Mention.objects.filter(entity=lavrov), admin_user)
    renew(article)
    assert said() == [(putin.name, END)]


def test_merged_names_keep_their_statements(article, lavrov, putin, admin_user):
    whole = EntityFactory(name="سرگئی ویکتوروویچ لاوروف")
    curation.merge([lavrov], whole, admin_user)
    renew(article)
    assert said() == [(whole.name, PEACE), (putin.name, END)]


def test_a_decision_is_logged(article, admin_user):
    assert quotations.reject(Quotation.objects.all(), admin_user) == 2
    assert set(Quotation.objects.values_list("origin", "status")) == {("curator", "rejected")}
    assert admin_user.logentry_set.count() == 2


def test_queries_do_not_grow_with_the_articles(lavrov, putin):
    def stored(count):
        articles = [ArticleFactory(body=TEXT) for _ in range(count)]
        reader = recogniser.current()
        with CaptureQueriesContext(connection) as queries:
            mentions.store(articles, reader)
        return len(queries)

    assert stored(20) == stored(2)
