"""What only the sentence tells about its tokens: listed and met names, chains, quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from articles.recognition.features import Marks, class_key
from articles.recognition.known_words import organisations, places
from articles.recognition.lexical import PUNCTUATION, VERB, Word
from articles.recognition.tagged_tokens import Chunk

LONGEST_LISTED = 6  # tokens
_CHAIN = 8  # tokens that a head reaches
_OPENING, _CLOSING = frozenset("«“(["), frozenset("»”)]")
_HEADS = ("organisation", "place", "title", "opening", "role")


def hints(words: Sequence[Word]) -> list[Marks]:
    """For each token the marks for `features.attributes`."""
    marks: list[list[str]] = [[] for _ in words]
    for chunk in listed(words):
        for index in range(chunk.first, chunk.last):
            marks[index].append(f"list={'I' if index > chunk.first else 'B'}-{chunk.tag}")
    _mark_chains(marks, words)
    return [tuple(mark) for mark in marks]


def listed(words: Sequence[Word]) -> Iterator[Chunk]:
    """The listed places and organisations, the longest at each token."""
    index = 0
    while index < len(words):
        chunk = _listed_at(words, index) if _may_begin(words[index].key) else None
        if chunk:
            yield chunk
        index = chunk.last if chunk else index + 1


def _listed_at(words: Sequence[Word], first: int) -> Chunk | None:
    key, best = "", None
    lists, beginnings = _lists(), _beginnings()
    for index in range(first, min(first + LONGEST_LISTED, len(words))):
        if words[index].form == PUNCTUATION or _ends_list(words, first, index):
            break
        key += words[index].key
        tag = lists.get(key)
        if tag is None and key.endswith("ی"):
            tag = lists.get(key[:-1]) if key[:-1].endswith(("ا", "و")) else None  # «آمریکای»
        if tag:
            best = Chunk(first, index + 1, tag)
        if key not in beginnings:
            break
    return best


def _ends_list(words: Sequence[Word], first: int, index: int) -> bool:
    """«را بر» is not «رابر»; of the words that break chains only «و» stands in names."""
    return "break" in words[index].cues and (words[index].key != "و" or index == first)


@cache
def _lists() -> dict[str, str]:
    return dict.fromkeys(organisations(), "ORG") | dict.fromkeys(places(), "LOC")


@lru_cache(maxsize=200_000)
def _may_begin(key: str) -> bool:
    """Whether a listed name may begin with this word."""
    return key in _beginnings() or key in _lists() or key[:-1] in _lists()


@cache
def _beginnings() -> frozenset[str]:
    """Every beginning of a listed name; behind what is none nothing more can follow."""
    lengths = ((name, len(name) + name.endswith(("ا", "و"))) for name in _lists())
    return frozenset(name[:end] for name, length in lengths for end in range(1, length))


def _mark_chains(marks: list[list[str]], words: Sequence[Word]) -> None:
    """Which head begins the noun phrase around a token, and how far away it stands."""
    head, distance, quoted = "", 0, False
    for mark, word in zip(marks, words, strict=True):
        if word.key in _OPENING:
            quoted = True
        elif word.key in _CLOSING:
            quoted = False
        if quoted:
            mark.append("quoted")
        if head and distance < _CHAIN and _continues(word):
            distance += 1
            mark.append(f"in={head}")
            mark.append(f"in={head}+{distance}")
        else:
            head = ""
        begun = next((name for name in _HEADS if name in word.cues), "")
        if begun and not (head == "organisation" and begun != "title"):
            head, distance = begun, 0


def _continues(word: Word) -> bool:
    return word.key == "و" or word.key in _OPENING or (word.is_nominal and word.form != VERB)


class Phrases:
    """Finds names of several words that were met in text without tags, see `census`."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = {tuple(phrase.split(" ")): role for phrase, role in roles.items()}
        self._beginnings = {words[:end] for words in self._roles for end in range(1, len(words))}
        self._firsts = {words[0] for words in self._roles}

    def marks(self, words: Sequence[Word]) -> list[Marks]:
        """For each token what the longest phrase around it was, and its place in it."""
        keys = [class_key(word) for word in words]
        marks: list[Marks] = [()] * len(keys)
        first = 0
        while first < len(keys):
            last = self._end(keys, first) if keys[first] in self._firsts else first
            if last > first:
                role = self._roles[tuple(keys[first:last])]
                for index in range(first, last):
                    place = "B" if index == first else "E" if index == last - 1 else "I"
                    kind = role[:-1]
                    length = f"met={kind}/{last - first}"
                    marks[index] = (f"met={place}-{kind}", f"met={place}-{role}", length)
            first = max(last, first + 1)
        return marks

    def _end(self, keys: Sequence[str], first: int) -> int:
        """One past the last token of the longest phrase from ``first`` on, else ``first``."""
        found, last = first, first + 1
        while last <= len(keys):
            part = tuple(keys[first:last])
            if part in self._roles:
                found = last
            if part not in self._beginnings:
                break
            last += 1
        return found
