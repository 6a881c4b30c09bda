import pytest

from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory

ARCHIVE = {
    "lavrov": "لاوروف با همتای خود در تهران گفت‌وگو کرد",
    "russia": "روسیه و ایران دربارهٔ انرژی هسته‌ای رایزنی می‌کنند",
    "most read": "فهرست پربازدیدترین خبرهای هفته منتشر شد",
    "wants": "این هنرمند می‌گوید سینما را می‌خواهد و در خانه نمی‌ماند",
    "covid": "شرکت Pfizer واکسن تازه‌ای آورد",
    "quake": "زلزله در استان کرمانشاه خسارت زد",
}


@pytest.fixture
def ask(search):
    for name, body in ARCHIVE.items():
        ArticleFactory(title=f"گزارش {len(name)}", body=body)
    return search


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("v,sdi", "روسیه"),
        ("jivhk", "تهران"),
        ("v,sdi , hdvhk", "روسیه و ایران"),
        ("حبهظثق", "pfizer"),
        ("مشرقخر", "لاوروف"),
        ("lavrov", "لاوروف"),
        ("Tehran", "تهران"),
        ("cinema", "سینما"),
        ("goftegoo", "گفت‌وگو"),
        ("hastei", "هسته‌ای"),
        ("lavrov dar tehran", "لاوروف در تهران"),
        ("russia va iran", "روسیه و ایران"),
        ("میخوام", None),
        ("میخواد", "می‌خواهد"),
        ("تهرون", "تهران"),
        ("نمیمونه", "نمی‌ماند"),
        ("پربازدیترین", "پربازدیدترین"),
        ("ذلذله", "زلزله"),
        ("کرمانشاخ", "کرمانشاه"),
        ("ایارن", "ایران"),
        ("زلزله kermanshah", "زلزله کرمانشاه"),
    ],
)
def test_a_query_that_finds_nothing_is_repaired(typed, meant, ask):
    results = ask(typed)
    assert results.suggestion == meant
    assert (results.total > 0) == (meant is not None)


def test_the_reader_is_told_what_was_searched_and_may_insist(ask):
    results = ask("lavrov")
    assert results.repaired_from == "lavrov"
    assert "«lavrov»" in results.notes[0]
    assert "«لاوروف»" in results.notes[0]
    assert results.request.with_(exact=True).query_string() == "q=lavrov&exact=1"
    as_typed = ask("lavrov", exact=True)
    assert as_typed.total == 0
    assert as_typed.suggestion is None


def test_the_address_of_the_exact_query_is_read_back(rf):
    request = SearchRequest.from_params(rf.get("/?q=lavrov&exact=1").GET)[0]
    assert request.exact


def test_the_repaired_words_are_marked_in_the_hits(ask):
    snippet = ask("lavrov").hits[0].snippet
    assert [segment.text for segment in snippet if segment.hit] == ["لاوروف"]


@pytest.mark.parametrize("typed", ["لاوروف", "pfizer", "Pfizer واکسن", "می خواهد"])
def test_what_finds_enough_is_left_alone(typed, ask):
    results = ask(typed)
    assert results.total == 1
    assert results.suggestion is None
    assert results.repaired_from is None


def test_known_words_that_never_meet_are_left_alone(ask):
    results = ask("لاوروف زلزله")
    assert results.total == 0
    assert results.suggestion is None


@pytest.mark.parametrize(
    "typed", ['"lavrov"', "«lavrov»", "عنوان:lavrov", "زلزله -lavrov xyzzyqw", "lavr*"]
)
def test_what_was_typed_on_purpose_is_left_alone(typed, ask):
    assert ask(typed).suggestion is None


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("مردم", "مرد"),  # a word of the lexicon
        ("کتاب‌ها", "کباب‌ها"),  # an inflected one
        ("پزشکان", "پزشکیان"),  # perhaps a name
        ("قطر", "قظر"),  # too short to tell
    ],
)
def test_what_may_be_another_word_is_asked_and_not_assumed(stored, typed, search):
    ArticleFactory(title="خبر", body=f"در این متن {stored} آمده است")
    results = search(typed)
    assert results.total == 0
    assert results.suggestion == stored
    assert results.repaired_from is None


@pytest.mark.parametrize("typed", ["qqqq", "hhhhh", "خخخخغغغ"])
def test_a_key_held_down_is_no_word(typed, search):
    ArticleFactory(title="خبر", body="در این متن وی و آق و ای آمده است")
    assert search(typed).suggestion is None


def test_a_long_drawn_word_is_one(search):
    ArticleFactory(title="خبر", body="در این متن سلام آمده است")
    assert search("salaaaam").suggestion == "سلام"


def test_a_curated_name_is_no_misspelling_of_another_word(search):
    EntityFactory(name="امید نوروزیی")
    ArticleFactory(title="خبر", body="نامزد نوروزی آمد")
    assert search("نوروزیی").total == 0


def test_operators_stay_where_they_were(ask):
    assert ask('("انرژی هسته‌ای" یا xyzzyqw) russiye -زلزله').suggestion == (
        '("انرژی هسته‌ای" یا xyzzyqw) روسیه -زلزله'
    )


def test_a_rare_spelling_is_questioned_but_searched(ask):
    for number in range(25):
        ArticleFactory(title=f"{number}", body="دربارهٔ انتخابات")
    ArticleFactory(title="غلط", body="دربارهٔ انتخاباط")
    results = ask("انتخاباط")
    assert [hit.article.title for hit in results.hits] == ["غلط"]
    assert results.suggestion == "انتخابات"
    assert results.repaired_from is None


def test_new_articles_bring_new_words(ask):
    assert ask("netanyahu").total == 0
    ArticleFactory(title="تازه", body="نتانیاهو سخن گفت")
    assert ask("netanyahu").suggestion == "نتانیاهو"


def test_a_filter_that_hides_everything_is_not_a_misspelling(ask):
    results = ask("لاوروف", date_from="۱۳۹۰", date_to="۱۳۹۰")
    assert results.total == 0
    assert results.suggestion is None


@pytest.mark.parametrize(
    "typed", ["", "   ", "؟!", "ا" * 300, "'" * 50, ", , ,", "\ud800", "x" * 400]
)
def test_nonsense_stays_nonsense(typed, ask):
    ask(typed)
