import pytest
from django.urls import reverse

from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def cite(client, article, ending):
    return client.get(reverse(f"citation-{ending}", args=[article.pk, article.slug]))


def test_a_persian_citation_stands_on_the_page(client):
    article = ArticleFactory(title="برف بارید", author="نرگس رها")
    page = client.get(article.get_absolute_url()).content.decode()
    expected = "نرگس رها. «برف بارید». خبرگزاری آزمون، ۱۵ مهر ۱۴۰۲. http://testserver/articles/"
    assert f"{expected}{article.pk}/" in page.replace("\u200f", "")


def test_bibtex_has_the_fields_and_no_commands(client):
    article = ArticleFactory(title="سود ۵۰% {و} \\input", author="نرگس رها")
    response = cite(client, article, "bib")
    assert response["Content-Disposition"] == f'attachment; filename="news-{article.pk}.bib"'
    text = response.content.decode()
    assert text.startswith(f"@online{{newsarchive{article.pk},\n")
    assert r"title = {سود ۵۰\% \{و\} \textbackslash{}input}," in text
    assert "author = {{نرگس رها}}," in text
    assert "date = {2023-10-07}," in text
    assert f"url = {{http://testserver/articles/{article.pk}/}}," in text


def test_ris_is_a_record_of_one_line_a_field(client):
    article = ArticleFactory(title="برف\nبارید", author="", lead="بند نخست\nبند دوم")
    lines = cite(client, article, "ris").content.decode().split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert "TI  - برف بارید" in lines
    assert "DA  - 2023/10/07" in lines
    assert "AB  - بند نخست بند دوم" in lines
    assert not any(line.startswith("AU") for line in lines)
    assert lines[-2] == "ER  - "


def test_an_article_without_a_date_can_be_cited(client):
    article = ArticleFactory(published_at=None)
    assert "date" not in cite(client, article, "bib").content.decode()


def test_hidden_articles_cannot_be_cited(client):
    assert cite(client, ArticleFactory(status="draft"), "ris").status_code == 404
