"""A curator works off the proposals for names with the keyboard, in a real browser."""

import pytest

from articles import pipeline
from articles.models import Alias, Decision, Entity, PendingArticle, Proposal
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_barriers import violations_on
from tests.browser.test_staff import log_in, staff
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/admin/articles/proposal/"

__all__ = ["staff"]


@pytest.fixture
def proposals():
    """Two names that may be one, then two spellings."""
    with pipeline.deferred():
        one, other = EntityFactory(name="آنتونی بلینکن"), EntityFactory(name="آنتونی بلینکین")
        MentionFactory(article=ArticleFactory(body="آنتونی بلینکین رفت"), entity=other)
        made = [
            Proposal(entity=one, other=other, text=other.name, reason="double", weight=9),
            Proposal(entity=one, text="Blinken", key="blinken", reason="latin", weight=5),
            Proposal(entity=one, text="Blinkn", key="blinkn", reason="latin", weight=1),
        ]
        Proposal.objects.bulk_create(made)
        for latin in ("Blinken", "Blinkn"):
            article = ArticleFactory(body=f"آنتونی بلینکن ({latin}) آمد")
            MentionFactory(article=article, entity=one, also_called=latin)
    PendingArticle.objects.all().delete()


def shows(page, text):
    page.get_by_role("heading", level=2, name=text).wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_decision_has_its_key(staff, proposals, open_page, viewport):
    page = open_page(QUEUE, viewport=viewport)
    log_in(page)
    shows(page, "آنتونی بلینکین")
    assert violations_on(page) == []
    page.keyboard.press("s")
    shows(page, "Blinken")
    page.keyboard.press("y")
    shows(page, "Blinkn")
    assert Alias.objects.filter(text="Blinken").exists()
    page.keyboard.press("n")
    page.get_by_role("heading", level=2, name="آنتونی بلینکین").wait_for()
    page.keyboard.press("u")
    shows(page, "Blinkn")
    assert Decision.objects.filter(undone_at__isnull=False).count() == 1
    page.keyboard.press("k")
    shows(page, "آنتونی بلینکین")
    page.keyboard.press("y")
    page.get_by_role("heading", name="اگر «آنتونی بلینکن» بماند").wait_for()
    page.get_by_role("button", name="ادغام", exact=True).click()
    shows(page, "Blinkn")
    assert not Entity.objects.filter(name="آنتونی بلینکین").exists()
