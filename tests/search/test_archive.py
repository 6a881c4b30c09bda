import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import pipeline
from articles.errors import QueryError
from articles.models import Article
from articles.search import archive
from articles.search.request import SearchRequest, Sort
from tests.factories import ArticleFactory, CategoryFactory, EntityFactory, SourceFactory


def titles(results):
    return [hit.article.title for hit in results.hits]


def marked(segments):
    return [segment.text for segment in segments if segment.hit]


FORMS = {
    "می‌شود": ["می شود", "میشود", "مي‌شود", "می\u00acشود", "می\xa0شود"],
    "گفت‌وگو": ["گفت وگو", "گفت و گو", "گفتگو", "گفت‌و‌گو", "گفت وگوی"],
    "سه‌شنبه": ["سه شنبه", "سهشنبه"],
    "نامه‌های": ["نامه های", "نامههای", "نامه‌هاى"],
    "آمریکا": ["امریکا", "آمريكا", "آمـــریکا", "آمِریکا"],
    "مسئول": ["مسوول", "مسؤول"],
    "۲۰۲۱۴": ["20214", "٢٠٢١٤"],
    "علی": ["ﻋﻠﯽ", "علي", "عَلی"],
}
PAIRS = [
    (one, other)
    for first, rest in FORMS.items()
    for one in (first, *rest)
    for other in (first, *rest)
    if one != other
]


@pytest.mark.parametrize(("stored", "typed"), PAIRS)
def test_whichever_form_was_archived_the_one_typed_finds_it(stored, typed, search):
    ArticleFactory(title="خبر", body=f"در این متن {stored} آمده است.")
    assert search(typed).total == 1


@pytest.mark.parametrize(
    ("stored", "typed"),
    [("تهران", "تهرانپارس"), ("مردم", "مرد"), ("دولت", "دول"), ("آلمان", "آل"), ("علیه", "علی")],
)
def test_different_words_stay_apart(stored, typed, search):
    ArticleFactory(title="خبر", body=f"واژهٔ {stored} اینجاست.")
    assert search(typed, exact=True).total == 0


def test_a_quoted_word_is_not_stemmed(search):
    ArticleFactory(title="جمع", body="کتاب‌های تازه")
    ArticleFactory(title="مفرد", body="کتاب تازه")
    assert search("کتاب").total == 2
    assert titles(search('"کتاب"')) == ["مفرد"]


@pytest.mark.parametrize(
    "stored", ["گفت وگوی تلفنی", "گفت و گوی تلفنی", "گفتگوی تلفنی", "گفتوگوی تلفنی"]
)
def test_a_quoted_phrase_meets_every_written_form(stored, search):
    ArticleFactory(title="خبر", body=f"دو وزیر در {stored} سخن گفتند.")
    assert search('"گفت‌وگوی تلفنی"').total == 1


def test_operators_narrow_and_widen(search):
    ArticleFactory(title="زلزله در تهران", body="متن")
    ArticleFactory(title="زلزله در شیراز", body="متن")
    ArticleFactory(title="باران در شیراز", body="متن")
    assert search("زلزله").total == 2
    assert search("زلزله -شیراز").total == 1
    assert search("(تهران یا باران)").total == 2
    assert search("زلز*").total == 2
    assert search("تهران شیراز").total == 0
    assert search("تهران شیراز", any_word=True).total == 3


def test_a_derived_word_raises_an_article_but_finds_none(search):
    ArticleFactory(title="صفت", body="آب آلوده و خاک")
    ArticleFactory(title="هر دو", body="آب آلوده و آلودگی")
    ArticleFactory(title="نام", body="آب و آلودگی")
    assert titles(search("آلوده", any_word=True)) == ["هر دو", "صفت"]


def test_what_a_question_asks_with_is_not_looked_for_when_any_word_will_do(search):
    ArticleFactory(title="پاسخ", body="دماوند در مازندران است")
    ArticleFactory(title="پرسش", body="کدام کوه")
    assert titles(search("دماوند در کدام استان است؟", any_word=True)) == ["پاسخ"]
    assert titles(search("کدام", any_word=True)) == ["پرسش"]


