"""What curators decide first: suggested names with their evidence, and likely namesakes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from articles.models import DISPLACED, Alias, Entity, Mention
from articles.persian.characters import squash

_CONTEXT = 60  # characters of an example on either side of the name
_EXAMPLES = 3
_LATIN_IN_BRACKETS = re.compile(
    r"\s{0,2}[(（]\s{0,2}([A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f .'’-]{1,60}?)\s{0,2}[)）]"
)
_VOWELS = re.compile("[اویه]")
SHORTEST_VARIANT = 4
"""Letters; among shorter names one letter more or less makes another name."""


@dataclass(frozen=True, slots=True)
class Example:
    """A mention in its surroundings, raw text: ``before + text + after``."""

    mention_id: int
    article_id: int
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An unknown name in all its places, whatever its half-spaces.

    ``uncertainty`` is between 0 and 1: 1 when nothing is known, less the more curators
    have decided about the same text already.
    """

    key: str
    kind: str
    text: str
    mentions: int
    articles: int
    uncertainty: float
    examples: tuple[Example, ...]


def suggestions(limit: int) -> list[Suggestion]:
    """The unknown names that wait, most important first: mentions times uncertainty.

    Names of one squashed form and kind are one suggestion, under the form that occurs
    most often.
    """
    groups = _groups()
    decided = _decisions()
    weights = {
        place: forms.total() * _uncertainty(decided[place]) for place, forms in groups.items()
    }
    best = sorted(groups, key=lambda place: (-weights[place], place))[:limit]
    return [_suggestion(*place, groups[place], _uncertainty(decided[place])) for place in best]


_Place = tuple[str, str]
"""Squashed text and kind."""


def _waiting() -> Q:
    return Q(
        status=Mention.Status.SUGGESTED,
        entity=None,
        start__lt=DISPLACED,
        origin__in=[Mention.Origin.RULE, Mention.Origin.MODEL],
    )


def _groups() -> dict[_Place, Counter[str]]:
    """How often each written form of each name waits."""
    groups: dict[_Place, Counter[str]] = defaultdict(Counter)
    counted = Mention.objects.filter(_waiting()).order_by().values("text", "kind")
    for row in counted.annotate(count=Count("pk")):
        groups[squash(row["text"]), row["kind"]][row["text"]] += row["count"]
    return groups


def _decisions() -> Counter[_Place]:
    """How many places with the same text curators decided, either way."""
    decided: Counter[_Place] = Counter()
    rows = Mention.objects.filter(origin=Mention.Origin.CURATOR).order_by().values("text", "kind")
    for row in rows.annotate(count=Count("pk")):
        decided[squash(row["text"]), row["kind"]] += row["count"]
    return decided


def _uncertainty(decisions: int) -> float:
    return 1 / (1 + decisions)


def _suggestion(key: str, kind: str, forms: Counter[str], uncertainty: float) -> Suggestion:
    rows = Mention.objects.filter(_waiting(), kind=kind, text__in=list(forms))
    shown = rows.select_related("article").order_by("-article__published_at", "pk")[:_EXAMPLES]
    return Suggestion(
        key=key,
        kind=kind,
        text=min(forms, key=lambda form: (-forms[form], form)),
        mentions=forms.total(),
        articles=rows.values("article").distinct().count(),
        uncertainty=uncertainty,
        examples=tuple(map(_example, shown)),
    )


def _example(row: Mention) -> Example:
    text = row.article.texts()[row.field]
    before = text[max(0, row.start - _CONTEXT) : row.start]
    return Example(row.pk, row.article_id, before, row.text, text[row.end : row.end + _CONTEXT])


# --- linking ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LatinSpelling:
    """A Latin spelling that articles give in brackets behind a curated name."""

    entity_id: int
    text: str
    count: int


def latin_spellings() -> list[LatinSpelling]:
    """Spellings such as «زبیگنیو رائو (Zbigniew Rau)» that are no alias yet, frequent first."""
    counted: Counter[tuple[int, str]] = Counter()
    mentions = Mention.objects.confirmed().select_related("article").order_by("article_id")
    for row in mentions.iterator(chunk_size=1000):
        match = _LATIN_IN_BRACKETS.match(row.article.texts()[row.field], row.end)
        if match:
            counted[row.entity_id, match[1]] += 1
    known = {(pk, squash(latin)) for pk, latin in Entity.objects.values_list("pk", "latin_name")}
    known.update(Alias.objects.values_list("entity_id", "key"))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [
        LatinSpelling(entity_id, text, count)
        for (entity_id, text), count in ranked
        if (entity_id, squash(text)) not in known
    ]


def variants(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of ``names`` that may be one foreign name, transliterated twice.

    They differ in one long vowel that Persian may leave unwritten or write otherwise
    («بلینکن» and «بلینکین», «رائو» and «راو»); consonants and initials are the same.
    """
    by_skeleton: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        key = squash(name)
        if len(key) >= SHORTEST_VARIANT:
            by_skeleton[key[0] + _VOWELS.sub("", key[1:])].append(name)
    for alike in by_skeleton.values():
        for index, one in enumerate(alike):
            for other in alike[index + 1 :]:
                if _one_vowel_apart(squash(one), squash(other)):
                    yield one, other


def _one_vowel_apart(one: str, other: str) -> bool:
    """Whether a vowel added or replaced makes the one of the other; the last letter stays.

    A vowel at the end is grammar more often than spelling: «اصفهان» and «اصفهانی».
    """
    if one == other or one[-1] != other[-1] or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long)))
