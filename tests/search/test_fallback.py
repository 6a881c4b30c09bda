"""A missing, damaged or outdated index: the archive goes on, says what is wrong, never a 500."""

import shutil
from pathlib import Path

import pytest

from articles import pipeline
from articles.persian import analyzer
from articles.search import archive, indexing
from articles.search.engines import whoosh
from articles.search.request import SearchRequest, Sort
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(data_dir) -> Path:
    """The index of a few articles."""
    for title in ("زلزله در بم", "زلزلهٔ تهران", "برف در کوه"):
        ArticleFactory(title=title, lead="", body="متن خبر دربارهٔ رویداد")
    pipeline.catch_up()
    return data_dir / "index"


def remove_everything(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_the_segments(folder: Path) -> None:
    for path in folder.glob("*.arr"):
        path.unlink()


def cut_the_segments(folder: Path) -> None:
    for path in folder.glob("*.arr"):
        path.chmod(0o644)
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)


def overwrite_the_segments(folder: Path) -> None:
    for path in folder.glob("*.arr"):
        path.chmod(0o644)
        with path.open("r+b") as file:
            file.write(b"\xff" * path.stat().st_size)


def spoil_the_table(folder: Path) -> None:
    for path in folder.glob("*.toc"):
        path.write_bytes(b"not a table of contents")


DAMAGES = [
    remove_everything,
    remove_the_segments,
    cut_the_segments,
    overwrite_the_segments,
    spoil_the_table,
]


@pytest.fixture(params=[(do, restarted) for do in DAMAGES for restarted in (False, True)])
def damaged(request, folder) -> Path:
    """Damaged under a process that has already searched it, or before it starts."""
    assert archive.search(SearchRequest(q="زلزله")).total == 2
    damage, restarted = request.param
    damage(folder)
    if restarted or damage is spoil_the_table:  # read once, at the first search
        whoosh.index_in.cache_clear()
    return folder


def test_the_newest_titles_are_searched_instead(damaged, caplog):
    results = archive.search(SearchRequest(q="زلزله", sort=Sort.OLDEST))
    assert [hit.article.title for hit in results.hits] == ["زلزله در بم", "زلزلهٔ تهران"]
    assert results.limited
    assert "فقط از تیتر و لید" in results.notes[0]
    assert "rebuild_index" in caplog.text


@pytest.mark.parametrize(
    "address",
    ["/", "/articles/", "/names/", "/archive/", "/search/?q=زلزله", "/api/v1/search?q=بم"],
)
def test_every_page_is_still_served(damaged, client, address):
    assert client.get(address).status_code == 200


def test_an_article_and_its_admin_pages_are_still_served(damaged, admin_client):
    article = ArticleFactory(title="تازه")
    assert admin_client.get(article.get_absolute_url()).status_code == 200
    response = admin_client.get(f"/admin/articles/article/{article.pk}/change/")
    assert response.status_code == 200
    assert "rebuild_index" in response.content.decode()


def test_staff_see_the_remedy_on_the_site_and_readers_do_not(
    damaged, admin_client, client, django_user_model
):
    assert "rebuild_index" in admin_client.get("/").content.decode()
    client.force_login(django_user_model.objects.create_user("reader"))
    assert "rebuild_index" not in client.get("/").content.decode()


def test_the_remedy_mends_it(damaged):
    indexing.rebuild()
    results = archive.search(SearchRequest(q="زلزله"))
    assert results.total == 2
    assert not results.limited


def test_an_index_of_older_rules_is_searched_and_staff_are_told(folder, monkeypatch, admin_client):
    monkeypatch.setattr(indexing, "ANALYZER_VERSION", analyzer.ANALYZER_VERSION + 1)
    assert archive.search(SearchRequest(q="زلزله")).total == 2
    assert "rebuild_index" in admin_client.get("/").content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("زلزله -بم", ["زلزلهٔ تهران"]),
        ("بم یا کوه", ["برف در کوه", "زلزله در بم"]),
        ("«در کوه»", ["برف در کوه"]),
        ("عنوان:بم", ["زلزله در بم"]),
        ("زلز*", ["زلزلهٔ تهران", "زلزله در بم"]),
    ],
)
def test_the_query_language_holds_without_an_index(folder, query, titles):
    shutil.rmtree(folder)
    found = archive.search(SearchRequest(q=query, sort=Sort.NEWEST)).hits
    assert [hit.article.title for hit in found] == titles


def test_filters_and_dates_hold_without_an_index(folder):
    other = ArticleFactory(title="زلزلهٔ دیگر", source__name="منبعی دیگر")
    shutil.rmtree(folder)
    asked = SearchRequest(q="زلزله", sources=(other.source.slug,))
    assert [hit.article.pk for hit in archive.search(asked).hits] == [other.pk]
    assert archive.search(SearchRequest(q="زلزله", date_to="1300")).total == 0


@pytest.fixture
def unindexed(db):
    """Articles that differ in everything that a query can speak of, and no index."""
    EntityFactory(name="نیما یوشیج")
    ArticleFactory(
        title="زلزله در بم", lead="خلاصه", body="نیما یوشیج", source__name="البرز", author="رها"
    )
    ArticleFactory(
        title="باران", lead="زلزله نبود", category__name="ورزش", published_at="2020-01-01T12:00Z"
    )
    ArticleFactory(title="برف", lead="خلاصه", published_at=None, category=None)
    pipeline.catch_up()


@pytest.mark.parametrize(
    "q",
    [
        "زلزله",
        "-زلزله",
        "باران یا برف",
        "عنوان:زلزله",
        "عنوان:(زلزله یا برف)",
        "منبع:البرز",
        "-منبع:البرز",
        "منبع:ناکجا",
        "دسته:ورزش",
        'نام:"نیما یوشیج"',
        '-نام:"نیما یوشیج"',
        "نام:باران",
        "نویسنده:رها",
        "گوینده:ناکجا",
        "از:۱۴۰۰",
        "تا:۱۴۰۰",
        "زلزله تاریخ:۱۳۹۸",
        "-از:۱۴۰۰",
        "زلزله از ۱۴۰۰ تا ۱۴۰۳",
    ],
)
def test_without_an_index_a_query_means_the_same(unindexed, data_dir, q):
    """As far as titles and leads and the rows of the database say."""
    right = {hit.article.pk for hit in archive.search(SearchRequest(q=q)).hits}
    shutil.rmtree(data_dir / "index")
    whoosh.index_in.cache_clear()
    limited = archive.search(SearchRequest(q=q))
    assert limited.limited
    assert {hit.article.pk for hit in limited.hits} == right


def test_without_an_index_any_word_is_enough_where_any_is_asked_for(unindexed, data_dir):
    shutil.rmtree(data_dir / "index")
    whoosh.index_in.cache_clear()
    assert archive.search(SearchRequest(q="باران برف", any_word=True)).total == 2
    assert archive.search(SearchRequest(q="باران برف")).total == 0
