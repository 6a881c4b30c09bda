"""Which of its bearers a name in an article means.

A surname that no curator listed counts only for a person whose full name, or another
sure form, occurs in the same article.

Otherwise a name that only one curated entity bears is that entity, with two cautions for a single
word that names a person, usually a surname. Behind another person's given name («علی
رضایی» where the archive knows «محسن رضایی») it is someone else and yields nothing. And
when it is an ordinary word too («ظریف») it needs the full name in the same article or a
cue beside it; otherwise it is a suggestion, and so is a name that something else was
named after («خیابان طالقانی»). So is a bare surname where the article has the full name of
another bearer only.

A name with several bearers is the one that the words beside it ask for («شهر …»), else
the person who is mentioned elsewhere in the article under a form of her own, else the
entity whose main name it is, else any other one mentioned elsewhere. When that leaves
several, it is a suggestion without an entity: a guess would look like knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.models.entity import Kind, Mention
from articles.recognition.cues import Context
from articles.recognition.gazetteer import AliasRow, Hit
from articles.recognition.spans import Span


@dataclass(frozen=True, slots=True)
class _Verdict:
    bearer: AliasRow | None
    kind: str
    certain: bool

    @property
    def entity_id(self) -> int | None:
        return self.bearer.entity_id if self.bearer else None


class Resolver:
    """Judges the hits of one article at a time.

    ``given`` are the squashed given names of persons; ``is_word(text)`` says whether a single
    word is an ordinary word of the language.
    """

    def __init__(
        self, aliases: Iterable[AliasRow], given: Container[str], is_word: Callable[[str], bool]
    ) -> None:
        self._given_names = given
        self._is_word = is_word
        self._own_names: dict[int, list[str]] = {}
        for alias in aliases:
            if alias.kind == Kind.PERSON:
                self._own_names.setdefault(alias.entity_id, []).append(alias.key)

    def resolve(self, texts: Mapping[str, str], found: Mapping[str, Sequence[Hit]]) -> list[Span]:
        """One span a hit, those that are surely someone else left out.

        ``texts`` and ``found`` are keyed by field; the order of ``found`` is kept.
        """
        anchors = self._anchors(hit for hits in found.values() for hit in hits)
        judged: list[tuple[str, Hit, _Verdict]] = []
        others: set[int] = set()
        for field, hits in found.items():
            for hit in hits:
                verdict = self._judge(hit, texts[field], anchors, others)
                if verdict:
                    judged.append((field, hit, verdict))
        if others:
            others -= {verdict.entity_id for _, hit, verdict in judged if hit.name.words > 1}
        return [
            _span(field, texts[field], hit, verdict, doubted=verdict.entity_id in others)
            for field, hit, verdict in judged
        ]

    def _anchors(self, hits: Iterable[Hit]) -> set[int]:
        """Entities that some hit means beyond doubt, whatever stands beside it."""
        anchors = set()
        for hit in hits:
            bearer = _only(bearer for bearer in hit.bearers if not bearer.derived)
            if bearer and not (_is_bare_person(hit, bearer) and self._is_word(bearer.text)):
                anchors.add(bearer.entity_id)
        return anchors

    def _judge(self, hit: Hit, text: str, anchors: set[int], others: set[int]) -> _Verdict | None:
        """Who is meant. ``others`` gathers those with whose surname someone else is called."""
        bearers = [b for b in hit.bearers if not b.derived or b.entity_id in anchors]
        bearer = _only(bearers)
        if bearer and not _is_bare_person(hit, bearer):
            return _Verdict(bearer, bearer.kind, certain=True)
        context = Context(text, hit.start, hit.end)
        bearers = self._possible_bearers(hit, bearers, context, others)
        if not bearers:
            return None
        bearer = _only(bearers) or _most_likely(bearers, anchors)
        if bearer is None:
            return _Verdict(None, context.kind() or bearers[0].kind, certain=False)
        return _Verdict(bearer, bearer.kind, self._is_certain(hit, bearer, context, anchors))

    def _possible_bearers(
        self, hit: Hit, bearers: Iterable[AliasRow], context: Context, others: set[int]
    ) -> list[AliasRow]:
        """Those of the kind that the words before ask for, if any, without namesakes."""
        possible = []
        for bearer in bearers:
            if bearer.kind == Kind.PERSON and self._is_namesake(hit, bearer, context):
                others.add(bearer.entity_id)
            else:
                possible.append(bearer)
        kind = context.kind()
        return [bearer for bearer in possible if bearer.kind == kind] or possible

    def _is_namesake(self, hit: Hit, bearer: AliasRow, context: Context) -> bool:
        """Whether a given name that is not the bearer's own stands before the surname."""
        given = context.previous_word
        if hit.name.words > 1 or given not in self._given_names:
            return False
        return not any(given in own for own in self._own_names[bearer.entity_id])

    def _is_certain(self, hit: Hit, bearer: AliasRow, context: Context, anchors: set[int]) -> bool:
        if not _is_bare_person(hit, bearer):
            return True
        if context.is_named_after():
            return False
        if not self._is_word(bearer.text):
            return True
        if context.is_indefinite():
            return False
        return bearer.entity_id in anchors or context.shows_person()


def _is_bare_person(hit: Hit, bearer: AliasRow) -> bool:
    return hit.name.words == 1 and bearer.kind == Kind.PERSON


def _only(bearers: Iterable[AliasRow]) -> AliasRow | None:
    first, *others = [*bearers, None]
    return first if others == [None] else None


def _most_likely(bearers: Sequence[AliasRow], anchors: set[int]) -> AliasRow | None:
    anchored = [bearer for bearer in bearers if bearer.entity_id in anchors]
    return (
        _only(bearer for bearer in anchored if bearer.kind == Kind.PERSON)
        or _only(bearer for bearer in bearers if bearer.main)
        or _only(anchored)
    )


def _span(field: str, text: str, hit: Hit, verdict: _Verdict, *, doubted: bool) -> Span:
    certain = verdict.certain and not doubted
    status = Mention.Status.CONFIRMED if certain else Mention.Status.SUGGESTED
    return Span(
        field=field,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        kind=verdict.kind,
        entity_id=verdict.entity_id,
        origin=Mention.Origin.GAZETTEER.value,
        status=status.value,
    )
