"""Marks on raw text: nothing is lost, nothing becomes markup, no word is cut."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import pipeline
from articles.models import Entity, Kind
from articles.persian.tokens import is_inside_word
from articles.search import archive, highlight
from articles.search.request import SearchRequest
from articles.templatetags.news import marked, marked_hits
from articles.views import reading
from tests.factories import ArticleFactory, EntityFactory

ENTITIES = [
    Entity(pk=n, kind=kind, name=f'<b>"{kind}&', slug="-") for n, kind in enumerate(Kind, 1)
]
TEXTS = st.text(alphabet="سلا‌مَ ي\n<b>&\"'«».a1ـ", max_size=40)


@st.composite
def marked_texts(draw):
    """A text with names and hits; a hit may overlap names, but no other hit."""
    text = draw(TEXTS)
    offsets = st.integers(0, len(text))
    edges = sorted(draw(st.sets(offsets, max_size=8)))
    names = [
        (a, b, draw(st.sampled_from(ENTITIES)))
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    ends = sorted(draw(st.sets(offsets, max_size=8)))
    return text, names, list(zip(ends[::2], ends[1::2], strict=False))


class Nesting(HTMLParser):
    """Fails where an element is closed that is not the innermost; keeps the text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        assert tag in ("a", "mark")
        assert tag not in self.open
        assert tag == "mark" or not self.open  # one order of nesting, the same everywhere
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(marked_texts())
def test_segments_give_the_text_back_and_cut_no_word(drawn):
    text, names, hits = drawn
    found = highlight.segments(text, names, hits)
    assert "".join(segment.text for segment in found) == text
    cuts = accumulate(len(segment.text) for segment in found)
    assert not any(is_inside_word(text, cut) for cut in cuts)


@given(marked_texts())
def test_every_letter_of_a_name_and_of_a_hit_is_marked(drawn):
    text, names, hits = drawn
    letters = [s for s in highlight.segments(text, names, hits) for _ in s.text]
    assert all(letters[at].entity for start, end, _ in names for at in range(start, end))
    assert all(letters[at].hit for start, end in hits for at in range(start, end))


@given(marked_texts())
def test_marks_are_nested_and_the_text_is_escaped(drawn):
    text, names, hits = drawn
    for html in (
        marked(highlight.segments(text, names, hits)),
        marked_hits(highlight.segments(text, (), hits)),
    ):
        reader = Nesting()
        reader.feed(html)
        reader.close()
        assert reader.open == []
        assert reader.text == text


@given(marked_texts())
def test_paragraphs_hold_every_letter(drawn):
    text, names, hits = drawn
    lines = highlight.paragraphs(text, names, hits)
    shown = "".join(segment.text for line in lines for segment in line)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_a_hit_that_reaches_into_a_name_is_nested_in_it():
    text = "وزیر سرگئی لاوروف گفت"
    html = marked(highlight.segments(text, [(5, 17, ENTITIES[0])], [(0, 10)]))
    assert re.sub(r"<a [^>]*>", "<a>", html) == (
        "<mark>وزیر </mark><a><mark>سرگئی</mark> لاوروف</a> گفت"
    )


def test_a_mark_inside_a_word_is_widened_to_the_word():
    text = "کتابخانه‌ها باز شد"
    (before, after) = highlight.segments(text, (), [(4, 8)])
    assert (before.text, before.hit) == ("کتابخانه", True)
    assert after.text == "‌ها باز شد"


# --- with the recogniser and the index -----------------------------------------------------------


def linked(article) -> list[str]:
    """The marked texts of an article's body."""
    html = "\n".join(marked(line) for line in reading.marked_text(article).body)
    return [unescape(found) for found in re.findall(r"<a [^>]*>(.*?)</a>", html)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("سرگئی لاوروف‌ها آمدند.", ["سرگئی لاوروف‌ها"]),
        ("«سرگئی لاوروف» آمد.", ["سرگئی لاوروف"]),
        ("سرگئي لاوروف آمد.", ["سرگئي لاوروف"]),
        ("سرگئی‌لاوروف آمد.", ["سرگئی‌لاوروف"]),
        ("دیروز سرگئی\nلاوروف آمد.", ["سرگئی", "لاوروف"]),
        ("(سرگئی لاوروف، وزیر)", ["سرگئی لاوروف"]),
        ("سرگئی لاوروفیان آمد.", []),
    ],
)
def test_whole_words_are_marked_in_every_written_form(body, expected):
    EntityFactory(name="سرگئی لاوروف")
    article = ArticleFactory(body=body)
    pipeline.catch_up()
    assert linked(article) == expected


@pytest.mark.django_db
def test_an_article_with_a_hundred_names_is_marked_throughout(django_assert_num_queries):
    first_names = "آبتین بهرام پروین تهمینه جمشید چیستا خسرو داریوش رامین زهره"
    last_names = "آذرنگ بهاور پارساپور ترکان جوادی چهرازی دهخدا راستگو زرین شیروانی"
    names = [f"{a} {b}" for a in first_names.split() for b in last_names.split()]
    for name in names:
        EntityFactory(name=name)
    article = ArticleFactory(body="\n".join(f"به گزارش خبرنگار، {name} آمد." for name in names))
    pipeline.catch_up()
    with django_assert_num_queries(1):
        assert linked(article) == names


@pytest.mark.django_db
def test_hostile_titles_bodies_and_names_stay_text(client):
    attack = '<script>alert("x")</script>'
    entity = EntityFactory(name='لاله زار" onmouseover="alert(1)', aliases=["لاله زار <b>"])
    article = ArticleFactory(title=f"لاله زار {attack}", lead=attack, body=f"لاله زار <b> {attack}")
    pipeline.catch_up()
    found = archive.search(SearchRequest(q="لاله")).hits
    assert [hit.article for hit in found] == [article]
    for address in (
        article.get_absolute_url(),
        entity.get_absolute_url(),
        f"{entity.get_absolute_url()}card/",
        "/names/",
        "/search/?q=لاله",
        "/search/?q=alert",
        f"/search/?name={entity.pk}",
        f"/names/compare/?name={entity.pk}",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert '" onmouseover="' not in page, address
        assert "<b> " not in page, address
