"""Names become one, or go: with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q, QuerySet

from articles.curation.changes import (
    field_of,
    has_double,
    relations,
    stands_in_text,
    unique_by,
)
from articles.curation.deciding import Deciding, deciding, locked, name_among
from articles.curation.mentions import add_aliases, known_keys
from articles.errors import CurationError
from articles.models import (
    Alias,
    Decision,
    Entity,
    Mention,
    Proposal,
    Quotation,
    RejectedSpelling,
)
from articles.persian.characters import persian_digits, squash
from articles.persian.sentences import quoted_list

SHOWN_NAMES = 10
FILLED = ("latin_name", "description", "links")


@dataclass(frozen=True)
class MergeReport:
    """What a merge moved to the surviving name."""

    into: Entity
    merged: tuple[str, ...]
    aliases: int
    mentions: int
    articles: int
    decision: Decision | None = None


@dataclass(frozen=True)
class Preview:
    """What a merge would do to one of the names that go."""

    entity: Entity
    moving: tuple[str, ...]  # spellings that the survivor does not have
    dropped: tuple[str, ...]  # spellings that it has already
    lost: tuple[str, ...]  # labels of fields where the survivor's own value stays
    mentions: int
    articles: int
    kind_differs: bool
    others: tuple[str, ...]  # names that share a spelling with it and are not merged


def preview(entities: Sequence[Entity], into: Entity) -> list[Preview]:
    """What `merge` would move, drop and lose, name by name; nothing is changed."""
    known = known_keys(into)
    merged = {entity.pk for entity in entities}
    found = []
    for entity in entities:
        if entity.pk == into.pk:
            continue
        aliases = list(entity.aliases.order_by("text"))
        new = [alias for alias in aliases if alias.key not in known]
        known.update(alias.key for alias in new)
        rows = Mention.objects.filter(entity=entity)
        namesakes = Entity.objects.filter(aliases__key__in=[alias.key for alias in aliases])
        found.append(
            Preview(
                entity,
                tuple(alias.text for alias in new),
                tuple(alias.text for alias in aliases if alias not in new),
                tuple(_lost(entity, into)),
                rows.count(),
                rows.values("article").distinct().count(),
                entity.kind != into.kind,
                tuple(map(str, namesakes.exclude(pk__in=merged).distinct()[:SHOWN_NAMES])),
            )
        )
    return found


def _lost(entity: Entity, into: Entity) -> Iterable[str]:
    """Fields that both have filled, differently: the survivor's value stays."""
    for name in ("latin_name", "description"):
        own, other = getattr(into, name), getattr(entity, name)
        if own and other and own != other:
            yield str(field_of(Entity, name).verbose_name)


@transaction.atomic
def merge(entities: Iterable[Entity], into: Entity, user: User) -> MergeReport:
    """Make ``entities`` one with ``into``: all that belongs to them, what ``into`` lacks.

    A mention keeps its status and origin: that two names are one says nothing about
    whether the text means them. Articles are read again only where a spelling of the names
    waits for a decision. Raises CurationError when ``into`` is gone or nothing is left to merge.
    """
    now = locked([*entities, into])
    losers = [entity for entity in now if entity.pk != into.pk]
    into = name_among(now, into)
    if not losers:
        raise CurationError("برای ادغام دست‌کم دو نام متفاوت انتخاب کنید.")
    names = tuple(loser.name for loser in losers)
    shown = quoted_list(names, SHOWN_NAMES)
    with deciding(
        Decision.Action.MERGE, user, f"ادغام {shown} در «{into}»", recognise=False
    ) as making:
        _touch(making, losers)
        making.touch_names(entity.pk for entity in (into, *losers))
        making.read_again(_in_doubt([into, *losers]))
        _fill_gaps(making, into, losers)
        aliases = mentions = 0
        for loser in losers:
            moved = _move(making, loser, into)
            aliases += moved.get(Alias, 0)
            mentions += moved.get(Mention, 0)
            aliases += add_aliases(making, into, (loser.name, loser.latin_name))
        making.decision.mentions = mentions
        _delete(making, losers)
        report = MergeReport(into, names, aliases, mentions, making.articles, making.decision)
        LogEntry.objects.log_actions(user.pk, [into], CHANGE, _merge_message(report, shown))
    return report


@transaction.atomic
def delete(entities: Iterable[Entity], user: User) -> int:
    """Delete these names with everything that belongs to them; returns how many names.

    What was rejected or refused for them stays so for whoever is made anew under their names.
    """
    rows = locked(entities)
    if not rows:
        return 0
    summary = f"حذف {quoted_list(rows, SHOWN_NAMES)}"
    with deciding(Decision.Action.DELETE, user, summary) as making:
        _touch(making, rows)
        making.touch_names(row.pk for row in rows)
        making.decision.mentions = Mention.objects.filter(entity__in=rows).count()
        _keep_refusals(making, rows)
        _delete(making, rows)
    return len(rows)


