"""Compounds that are written with a half-space, joined, or apart: دانش‌آموز، گفت‌وگو.

A trie over their parts finds those written apart in running text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from articles.persian.wordlists import FUNCTION_WORDS, JOINED_SPELLINGS

Trie = dict[str, Any]
"""part -> deeper trie; the empty string -> the joined compound that ends here."""

MAX_PARTS = 5

_ENDINGS_OF_LAST_PART = ("انی", "ان", "یی", "ی", "م", "ش")


def build_trie(compounds: dict[str, tuple[str, ...]]) -> Trie:
    """``compounds`` maps the joined compound to its parts."""
    root: Trie = {}
    for joined, parts in compounds.items():
        for spelling in spellings(parts):
            if len(spelling) <= MAX_PARTS and not _is_accident(spelling, joined):
                _insert(root, spelling, joined)
    return root


def final_parts(compounds: Iterable[Sequence[str]]) -> set[str]:
    """Parts that end at least two compounds (ساز، آموز): enough to split an unknown one."""
    counts = Counter(part for parts in compounds for part in parts[1:])
    return {part for part, count in counts.items() if count >= 2 and len(part) >= 2}


def spellings(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The parts as listed, with the conjunction و set free (گفت + وگو, گفت + و + گو), and
    with two of three written as one (خوش + آمدگویی)."""
    apart: list[str] = []
    for index, part in enumerate(parts):
        if index and len(part) > 2 and part[0] == "و":
            apart += ["و", part[1:]]
        else:
            apart.append(part)
    found = [parts, tuple(apart), _with_attached_and(apart)]
    if "".join(parts) in JOINED_SPELLINGS.values():
        found.append((parts[0], "".join(apart[2:])))  # گفت گو
    if len(parts) == 3:
        found += [(parts[0] + parts[1], parts[2]), (parts[0], parts[1] + parts[2])]
    return list(dict.fromkeys(found))


def _with_attached_and(parts: list[str]) -> tuple[str, ...]:
    attached: list[str] = []
    for part in parts:
        if attached and attached[-1] == "و":
            attached[-1] = "و" + part
        else:
            attached.append(part)
    return tuple(attached)


def _is_accident(parts: tuple[str, ...], joined: str) -> bool:
    """Two function words side by side are rarely a compound: سه در is not سه‌در."""
    return len(parts) == 2 and FUNCTION_WORDS.issuperset(parts) and joined not in FUNCTION_WORDS


def _insert(root: Trie, parts: tuple[str, ...], joined: str) -> None:
    node = root
    for part in parts:
        node = node.setdefault(part, {})
    node[""] = joined


def longest_match(trie: Trie, words: Iterable[Iterable[str]]) -> tuple[int, str] | None:
    """The longest compound that ``words`` begin with: (number of words, joined), or None.

    Each word comes as the forms it may count as: itself, then its stems.
    """
    best = None
    for count, node in enumerate(_path(trie, words), start=1):
        if count > 1 and "" in node:
            best = count, node[""]
    return best


def begins_compound(trie: Trie, words: Iterable[Iterable[str]]) -> bool:
    """Whether all of ``words``, in the forms of `longest_match`, lie on one path."""
    listed = list(words)
    return sum(1 for _ in _path(trie, listed)) == len(listed)


def _path(trie: Trie, words: Iterable[Iterable[str]]) -> Iterator[Trie]:
    """The nodes that the words lead to, as far as they lead."""
    node = trie
    for forms in words:
        following = next((node[form] for form in _loosened(forms) if form and form in node), None)
        if following is None:
            return
        node = following
        yield node


def _loosened(forms: Iterable[str]) -> Iterator[str]:
    """The forms, then the first without the endings that only compounds take (دانش آموزان)."""
    forms = tuple(forms)
    yield from forms
    for ending in _ENDINGS_OF_LAST_PART:
        if len(forms[0]) - len(ending) >= 2:
            yield forms[0].removesuffix(ending)
