"""What curators decide first: suggested names with their evidence, and likely namesakes.

A line of the review queue sums up the suggested mentions of one place in it: a squashed
spelling, a kind and the name that is proposed, if any. Who stores mentions tells `count` what
they were and what they are now, so that its work does not grow with the archive; a curator's
decision has its spellings counted anew (`recount`); `audit` tells whether both kept right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, QuerySet

from articles.models import DISPLACED, Alias, Entity, Mention, Suggestion
from articles.recognition.linking import SHORTEST_VARIANT, variants
from articles.recognition.mention_rows import BeforeAndAfter, MentionRow
from articles.recognition.synchronising import Changes, Difference, diff, settle

_BATCH = 500  # spellings of one statement

Place = tuple[str, str, int | None]
"""Squashed text, kind and proposed name: what a line is about."""


class SuggestionRow(NamedTuple):
    """The columns of a `Suggestion`. ``forms`` counts each written form; a line's weight is
    its mentions times the uncertainty, 1 when nothing is known and less the more curators
    have decided about the same spelling and kind already."""

    pk: int | None
    key: str
    kind: str
    entity_id: int | None
    text: str
    forms: dict[str, int]
    mentions: int
    articles: int
    decided: int
    weight: float

    @property
    def place(self) -> Place:
        return self.key, self.kind, self.entity_id


def waiting() -> QuerySet[Mention]:
    """Suggested mentions that stand in their article."""
    return Mention.objects.suggested().filter(start__lt=DISPLACED)


def mentions_of(suggestion: Suggestion) -> QuerySet[Mention]:
    """The mentions that this line of the queue sums up, as they are now."""
    return waiting().filter(key=suggestion.key, kind=suggestion.kind, entity=suggestion.entity_id)


def count(articles: Iterable[BeforeAndAfter]) -> None:
    """Bring the queue from what the mentions of these articles were to what they are.

    Call it last in the transaction that changes them, for lines that others count as well.
    """
    forms: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    numbers: Counter[Place] = Counter()
    for before, after in articles:
        old, new = _suggested(before), _suggested(after)
        for place in old.keys() | new.keys():
            forms[place].update(new.get(place, {}))
            forms[place].subtract(old.get(place, {}))
            numbers[place] += (place in new) - (place in old)
    changed = {
        place: (forms[place], numbers[place])
        for place in forms
        if numbers[place] or any(forms[place].values())
    }
    if changed:
        settle(Suggestion, lambda: _by_difference(changed))


def recount(keys: Iterable[str]) -> None:
    """Count these squashed spellings anew, in the transaction of a decision about them."""
    for batch in _batches({key for key in keys if key}):
        settle(Suggestion, lambda batch=batch: _differences(_locked(batch), batch))


def audit() -> list[Difference[SuggestionRow]]:
    """Each line that is not what its mentions are: as stored, and as it should be.

    None stands for a line that is missing, or that should be. What others store meanwhile
    may be told as well.
    """
    batches = _batches(_every_key())
    return [pair for keys in batches for pair in _differences(_stored(keys), keys).pairs()]


def rebuild() -> None:
    """Count the whole queue anew."""
    recount(_every_key())


# --- counting by difference -------------------------------------------------------------------


def _suggested(rows: Iterable[MentionRow]) -> dict[Place, Counter[str]]:
    """How often each form of each place stands among the mentions of an article."""
    found: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.status == Mention.Status.SUGGESTED and row.start < DISPLACED:
            found[row.key, row.kind, row.entity_id][row.text] += 1
    return found


def _by_difference(changed: Mapping[Place, tuple[Counter[str], int]]) -> Changes[SuggestionRow]:
    """What leads from the lines of these places to lines with so many more (or fewer) mentions
    of each form, and articles."""
    stored = {line.place: line for line in _locked({key for key, *_ in changed})}
    decided = _decisions({place[0] for place in changed.keys() - stored.keys()})
    changes: Changes[SuggestionRow] = Changes()
    for place, (forms, articles) in changed.items():
        line = stored.get(place) or _empty(place, decided[place[:2]])
        counted = Counter(line.forms)
        counted.update(forms)
        after = _line(line, +counted, max(0, line.articles + articles), line.decided)
        changes.add(diff([line] if line.pk else [], [after] if after.mentions else [], _place))
    return changes


def _place(line: SuggestionRow) -> Place:
    return line.place


def _empty(place: Place, decided: int) -> SuggestionRow:
    return SuggestionRow(None, *place, "", {}, 0, 0, decided, 0)


def _line(line: SuggestionRow, forms: Counter[str], articles: int, decided: int) -> SuggestionRow:
    return line._replace(
        text=min(forms, key=lambda form: (-forms[form], form), default=""),
        forms=dict(sorted(forms.items())),
        mentions=forms.total(),
        articles=articles,
        decided=decided,
        weight=forms.total() / (1 + decided),
    )


# --- counting anew ----------------------------------------------------------------------------


def _every_key() -> set[str]:
    """Those of which something waits, or should."""
    keys = set(waiting().order_by().values_list("key", flat=True).distinct())
    return keys.union(Suggestion.objects.order_by().values_list("key", flat=True))


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(keys)
    return (ordered[first : first + _BATCH] for first in range(0, len(ordered), _BATCH))


def _stored(keys: Iterable[str]) -> list[SuggestionRow]:
    return _rows(Suggestion.objects.filter(key__in=keys))


def _locked(keys: Iterable[str]) -> list[SuggestionRow]:
    """The lines of these spellings, locked in the order of their keys.

    Who counts by difference, and who counts anew, does so before another or after it.
    """
    return _rows(Suggestion.objects.filter(key__in=keys).order_by("pk").select_for_update())


def _rows(lines: QuerySet[Suggestion]) -> list[SuggestionRow]:
    return [SuggestionRow(*values) for values in lines.values_list(*SuggestionRow._fields)]


def _differences(stored: Iterable[SuggestionRow], keys: Sequence[str]) -> Changes[SuggestionRow]:
    """What leads from the lines of these spellings to what their mentions are now."""
    return diff(stored, _counted(keys), _place)


def _counted(keys: Sequence[str]) -> Iterator[SuggestionRow]:
    rows = waiting().filter(key__in=keys).order_by()
    decided = _decisions(keys)
    forms: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    for key, kind, entity, text, number in rows.values_list(
        "key", "kind", "entity", "text"
    ).annotate(number=Count("pk")):
        forms[key, kind, entity][text] = number
    articles = rows.values_list("key", "kind", "entity").annotate(
        number=Count("article", distinct=True)
    )
    for key, kind, entity, number in articles:
        place, of_spelling = (key, kind, entity), decided[key, kind]
        yield _line(_empty(place, of_spelling), forms[place], number, of_spelling)


def _decisions(keys: Iterable[str]) -> Counter[tuple[str, str]]:
    """How many mentions of each spelling and kind curators decided, either way."""
    rows = Mention.objects.filter(key__in=keys, origin=Mention.Origin.CURATOR).order_by()
    counted = rows.values_list("key", "kind").annotate(number=Count("pk"))
    return Counter({(key, kind): number for key, kind, number in counted})


# --- what a line may mean ---------------------------------------------------------------------


def known_names(key: str, limit: int) -> list[Entity]:
    """Curated names that a spelling may mean: the same, a longer one, or spelt nearly so."""
    exact = Alias.objects.filter(key=key)
    found = dict.fromkeys(exact.values_list("entity", flat=True)[:limit])
    if len(key) >= SHORTEST_VARIANT:
        near = Alias.objects.filter(key__in=list(variants(key)))
        longer = Alias.objects.filter(key__endswith=key)
        for alike in (near, longer):
            found.update(dict.fromkeys(alike.values_list("entity", flat=True)[:limit]))
    chosen = list(found)[:limit]
    entities = Entity.objects.in_bulk(chosen)
    return [entities[pk] for pk in chosen if pk in entities]
