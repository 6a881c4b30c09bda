"""However many processes read, the names are the same."""

import pytest

from articles import curation
from articles.errors import RecognitionError
from articles.models import Kind
from articles.recognition import mentions
from articles.recognition.gazetteer import AliasRow
from articles.recognition.recogniser import Recogniser, current
from articles.recognition.workers import PARALLEL_FROM, Readers, workers_for
from tests.factories import ArticleFactory, EntityFactory

TEXT = "به گزارش سازمان آبیاری، سارا دلشادفر به مرند رفت."


def names(*places: str) -> Recogniser:
    rows = [AliasRow(n, Kind.PLACE, place, main=True) for n, place in enumerate(places, 1)]
    return Recogniser(rows)


def read_ahead(batches, model, workers):
    with Readers(suggests=True, model=model, workers=workers) as readers:
        return list(readers.read_ahead(batches, current))


@pytest.mark.django_db
def test_articles_are_read_ahead_in_order_by_any_number_of_processes(model, admin_user):
    articles = [ArticleFactory(title=f"خبر {n}", body=TEXT) for n in range(12)]
    place = EntityFactory(name="مرند", kind=Kind.PLACE)
    mentions.store(articles, current())
    curation.reject(place.mentions.filter(article=articles[7]), admin_user)
    batches = [articles[first : first + 2] for first in range(0, 12, 2)]
    one, two = (read_ahead(batches, model, workers) for workers in (1, 2))
    assert one == two
    assert [[reading.article_id for reading in some] for some in one] == [
        [article.pk for article in some] for some in batches
    ]
    texts = {row.text for row in one[0][0].mentions}
    assert texts == {"سازمان آبیاری", "سارا دلشادفر", "مرند"}
    assert one[3][1].mentions[0].status == "rejected"


@pytest.mark.django_db
def test_what_was_submitted_is_read_although_names_change():
    article = ArticleFactory(body=TEXT)
    with Readers(suggests=False, workers=2) as readers:
        readers.use(names("مرند"))
        begun = readers.submit([article])
        readers.use(names("آبیاری"))
        found = [future.result()[0] for future in (begun, readers.submit([article]))]
        assert [[row.text for row in one.mentions] for one in found] == [["مرند"], ["آبیاری"]]


def test_a_missing_model_is_said_before_anything_is_read(tmp_path):
    with pytest.raises(RecognitionError, match="train_names"):
        Readers(suggests=True, model=tmp_path / "absent", workers=2)


def test_only_large_archives_start_processes():
    assert workers_for(PARALLEL_FROM - 1, None) == 1
    assert workers_for(PARALLEL_FROM, None) >= 1
    assert workers_for(10, 3) == 3
