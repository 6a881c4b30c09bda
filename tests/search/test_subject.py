from collections.abc import Iterator
from typing import NamedTuple

import pytest

from articles import pipeline
from articles.search import analysis, archive, indexing, subject, tree
from articles.search.query import parse
from articles.search.request import SearchRequest, Sort
from tests.factories import ArticleFactory


class Piece(NamedTuple):
    title: str = ""
    lead: str = ""
    body: str = ""


@pytest.fixture(scope="module")
def persian():
    return analysis.analyzer(())


def test_words_of_a_title_count_more_than_those_of_a_body(persian):
    counts = subject.terms_of(Piece("زلزله", "تهران", "کرمان کرمان"), persian)
    assert (counts["زلزله"], counts["تهران"], counts["کرمان"]) == (3, 2, 2)


def test_verbs_and_short_words_say_nothing_about_an_article(persian):
    assert set(subject.terms_of(Piece(body="او از بم می‌رود"), persian)) == set()


def compiled(text: str, any_word: bool = True) -> tuple[tree.Node, analysis.Compiler]:
    compiler = analysis.Compiler(
        analysis.analyzer(()), lambda key: True, directory=None, any_word=any_word
    )
    typed = parse(text).tree
    compiler.compile(typed)
    return typed, compiler


@pytest.mark.parametrize("text", ["کمبود آب در تهران", "آلودگی هوا", "زلزله"])
def test_plain_words_name_a_topic(text):
    assert subject.is_topic(*compiled(text))


@pytest.mark.parametrize(
    "text",
    ["چرا آب تهران کم است", "پایتخت ایران کجاست", "چه کسی آمد", "آب تهران کم شد؟", '"آب تهران"'],
)
def test_questions_and_phrases_name_none(text):
    assert not subject.is_topic(*compiled(text))


def test_where_all_words_are_wanted_there_is_no_topic():
    assert not subject.is_topic(*compiled("آلودگی هوا", any_word=False))


@pytest.fixture
def quakes(db) -> Iterator[None]:
    """Three articles about a quake that speak of debris, one that only speaks of a price."""
    for number in range(3):
        ArticleFactory(
            title=f"زلزلهٔ بم {number}", body="زلزله در بم آوار بر جای گذاشت. آواربرداری آوار بم."
        )
    ArticleFactory(title="بازار بم", body="قیمت خرما در بازار بم بالا رفت.")
    ArticleFactory(title="آوار بم", body="گزارشی از آوار در شهر بم پس از سال‌ها.")
    for number in range(40):
        ArticleFactory(title=f"ورزش {number}", body="تیم ملی فوتبال پیروز شد و به دور بعد رفت.")
    pipeline.catch_up()
    return


@pytest.mark.usefixtures("quakes")
class TestRaised:
    def asked(self, q: str, **parts) -> list[str]:
        found = archive.search(SearchRequest(q=q, page_size=100, **parts))
        return [hit.article.title for hit in found.hits]

    def test_what_resembles_the_best_articles_comes_first(self):
        order = self.asked("زلزله بم", any_word=True)
        assert order.index("آوار بم") < order.index("بازار بم")

    def test_no_other_articles_are_found(self):
        found = archive.search(SearchRequest(q="زلزله بم", any_word=True))
        assert found.total == 5

    def test_only_the_words_of_the_reader_are_marked(self):
        found = archive.search(SearchRequest(q="زلزله بم", any_word=True))
        marked = {part.text for hit in found.hits for part in hit.headline if part.hit}
        assert marked == {"زلزلهٔ", "بم"}

    def test_pages_follow_each_other(self):
        whole = self.asked("زلزله بم", any_word=True)
        pages = [
            hit.article.title
            for page in (1, 2)
            for hit in archive.search(
                SearchRequest(q="زلزله بم", any_word=True, page=page, page_size=3)
            ).hits
        ]
        assert pages == whole

    def test_an_order_by_date_stays_one(self):
        newest = self.asked("زلزله بم", any_word=True, sort=Sort.NEWEST)
        assert newest == self.asked("زلزله OR بم", sort=Sort.NEWEST)

    def test_nothing_found_raises_nothing(self):
        assert self.asked("ناموجودواژه دیگرناموجود", any_word=True, exact=True) == []

    def test_the_weights_of_all_words_together_are_a_share_of_the_readers(self):
        engine = indexing.backend().engine
        node = tree.Any((tree.Keys(((("زلزله",),),)), tree.Keys(((("بم",),),))))
        best = [(Piece("زلزلهٔ بم", "", "آوار خرما بازار"), 2.0)]
        raised = subject.raised(node, best, analysis.analyzer(()), engine)
        assert isinstance(raised, tree.Raised)
        assert sum(weight for _, weight in raised.words) == pytest.approx(2 * 0.4)