def _keep_refusals(making: Deciding, entities: Sequence[Entity]) -> None:
    """Curators' refusals let go of the names, and hold by spelling and kind."""
    places = {"status": Mention.Status.REJECTED.value}
    making.update(Mention.objects.filter(entity__in=entities, **places), entity=None)
    making.update(Quotation.objects.filter(speaker__in=entities, **places), speaker=None)
    for entity in entities:
        called = {"kind": entity.kind, "name": squash(entity.name)}
        refusals = RejectedSpelling.objects.filter(entity=entity)
        said = _doubles(refusals, entity_id=None, **called)  # goes with the name
        making.update(refusals.exclude(pk__in=said), entity=None, **called)
    refused = Proposal.objects.filter(status=Proposal.Status.REFUSED).select_related("entity")
    for proposal in refused.filter(Q(entity__in=entities) | Q(other__in=entities)):
        of = proposal.entity
        making.save_once(RejectedSpelling(key=proposal.key, kind=of.kind, name=squash(of.name)))


def _touch(making: Deciding, entities: Sequence[Entity]) -> None:
    """The articles in which these names stand or speak follow."""
    for relation in relations():
        model, name = relation.related_model, relation.field.name
        if not stands_in_text(model):
            continue
        rows = model._default_manager.filter(**{f"{name}__in": entities}).order_by()
        making.touch_articles(rows.values_list("article", flat=True).distinct())
    keys = Mention.objects.filter(entity__in=entities).order_by().values_list("key", flat=True)
    making.touch_articles((), keys.distinct())


def _in_doubt(entities: Sequence[Entity]) -> set[int]:
    """Articles in which a spelling of these names waits: it may mean but one name now.

    In all others names stand as they stood; only the index has to follow.
    """
    keys = Alias.objects.filter(entity__in=entities).values("key")
    waiting = Mention.objects.suggested().filter(Q(key__in=keys) | Q(entity__in=entities))
    return set(waiting.order_by().values_list("article", flat=True))


def _fill_gaps(making: Deciding, into: Entity, losers: Sequence[Entity]) -> None:
    """``into`` takes over what it has not: Latin name, description; and every link."""
    for loser in losers:
        into.latin_name = into.latin_name or loser.latin_name
        into.description = into.description or loser.description
    links = [link for entity in (into, *losers) for link in entity.link_list()]
    into.links = "\n".join(dict.fromkeys(links))
    stored = Entity.objects.get(pk=into.pk)
    if any(getattr(into, name) != getattr(stored, name) for name in FILLED):
        making.save(into)


def _move(making: Deciding, loser: Entity, into: Entity) -> dict[type[models.Model], int]:
    """Everything that belongs to ``loser`` goes to ``into``, except what it has already."""
    moved = {}
    for relation in relations():
        model, name = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{name: loser})
        had = _had(rows, name, into)
        values: dict[str, Any] = {name: into.pk}
        if model is Mention:
            values["kind"] = into.kind
        moved[model] = making.update(rows.exclude(pk__in=had), **values)
    return moved


def _had(rows: QuerySet, name: str, into: Entity) -> list[int]:
    """Those of ``rows`` that ``into`` has already, or that would tie it to itself."""
    ties = [
        field.attname
        for field in rows.model._meta.concrete_fields
        if field.related_model is Entity and field.name != name
    ]
    tied = (
        [row.pk for row in rows if into.pk in (getattr(row, tie) for tie in ties)] if ties else []
    )
    return tied + _doubles(rows, **{field_of(rows.model, name).attname: into.pk})


def _doubles(rows: QuerySet, **values: Any) -> list[int]:
    """Those of ``rows`` that with these values of columns would be what another row is."""
    constraints = unique_by(rows.model, [rows.model._meta.get_field(name).name for name in values])
    if not constraints:
        return []
    found = []
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        if has_double(row, constraints):
            found.append(row.pk)
    return found


def _delete(making: Deciding, entities: Sequence[Entity]) -> None:
    """What is left of them goes first, so that each row leaves its history by name."""
    for relation in relations():
        rows: QuerySet = relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": entities}
        )
        if relation.on_delete is models.SET_NULL:
            making.update(rows, **{relation.field.name: None})
        elif hasattr(relation.related_model, "history"):
            making.delete(rows)
        else:
            making.delete_many(rows)
    making.delete(entities)


def _merge_message(report: MergeReport, shown: str) -> str:
    return f"ادغام {shown}: " + persian_digits(
        f"{report.mentions} اشاره، {report.aliases} شکل و {report.articles} خبر"
    )
