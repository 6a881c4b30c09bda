"""What else a curated name is called: spellings that articles give it, and likely doubles.

Nothing here changes anything: curators accept an alias or merge two names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.models import Alias, Article, Entity, Kind, Mention
from articles.models.proposal import Proposal
from articles.persian.characters import squash
from articles.recognition.person_names import SHORTEST_SURNAME
from articles.recognition.suggestions import latin_after, variants

Reason = Proposal.Reason
Report = Callable[[int, int], None]

_BATCH = 500  # articles held in memory
_EXAMPLES = 3
_BEFORE = 12  # characters before a mention in which initials may stand
_AROUND = 60  # characters of an example on either side
_LETTER = "[آ-ی]"

_SHORT_FORM = re.compile(rf"\s{{0,2}}[(（«]\s?({_LETTER}{{2,12}})\s?[)）»]")
_INITIALS = re.compile(rf"(?<!\w)((?:{_LETTER}\s?\.\s?){{1,2}})$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a spelling stands, raw text: ``before + text + after``."""

    article_id: int
    before: str
    text: str
    after: str


@dataclass(slots=True)
class AliasSuggestion:
    """A spelling of a curated name that is no alias yet, with how often and where it stands."""

    entity_id: int
    text: str
    reason: Reason
    count: int = 0
    examples: list[Place] = field(default_factory=list)


class _Name(NamedTuple):
    kind: str
    name: str


def alias_suggestions(report: Report | None = None) -> list[AliasSuggestion]:
    """Spellings that articles use for curated names, frequent first.

    - a Latin spelling in brackets: «زبیگنیو رائو (Zbigniew Rau)»;
    - of an organisation a short form in brackets: «سازمان پیمان آتلانتیک شمالی (ناتو)»;
    - initials before the surname: «ج. بایدن» in an article about جو بایدن;
    - the bare surname, which the archive counts only beside the full name until it is an
      alias; not one that several curated names share.

    Reads the whole archive, a batch of articles after the other, newest first: no work for a
    request. ``report(done, total)`` counts articles.
    """
    names = {
        pk: _Name(kind, name) for pk, kind, name in Entity.objects.values_list("pk", "kind", "name")
    }
    known = _known_spellings()
    shared = _shared_surnames(names)
    found: dict[tuple[int, str], AliasSuggestion] = {}
    for row, text in _mentions_with_texts(report):
        name = names.get(row.entity_id)
        for reason, start, end in _spellings(row, name, text) if name else ():
            key = squash(text[start:end])
            if not key or (row.entity_id, key) in known:
                continue
            if reason is Reason.SURNAME and key in shared:
                continue
            _note(found, row, reason, text, start, end)
    return sorted(found.values(), key=lambda item: (-item.count, item.entity_id, item.text))


def _mentions_with_texts(report: Report | None) -> Iterator[tuple[Mention, str]]:
    """Every confirmed mention with the text in which it stands, in batches by key: no cursor
    stays open."""
    articles = Article.objects.order_by("-pk").only("pk", *Article.TEXT_FIELDS)
    total = Article.objects.count() if report else 0
    done = 0
    batch = list(articles[:_BATCH])
    while batch:
        texts = {article.pk: article.texts() for article in batch}
        rows = Mention.objects.confirmed().filter(article__in=texts)
        for row in rows.order_by("-article_id", "start"):
            yield row, texts[row.article_id].get(row.field, "")
        done += len(batch)
        if report is not None:
            report(done, total)
        batch = list(articles.filter(pk__lt=batch[-1].pk)[:_BATCH])


def _shared_surnames(names: Mapping[int, _Name]) -> set[str]:
    """Last words of more than one person: such a word alone is no spelling of either."""
    persons = (name.name.split() for name in names.values() if name.kind == Kind.PERSON)
    often = Counter(squash(parts[-1]) for parts in persons if parts)
    return {key for key, number in often.items() if number > 1}


def _known_spellings() -> set[tuple[int | None, str]]:
    known: set[tuple[int | None, str]] = set(Alias.objects.values_list("entity_id", "key"))
    for pk, *own in Entity.objects.values_list("pk", "name", "latin_name"):
        known.update((pk, squash(name)) for name in own)
    return known


def _spellings(row: Mention, entity: _Name, text: str) -> Iterator[tuple[Reason, int, int]]:
    """The other spellings beside one mention, as places of ``text``."""
    if latin := latin_after(row, text):
        start = text.index(latin, row.end)
        yield Reason.LATIN, start, start + len(latin)
    if entity.kind == Kind.ORGANISATION and (match := _SHORT_FORM.match(text, row.end)):
        yield Reason.SHORT_FORM, match.start(1), match.end(1)
    if entity.kind == Kind.PERSON and _is_surname(row.text, entity.name):
        start = _start_of_initials(text, row.start, entity.name)
        yield (Reason.SURNAME if start == row.start else Reason.INITIALS), start, row.end


def _is_surname(text: str, name: str) -> bool:
    parts = name.split()
    key = squash(parts[-1])
    return len(parts) > 1 and len(key) >= SHORTEST_SURNAME and squash(text) == key


def _start_of_initials(text: str, start: int, name: str) -> int:
    """Where the initials begin that stand right before a surname and fit the name."""
    left = text[max(0, start - _BEFORE) : start]
    match = _INITIALS.search(left)
    if match is None:
        return start
    letters = [squash(letter) for letter in re.findall(_LETTER, match[1])]
    first_letters = [squash(part)[:1] for part in name.split()[:-1]]
    fits = letters[0] == first_letters[0] and letters[1:] in ([], first_letters[1 : len(letters)])
    return start - len(left) + match.start() if fits else start


def _note(
    found: dict[tuple[int, str], AliasSuggestion],
    row: Mention,
    reason: Reason,
    text: str,
    start: int,
    end: int,
) -> None:
    spelling = text[start:end]
    item = found.setdefault(
        (row.entity_id, squash(spelling)), AliasSuggestion(row.entity_id, spelling, reason)
    )
    item.count += 1
    if len(item.examples) < _EXAMPLES:
        item.examples.append(Place(row.article_id, *_in_words(text, start, end)))


def _in_words(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, at and after the place, cut where a word begins or ends."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0]
    return before, text[start:end], after


@dataclass(frozen=True, slots=True)
class Doubles:
    """Two curated names of one kind that may be one, and the spelling of each that is so alike."""

    entity_ids: tuple[int, int]
    spellings: tuple[str, str]


def likely_doubles() -> list[Doubles]:
    """Curated names to be proposed for merging: بلینکن and بلینکین, see `variants`.

    One query; the time is that of sorting all aliases.
    """
    bearers: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for kind, pk, text in Alias.objects.values_list("entity__kind", "entity_id", "text"):
        bearers[kind][text].add(pk)
    for kind, pk, text in Entity.objects.values_list("kind", "pk", "name"):
        bearers[kind][text].add(pk)
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for by_text in bearers.values():
        for one, other in variants(by_text):
            for first in by_text[one]:
                for second in by_text[other] - by_text[one] - {first}:
                    low, high = sorted(((first, one), (second, other)))
                    found.setdefault((low[0], high[0]), (low[1], high[1]))
    return [Doubles(pair, spellings) for pair, spellings in sorted(found.items())]
