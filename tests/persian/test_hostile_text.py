"""Whatever is pasted into the archive or the search box, the analyser answers, and soon."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.persian import words
from articles.persian.analyzer import Analyzer, Token
from articles.persian.characters import fold, squash
from articles.persian.collation import sort_key
from articles.persian.tokens import tokenize

ODD_CHARACTERS = (
    "\u200c\u200b\u00ac\u00ad\ufeff\u202a\u202e\u2066\u0640\u064b\u0651\u0654\ud800\x00\xa0"
)
PERSIAN = "ابپتکگلمنوهیآئءؤةيكۀ می ها های تر ام گفت وگو است به که ۱۲/.:٫ aB'’"
TEXTS = st.text(st.sampled_from(PERSIAN + ODD_CHARACTERS), max_size=80) | st.text(max_size=80)


def assert_in_order(tokens: list[Token], text: str) -> None:
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert token.exact
        assert len(token.exact) <= 4 * words.MAX_WORD
        assert token.compound_end is None or token.end <= token.compound_end <= len(text)
        end = token.end


@given(TEXTS)
def test_tokens_lie_inside_the_text_and_never_overlap(analyzer: Analyzer, text: str) -> None:
    assert_in_order(analyzer.tokens(text), text)


@given(TEXTS)
def test_units_lie_inside_the_query_and_ask_for_something(analyzer: Analyzer, text: str) -> None:
    end = 0
    for unit in analyzer.units(text, lambda term: True):
        assert end <= unit.start < unit.end <= len(text)
        assert unit.text == text[unit.start : unit.end]
        assert all(term for sequence in unit.sequences for slot in sequence for term in slot)
        end = unit.end


@given(TEXTS)
def test_what_was_archived_is_found_as_it_was_written(analyzer: Analyzer, text: str) -> None:
    indexed = {term for token in analyzer.tokens(text) for term in (token.exact, *token.terms)}
    for unit in analyzer.units(text):
        alternatives = [sequence[0] for sequence in unit.sequences if len(sequence) == 1]
        assert any(indexed.intersection(slot) for slot in alternatives)


@given(TEXTS)
@example("ةیآت")
def test_phrases_prefixes_and_keys_never_fail(analyzer: Analyzer, text: str) -> None:
    assert all(analyzer.phrase(text, lambda term: True))
    assert analyzer.prefix(text) == analyzer.prefix(text.strip())
    assert fold(fold(text)) == fold(text)
    assert squash(squash(text)) == squash(text)
    assert sort_key(text) == sort_key(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ب" * 1_000_000, 1),
        ("ه" * 8_000 + " " + "ا" * 8_000, 2),
        ("ها" * 100_000, 1),
        ("\u200c" * 100_000, 0),
        ("\u202e" * 100_000 + "کتاب", 1),
        ("1" * 100_000 + "/" * 100_000, 1),
        ("1/" * 100_000, 1),
        ("a'" * 10_000, 5_000),
        ("می " * 20_000, 20_000),
        ("به\u200c" * 10_000, 1),
        ("کتاب" + " ها" * 60_000, 10_001),
        ("گفت و " * 10_000, 20_000),
        ("آن\u200cبه\u200c" * 15 + "که\u200c" * 15, 1),
        ("و\u0651" * 100_000, 1),
    ],
)
def test_hostile_text_gives_the_tokens_one_expects(
    analyzer: Analyzer, text: str, expected: int
) -> None:
    tokens = analyzer.tokens(text)
    assert len(tokens) == expected
    assert_in_order(tokens, text)


def test_the_analyser_remembers_no_endless_word(analyzer: Analyzer) -> None:
    (token,) = analyzer.tokens("ب" * 1_000_000)
    assert len(token.exact) <= words.MAX_WORD
    assert (token.start, token.end) == (0, 1_000_000)


def test_queries_of_endless_words_have_few_alternatives(analyzer: Analyzer) -> None:
    (unit,) = analyzer.units("قژ" * 500, lambda term: True)
    assert len(unit.sequences) <= 24


def test_an_endless_phrase_is_taken_as_typed_after_its_beginning(analyzer: Analyzer) -> None:
    sequences = analyzer.phrase("سیاست بازی " * 2_000, lambda term: True)
    assert len(sequences) <= 24
    assert all(len(sequence) > 3_900 for sequence in sequences)


def test_the_memory_of_words_is_bounded(lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_CACHE_SIZE", 10)
    analyzer = Analyzer(lexicon)
    text = " ".join(f"واژه{letter}{other}" for letter in "ابپت" for other in "جچحخدذ")
    assert [token.exact for token in analyzer.tokens(text)] == text.split()
    assert len(analyzer._reader._words) <= 10


@settings(max_examples=20)
@given(st.integers(1, 200))
def test_every_token_is_read_once(analyzer: Analyzer, count: int) -> None:
    text = "سلام " * count
    assert len(tokenize(text).texts) == len(analyzer.tokens(text)) == count
