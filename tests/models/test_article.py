import pytest
from django.db import IntegrityError

from articles.models import Article, Original
from tests.factories import ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db


def test_an_original_gives_its_bytes_back_exactly():
    content = "متن\r\n\x00 با هر بایتی".encode() + bytes(range(256))
    Original.of(content, "text/plain").save()
    assert Original.objects.get().content == content


def test_text_is_stored_as_published():
    text = "  می\u00acشود\u00a0 كتاب\r\nهاي \u200c "
    article = ArticleFactory(title=text, lead=text, body=text)
    article.refresh_from_db()
    assert (article.title, article.lead, article.body) == (text, text, text)


def test_an_article_without_any_text_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        Article.objects.create(source=SourceFactory())


def test_an_external_id_stands_once_in_a_source_and_may_be_empty():
    source = SourceFactory()
    ArticleFactory.create_batch(2, source=source, external_id="")
    ArticleFactory(source=source, external_id="7")
    ArticleFactory(source=SourceFactory(name="دیگر"), external_id="7")
    with pytest.raises(IntegrityError):
        ArticleFactory(source=source, external_id="7")


def test_an_unknown_status_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        ArticleFactory(status="lost")


def test_an_untitled_article_is_headed_by_its_first_words():
    body = "وزیر امور خارجهٔ ترکیه " + "دربارهٔ آتش‌بس سخن گفت " * 10
    headline = ArticleFactory(title="", body=body + "\nسطر دوم").headline
    assert headline.startswith("وزیر امور خارجهٔ ترکیه")
    assert headline.endswith("…")
    assert len(headline) < 95
    assert ArticleFactory(title="", body="کوتاه\nدوم").headline == "کوتاه"


def test_addresses_are_readable_and_survive_half_spaces():
    article = ArticleFactory(title="گفت‌وگوی تلفنی: «لاوروف»")
    assert article.slug == "گفت-وگوی-تلفنی-لاوروف"


def test_the_newest_articles_come_first_and_undated_ones_last():
    undated = ArticleFactory(published_at=None)
    old = ArticleFactory(published_at="2020-01-01T00:00Z")
    new = ArticleFactory(published_at="2021-01-01T00:00Z")
    assert list(Article.objects.latest_first()) == [new, old, undated]
