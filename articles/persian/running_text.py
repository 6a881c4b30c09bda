"""Words in a row: inflection written apart is glued on, compounds written apart are found."""

import re
from itertools import compress, pairwise
from operator import attrgetter

from articles.persian.characters import teh_before_article
from articles.persian.compounds import MAX_PARTS, following, longest_match
from articles.persian.tokens import tokenize
from articles.persian.words import Word, WordReader

Placed = tuple[int, int, Word]
"""Raw start, raw end, word."""

_JOINS = attrgetter("joins")

# One or two characters of white space, or the underscore of a hashtag, or a hyphen.
_GAP = re.compile(r"[\s_‐‑-]{1,2}")


def only_gap(text: str, start: int, end: int) -> bool:
    """Whether nothing but a blank lies between two words, so that they may be one."""
    return end - start <= 2 and (text[start:end] == " " or bool(_GAP.fullmatch(text, start, end)))


class RunningText:
    """Reads text into placed words. Offsets are into the text as given."""

    def __init__(self, reader: WordReader) -> None:
        self._reader = reader

    def words(self, text: str) -> list[Placed]:
        """The words of ``text``; می شود and کتاب ها are one word each."""
        tokens = tokenize(teh_before_article(text))
        words = list(map(self._reader.read, tokens.texts))
        placed = list(zip(tokens.starts, tokens.ends, words, strict=True))
        found: list[Placed] = []
        done = 0
        for index in _not_alone(words):
            found += placed[done:index]
            done = index + 1
            if words[index].exact:
                self._append(found, placed[index], text)
        return found + placed[done:]

    def _append(self, found: list[Placed], placed: Placed, text: str) -> None:
        """Add a word, or glue it on the last one."""
        start, end, word = placed
        if found:
            first, last, previous = found[-1]
            if (
                (word.ending or previous.particle)
                and previous.persian
                and only_gap(text, last, start)
                and (glued := self._reader.glue(previous, word))
            ):
                found[-1] = (first, end, glued)
                return
        found.append(placed)

    def compound_at(self, placed: list[Placed], index: int, text: str) -> tuple[int, str] | None:
        """The longest known compound written apart from ``index`` on: (words, joined) or None."""
        begun = placed[index][2].compounds
        if not begun or index + 1 == len(placed):
            return None
        if following(begun, placed[index + 1][2].forms) is None:
            return None
        row = adjacent(placed, index, MAX_PARTS, text)
        return longest_match(begun, (word.forms for _, _, word in row[1:]))


def _not_alone(words: list[Word]) -> list[int]:
    """The places of words that may belong to the one before, and of what is none."""
    joining = list(compress(range(len(words)), map(_JOINS, words)))
    behind = [index + 1 for index in joining if words[index].particle and index + 1 < len(words)]
    return sorted({*joining, *behind})


def adjacent(placed: list[Placed], index: int, count: int, text: str) -> list[Placed]:
    """At most ``count`` Persian words from ``index`` on with only gaps between them."""
    row = placed[index : index + count]
    for length, (left, right) in enumerate(pairwise(row), start=1):
        if not right[2].persian or not only_gap(text, left[1], right[0]):
            return row[:length]
    return row
