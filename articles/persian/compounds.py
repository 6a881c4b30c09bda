"""Compounds that are written with a half-space, joined, or apart: دانش‌آموز، گفت‌وگو.

A trie over their parts finds those written apart in running text.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
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


def later_parts(trie: Trie) -> set[str]:
    """Every part that follows another one."""
    found: set[str] = set()
    nodes = list(trie.values())
    while nodes:
        deeper = {part: node for part, node in nodes.pop().items() if part}
        found.update(deeper)
        nodes += deeper.values()
    return found


def part_forms(joined: str, terms: Iterable[str], later: Container[str]) -> tuple[str, ...]:
    """The forms in which a word may be one of the ``later`` parts of a compound: itself, its
    stems, and itself without the endings that only compounds take (دانش آموزان)."""
    bare = (
        joined.removesuffix(ending)
        for ending in _ENDINGS_OF_LAST_PART
        if len(joined) - len(ending) >= 2
    )
    return tuple(form for form in dict.fromkeys((joined, *terms, *bare)) if form in later)


def following(node: Trie, forms: Iterable[str]) -> Trie | None:
    """The node that the first of ``forms`` which is known there leads to."""
    for form in forms:
        if form in node:
            deeper: Trie = node[form]
            return deeper
    return None


def longest_match(begun: Trie, words: Iterable[Iterable[str]]) -> tuple[int, str] | None:
    """The longest compound that goes on with ``words`` behind the word that led to ``begun``:
    (number of words, joined), or None.

    Each word comes in its `part_forms`.
    """
    best, node = None, begun
    for count, forms in enumerate(words, start=2):
        deeper = following(node, forms)
        if deeper is None:
            break
        node = deeper
        if "" in node:
            best = count, node[""]
    return best
