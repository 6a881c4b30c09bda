"""Words in a row: inflection written apart is glued on, compounds written apart are found."""

import re
from itertools import pairwise

from articles.persian.characters import teh_before_article
from articles.persian.compounds import MAX_PARTS, begins_compound, longest_match
from articles.persian.lexicon import Lexicon
from articles.persian.tokens import TOKEN
from articles.persian.words import Word, WordReader

_REMEMBERED_PAIRS = 200_000

Placed = tuple[int, int, Word]
"""Raw start, raw end, word."""

# One or two characters of white space, or the underscore of a hashtag, or a hyphen.
_GAP = re.compile(r"[\s_‐‑-]{1,2}")


def only_gap(text: str, start: int, end: int) -> bool:
    """Whether nothing but a blank lies between two words, so that they may be one."""
    return end - start <= 2 and (text[start:end] == " " or bool(_GAP.fullmatch(text, start, end)))


class RunningText:
    """Reads text into placed words. Offsets are into the text as given."""

    def __init__(self, lexicon: Lexicon, reader: WordReader) -> None:
        self._trie = lexicon.trie
        self._reader = reader
        self._pairs: dict[tuple[str, tuple[str, ...], str, tuple[str, ...]], bool] = {}

    def words(self, text: str) -> list[Placed]:
        """The words of ``text``; می شود and کتاب ها are one word each."""
        placed: list[Placed] = []
        cached, read = self._reader.cache.get, self._reader.read
        previous: Word | None = None
        end = 0
        for match in TOKEN.finditer(teh_before_article(text)):
            raw = match.group()
            word = cached(raw) or read(raw)
            if not word.exact:
                continue
            start, word_end = match.span()
            if (
                previous is not None
                and (word.ending or previous.particle)
                and previous.persian
                and only_gap(text, end, start)
                and (glued := self._reader.glue(previous, word))
            ):
                start, word = placed.pop()[0], glued
            placed.append((start, word_end, word))
            previous, end = word, word_end
        return placed

    def compound_at(self, placed: list[Placed], index: int, text: str) -> tuple[int, str] | None:
        """The longest known compound written apart from ``index`` on: (words, joined) or None."""
        if index + 1 == len(placed) or not placed[index][2].heads_compound:
            return None
        if not self._begin_compound(placed[index][2], placed[index + 1][2]):
            return None
        row = adjacent(placed, index, MAX_PARTS, text)
        return longest_match(self._trie, ((word.joined, *word.terms) for _, _, word in row))

    def _begin_compound(self, head: Word, second: Word) -> bool:
        """Whether any compound begins with these two words; asked for every second word of
        a text, so remembered."""
        key = (head.joined, head.terms, second.joined, second.terms)
        known = self._pairs.get(key)
        if known is None:
            if len(self._pairs) >= _REMEMBERED_PAIRS:
                self._pairs.clear()
            forms = ((word.joined, *word.terms) for word in (head, second))
            known = self._pairs[key] = begins_compound(self._trie, forms)
        return known


def adjacent(placed: list[Placed], index: int, count: int, text: str) -> list[Placed]:
    """At most ``count`` Persian words from ``index`` on with only gaps between them."""
    row = placed[index : index + count]
    for length, (left, right) in enumerate(pairwise(row), start=1):
        if not right[2].persian or not only_gap(text, left[1], right[0]):
            return row[:length]
    return row
