"""What the index keeps of a text is what its tokens say."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from articles.persian.words import TERM_MARK
from articles.search import analysis

WORDS = (
    "گفت و گو",
    "گفت‌وگو",
    "گفتگو",
    "دانش آموزان",
    "کتاب ها",
    "می رود",
    "داده است",
    "تهران",
    "، ",
    "۱۴۰۲/۰۷/۱۵",
    "Lavrov",
    "ـ",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(TEXTS, st.integers(0, 100))
def test_every_token_is_found_by_its_exact_key_and_its_marked_terms(text, offset):
    persian = analysis.analyzer(())
    wanted = defaultdict(list)
    for position, token in enumerate(persian.tokens(text), offset):
        for key in dict.fromkeys((token.exact, *token.terms)):
            wanted[key if key == token.exact else TERM_MARK + key].append(position)
    assert analysis.keys_of(persian.analysed(text), offset) == wanted


@given(TEXTS)
def test_spans_are_the_offsets_of_the_tokens(text):
    persian = analysis.analyzer(())
    tokens, spans = persian.tokens(text), analysis.spans_of(persian.analysed(text))
    assert list(zip(spans.starts, spans.ends, strict=True)) == [(t.start, t.end) for t in tokens]
    assert spans.compounds == {
        at: token.compound_end for at, token in enumerate(tokens) if token.compound_end
    }