def test_without_a_lead_the_first_words_say_what_an_article_is_about(search):
    filler = " ".join(f"واژه{number}" for number in range(20))
    ArticleFactory(title="پایان", lead="", body=f"{filler} زلزله")
    ArticleFactory(title="آغاز", lead="", body=f"زلزله {filler}")
    assert titles(search("زلزله")) == ["آغاز", "پایان"]


def test_a_tilde_finds_words_that_are_spelt_nearly_so(search):
    ArticleFactory(title="درست", body="بلینکن به ژنو رفت")
    ArticleFactory(title="دیگر", body="بلینکین به ژنو رفت")
    ArticleFactory(title="دور", body="برلین")
    assert titles(search("بلینکن", exact=True)) == ["درست"]
    assert sorted(titles(search("بلینکن~", exact=True))) == ["درست", "دیگر"]
    assert marked(search("بلینکن~ -درست", exact=True).hits[0].snippet)
    assert search("ژنو بلینکن~", exact=True).total == 2


def test_fields_are_read(search):
    source = SourceFactory(name="خبرگزاری نمونهٔ البرز")
    ArticleFactory(title="یک", body="زلزله", source=source, category=CategoryFactory(name="علم"))
    ArticleFactory(title="زلزله", body="دو")
    assert titles(search("عنوان:زلزله")) == ["زلزله"]
    assert titles(search("منبع:البرز")) == ["یک"]
    assert titles(search("دسته:علم زلزله")) == ["یک"]


def test_dates_are_read_in_both_calendars(search):
    ArticleFactory(title="خبر")  # ۱۵ مهر ۱۴۰۲، 2023-10-07
    for typed in ("تاریخ:۱۴۰۲", "تاریخ:1402/07", "تاریخ:2023-10-07", "از:۱۴۰۲/۰۷/۱۵ تا:۱۴۰۲/۰۷/۱۵"):
        assert search(typed).total == 1, typed
    for typed in ("تاریخ:۱۴۰۱", "از:۱۴۰۲/۰۷/۱۶", "تا:2023-10-06"):
        assert search(typed).total == 0, typed


def test_an_impossible_date_finds_nothing_and_is_quoted_as_typed(search):
    ArticleFactory(title="خبر")
    results = search("خبر تاریخ:۱۴۰۲/۱۳")
    assert results.total == 0
    assert "تاریخ «۱۴۰۲/۱۳» در تقویم وجود ندارد" in results.notes[0]


def test_a_name_is_found_by_every_alias_and_shown_first(search):
    lavrov = EntityFactory(name="سرگئی لاوروف", aliases=["لاوروف"])
    ArticleFactory(title="خبر", body="سرگئی لاوروف سخن گفت.")
    ArticleFactory(title="دیگر", body="دربارهٔ چیز دیگر")
    assert search("لاوروف").card == lavrov
    assert search("سرگئی لاوروف").card == lavrov
    assert titles(search("نام:لاوروف")) == ["خبر"]
    assert titles(search(names=(lavrov.pk,))) == ["خبر"]


def test_an_unknown_name_is_searched_as_words_with_a_sentence(search):
    ArticleFactory(title="خبر", body="زید آمد")
    results = search("نام:زید")
    assert results.total == 1
    assert "فهرست نام‌ها" in results.notes[0]


def test_the_readers_words_are_marked_in_the_original_text(search):
    ArticleFactory(title="تضمينهاي امنيتي", body="روسیه تضمین‌های امنیتی می خواهد.")
    hit = search("تضمین امنیتی میخواهد").hits[0]
    assert marked(hit.headline) == ["تضمينهاي", "امنيتي"]
    assert marked(hit.snippet) == ["تضمین‌های", "امنیتی", "می خواهد"]
    assert "".join(segment.text for segment in hit.snippet) == hit.article.body


def test_a_snippet_shows_the_hit_of_a_long_text(search):
    ArticleFactory(title="خبر", body="سخن دیگر. " * 200 + "آنگاه زلزله آمد. " + "پایان متن. " * 200)
    snippet = search("زلزله").hits[0].snippet
    text = "".join(segment.text for segment in snippet)
    assert marked(snippet) == ["زلزله"]
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 400


