"""What a decision does to rows, recorded so that it can be taken back.

A change is a dict, as it is kept in JSON::

    {"model": "mention", "pks": [7, 8], "before": {"entity": 1}, "after": {"entity": 2}}

``before`` is None when the decision made the rows, ``after`` when it deleted them; the
other side then has every stored field, and such a change is about a single row. Values
are what `Field.to_python` reads; moments are ISO texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from simple_history.utils import bulk_update_with_history

from articles.models import Decision, Entity, Suggestion
from articles.models.place import TextPlace

Change = dict[str, Any]
BATCH = 1000  # rows named by one statement; SQLite and PostgreSQL both take many more
REASON_LENGTH = 100


def relations() -> Iterator[ForeignObjectRel]:
    """Every relation whose rows belong to a name: spellings, mentions and what comes.

    Lines of the review queue do not: they are counted anew from the mentions.
    """
    for relation in Entity._meta.related_objects:
        if relation.related_model is Suggestion:
            continue
        if relation.on_delete in (models.CASCADE, models.SET_NULL):
            yield relation


def unique_by(model: type[models.Model], names: Iterable[str]) -> list[models.UniqueConstraint]:
    """The unique constraints of a model that a change of these fields may break."""
    changed = set(names)
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            condition = constraint.condition
            fields = {*constraint.fields, *(condition.referenced_base_fields if condition else ())}
            if fields & changed:
                found.append(constraint)
    return found


def has_double(row: models.Model, constraints: Iterable[models.UniqueConstraint]) -> bool:
    """Whether another stored row keeps ``row`` from being stored as it is now."""
    for constraint in constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError:
            return True
    return False


def stands_in_text(model: type[models.Model]) -> bool:
    """Whether its rows are places of an article's text, as mentions and quotations are."""
    return issubclass(model, TextPlace)


def model_named(name: str) -> type[models.Model]:
    return apps.get_model("articles", name)


def batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[first : first + BATCH] for first in range(0, len(pks), BATCH))


def field_of(model: type[models.Model], name: str) -> models.Field:
    """The field of a column; raises TypeError for the other side of a relation."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model._meta.label}.{name} is no column")
    return field


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """Those that are not derived from others when the row is saved."""
    return [
        field for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)
    ]


def snapshot(row: models.Model) -> dict[str, Any]:
    values = {field.name: field.value_from_object(row) for field in stored_fields(type(row))}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


class Recorder:
    """Changes rows for one decision and remembers how they were."""

    def __init__(self, decision: Decision, user: User, reason: str) -> None:
        self.decision = decision
        self.changes: list[Change] = []
        self._user = user
        self._reason = reason[:REASON_LENGTH]

    def update(self, rows: models.QuerySet, **values: Any) -> int:
        """Set ``values`` (of foreign keys the key) in ``rows``; how many rows there were."""
        model = rows.model
        names = sorted(values)
        before: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        locked = rows.order_by("pk").select_for_update()
        for pk, *old in locked.values_list("pk", *names):
            before[tuple(old)].append(pk)
        for old, pks in before.items():
            self.changes.append(
                _change(model, pks, dict(zip(names, old, strict=True)), dict(values))
            )
            for batch in batches(pks):
                self._write(model._default_manager.filter(pk__in=batch), values)
        return sum(map(len, before.values()))

    def _write(self, rows: models.QuerySet, values: Mapping[str, Any]) -> None:
        if not hasattr(rows.model, "history"):
            rows.update(**values)
            return
        changed = list(rows)
        for row in changed:
            for name, value in values.items():
                setattr(row, field_of(rows.model, name).attname, value)
        bulk_update_with_history(
            changed,
            rows.model,
            list(values),
            default_user=self._user,
            default_change_reason=self._reason,
        )

    def save(self, row: models.Model) -> None:
        """Write a new or a changed row with its history."""
        model = type(row)
        self._sign(row)
        if row._state.adding:
            row.save()
            self.changes.append(_change(model, [row.pk], None, snapshot(row)))
            return
        old = snapshot(model._default_manager.get(pk=row.pk))
        row.save()
        new = snapshot(row)
        names = [name for name in old if old[name] != new[name] and name != "updated_at"]
        if names:
            before, after = ({name: side[name] for name in names} for side in (old, new))
            self.changes.append(_change(model, [row.pk], before, after))

    def save_once(self, row: models.Model) -> bool:
        """Write a new row unless an equal one is stored; whether it was written.

        Another process may store the same at this moment: what it says is said then.
        """
        if has_double(
            row, unique_by(type(row), [field.name for field in stored_fields(type(row))])
        ):
            return False
        try:
            with transaction.atomic():
                self.save(row)
        except IntegrityError:
            return False
        return True

    def delete(self, rows: Iterable[models.Model]) -> None:
        """Delete these rows, each with its history; nothing may hang on them."""
        for row in rows:
            self._sign(row)
            self.changes.append(_change(type(row), [row.pk], snapshot(row), None))
            row.delete()

    def delete_many(self, rows: models.QuerySet) -> int:
        """Delete rows of a model without history, in few statements."""
        found = list(rows)
        self.changes += [_change(rows.model, [row.pk], snapshot(row), None) for row in found]
        for batch in batches([row.pk for row in found]):
            rows.model._default_manager.filter(pk__in=batch).delete()
        return len(found)

    def _sign(self, row: Any) -> None:
        """For the row's history, and for the pipeline, which notes its articles."""
        row._history_user = self._user
        row._change_reason = self._reason
        row._decision_id = self.decision.pk


def _change(
    model: type[models.Model],
    pks: Sequence[int],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> Change:
    return {"model": model._meta.model_name, "pks": list(pks), "before": before, "after": after}
