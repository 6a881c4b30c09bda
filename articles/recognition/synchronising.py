"""Making stored rows equal to planned ones with the fewest writes.

Rows are values here: named tuples whose first field is the key ``pk``, None until the row
is stored, and whose other fields are columns of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import IntegrityError, connection, models, transaction

from articles.models import DISPLACED

BATCH = 1000  # rows of one statement
_PLACE = {"start", "end"}
_ATTEMPTS = 3

Row = TypeVar("Row", bound=NamedTuple)
Difference = tuple[Row | None, Row | None]


@dataclass(slots=True)
class Changes(Generic[Row]):
    """What leads from stored rows to planned ones; ``changed`` has pairs of both."""

    stale: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.stale or self.changed or self.new)

    def pairs(self) -> list[Difference[Row]]:
        """Each difference as a stored and a planned row, None where there is no such row."""
        return [
            *((row, None) for row in self.stale),
            *self.changed,
            *((None, row) for row in self.new),
        ]

    def add(self, others: Changes[Row]) -> None:
        """Take over the changes of ``others``."""
        self.stale += others.stale
        self.changed += others.changed
        self.new += others.new


def diff(
    stored: Iterable[Row], planned: Iterable[Row], same: Callable[[Row], Hashable]
) -> Changes[Row]:
    """What leads from ``stored`` to ``planned``.

    ``same(row)`` is equal for a stored and a planned row that are one. Everything but the
    key is compared.
    """
    changes: Changes[Row] = Changes()
    old = {same(row): row for row in stored}
    for row in planned:
        before = old.pop(same(row), None)
        if before is None:
            changes.new.append(row)
        elif before[1:] != row[1:]:
            changes.changed.append((before, row))
    changes.stale = list(old.values())
    return changes


def settle(model: type[models.Model], differences: Callable[[], Changes[Any]]) -> None:
    """Carry out what ``differences()`` says, in a transaction of its own or the present one.

    It is asked again where another transaction has just made one of the new rows.
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        try:
            with transaction.atomic():
                carry_out(model, differences())
            return
        except IntegrityError:
            if not attempts_left:
                raise


def carry_out(model: type[models.Model], changes: Changes[Any]) -> None:
    """Write ``changes`` to the table of ``model``; a row that stays keeps its key.

    A number of statements that grows with the rows by BATCH only. Call it in a transaction.
    """
    rows = model._default_manager
    stale = [row.pk for row in changes.stale]
    for first in range(0, len(stale), BATCH):
        rows.filter(pk__in=stale[first : first + BATCH]).delete()
    _update(model, changes.changed)
    _insert(model, changes.new)


def _insert(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Write new rows. Their model has no column that they lack, and no signals."""
    # fast path: 1.6 → 0.8 ms an article of ten rows, while others wait; beside `bulk_create`
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in rows[0]._fields[1:]]
    quoted = map(connection.ops.quote_name, (model._meta.db_table, *(f.column for f in fields)))
    table, *columns = quoted
    values = [row[1:] for row in rows]
    for at, field_ in enumerate(fields):
        if isinstance(field_, models.JSONField):
            adapted = [field_.get_db_prep_save(row[at], connection) for row in values]
            values = [
                (*row[:at], value, *row[at + 1 :])
                for row, value in zip(values, adapted, strict=True)
            ]
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            values,
        )


def _update(model: type[models.Model], changed: Sequence[tuple[Any, Any]]) -> None:
    """Write the columns in which any of these pairs differ."""
    names = {
        name
        for before, after in changed
        for name, old, new in zip(before._fields, before, after, strict=True)
        if old != new and name != "pk"
    }
    if not names:
        return
    if names & _PLACE:
        _park(model, [before for before, after in changed if _moves(before, after)])
    updated = [_instance(model, after._replace(pk=before.pk)) for before, after in changed]
    model._default_manager.bulk_update(
        updated, sorted(name.removesuffix("_id") for name in names), batch_size=BATCH
    )


def _moves(before: Any, after: Any) -> bool:
    return (before.start, before.end) != (after.start, after.end)


def _park(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Move rows to where nothing ever stands, for two may exchange their places."""
    parked = [
        _instance(model, row._replace(start=place, end=place + 1))
        for place, row in enumerate(rows, 2 * DISPLACED)
    ]
    model._default_manager.bulk_update(parked, ["start", "end"], batch_size=BATCH)


def _instance(model: type[models.Model], row: Any) -> models.Model:
    return model(**row._asdict())