def test_names_are_marked_by_entity_and_hits_inside_them_too(search):
    lavrov = EntityFactory(name="سرگئی لاوروف", aliases=["لاوروف"])
    ArticleFactory(title="خبر", body="دیروز سرگئی لاوروف سخن گفت.")
    hit = search("لاوروف").hits[0]
    assert hit.names == [lavrov]
    named = [(s.text, s.hit) for s in hit.snippet if s.entity == lavrov]
    assert named == [("سرگئی ", False), ("لاوروف", True)]


def test_facets_have_labels_counts_and_a_way_to_put_them_on(search):
    ArticleFactory(title="خبر یک", source=SourceFactory(name="نخست"))
    ArticleFactory(title="خبر دو", source=SourceFactory(name="دوم"))
    results = search("خبر")
    source = next(facet for facet in results.facets if facet.field == "source")
    assert {(value.label, value.count) for value in source.values} == {("نخست", 1), ("دوم", 1)}
    chosen = search("خبر", sources=source.values[0].toggled.sources)
    assert chosen.total == 1
    again = next(facet for facet in chosen.facets if facet.field == "source")
    assert [value.selected for value in again.values] == [True, False]
    assert again.values[0].toggled.sources == ()


def test_months_narrow_to_themselves(search):
    ArticleFactory(title="خبر")
    month = search("خبر").months[0]
    assert (month.key, month.label, month.count) == (140207, "مهر ۱۴۰۲", 1)
    assert (
        search("خبر", date_from=month.request.date_from, date_to=month.request.date_to).total == 1
    )


def test_only_published_articles_are_found(search):
    ArticleFactory(title="پیش‌نویس خبر", status=Article.Status.DRAFT)
    article = ArticleFactory(title="خبر")
    assert search("خبر").total == 1
    article.withdraw()
    article.save()
    assert search("خبر").total == 0
    article.publish()
    article.save()
    assert search("خبر").total == 1
    article.delete()
    assert search("خبر").total == 0


def test_sorting_by_date(search):
    for day, title in ((1, "کهنه"), (3, "تازه"), (2, "میانه")):
        ArticleFactory(title=title, body="خبر", published_at=f"2023-10-0{day}T00:00Z")
    assert titles(search("خبر", sort=Sort.NEWEST)) == ["تازه", "میانه", "کهنه"]
    assert titles(search("خبر", sort=Sort.OLDEST)) == ["کهنه", "میانه", "تازه"]


def test_pages_beyond_reason_are_refused_with_a_remedy(search):
    with pytest.raises(QueryError, match="محدود کنید"):
        search("خبر", page=5000)


def test_the_number_of_queries_does_not_grow_with_the_page(search):
    def queries(page_size: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert (
                len(archive.search(SearchRequest(q="خبر", page_size=page_size)).hits) == page_size
            )
        return len(captured)

    EntityFactory(name="لاوروف")
    for number in range(12):
        ArticleFactory(title=f"خبر {number}", body="لاوروف گفت", source__name=f"منبع {number}")
    pipeline.catch_up()
    assert queries(2) == queries(12) <= 8


def test_related_articles_share_the_rare_words(db):
    first = ArticleFactory(title="زلزلهٔ بم", body="زلزله شهر بم را ویران کرد و ارگ بم فروریخت.")
    second = ArticleFactory(title="بازسازی بم", body="ارگ بم پس از زلزله بازسازی می‌شود.")
    for number in range(30):
        ArticleFactory(title=f"ورزش {number}", body="تیم ملی فوتبال پیروز شد.")
    pipeline.catch_up()
    assert archive.related(first, limit=1) == [second]
    assert first not in archive.related(first)


def test_articles_with_a_spelling_are_found_in_every_form(db):
    joined = ArticleFactory(title="خبر", body="هاشمیرفسنجانی")
    spaced = ArticleFactory(title="خبر", body="هاشمی رفسنجانی")
    ArticleFactory(title="خبر", body="دیگری")
    pipeline.catch_up()
    assert sorted(archive.articles_with("هاشمی رفسنجانی")) == [joined.pk, spaced.pk]
