"""Importing curated names from JSON Lines or CSV.

The archive's own curators have the last word: what they wrote stays, an alias or a name
that they removed, renamed or merged does not come back. History tells what they removed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from articles.errors import IngestError
from articles.files import opened_text
from articles.models import Alias, Entity, Kind, PendingName, PendingWord
from articles.models.entity import whole_words
from articles.persian.characters import squash

# «جا» is what files written for earlier versions call a place.
_KINDS = {str(label): kind for kind in Kind for label in (kind.value, kind.label)} | {
    "جا": Kind.PLACE
}
_COLUMNS = ("kind", "name", "latin", "description", "aliases", "links")
_BATCH = 500
_OPTIONAL_FIELDS = ("latin_name", "description", "links")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRecord:
    """One name as a file has it; ``line`` counts from 1."""

    line: int
    kind: str
    name: str
    latin_name: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    links: str = ""


@dataclass(frozen=True, slots=True)
class NameReject:
    """A record that cannot be imported. ``reason`` is a Persian sentence."""

    line: int
    reason: str


@dataclass(slots=True)
class Report:
    """How many records made a new name, added to one, added nothing, or were rejected."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[NameReject] = field(default_factory=list)


# --- reading --------------------------------------------------------------------------------


def read_names(path: Path) -> Iterator[NameRecord | NameReject]:
    """The records of a ``.jsonl``, ``.jsonl.gz``, ``.csv`` or ``.csv.gz`` file.

    CSV has the same columns; its aliases and links are separated by ``|``. Raises
    FileError when the file cannot be read, IngestError when it is none of these.
    """
    reader = {".jsonl": _read_jsonl, ".csv": _read_csv}.get(_suffix(path))
    if reader is None:
        raise IngestError(f"«{path}»: فایل نام‌ها باید ‎.jsonl یا ‎.csv باشد.")
    try:
        with opened_text(path, newline="") as lines:
            yield from reader(lines)
    except csv.Error as error:
        raise IngestError(f"«{path}» خوانده نشد: {error}") from error


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return suffixes[-1] if suffixes else ""


def _read_jsonl(lines: Iterable[str]) -> Iterator[NameRecord | NameReject]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except ValueError:
            yield NameReject(number, "این سطر JSON درستی نیست.")
            continue
        if isinstance(values, dict):
            yield _record(number, values)
        else:
            yield NameReject(number, "این سطر یک شیء JSON نیست.")


def _read_csv(lines: Iterable[str]) -> Iterator[NameRecord | NameReject]:
    reader = csv.DictReader(lines)
    if not {"kind", "name"} <= set(reader.fieldnames or ()):
        raise IngestError(f"سطر اول CSV باید نام ستون‌ها باشد: {','.join(_COLUMNS)}")
    for row in reader:
        for column in ("aliases", "links"):
            row[column] = (row.get(column) or "").split("|")
        yield _record(reader.line_num, row)


def _record(line: int, values: Mapping[str, Any]) -> NameRecord | NameReject:
    """A checked record; its texts are stripped, its kind is one of `Kind`."""
    try:
        record = NameRecord(
            line=line,
            kind=_KINDS.get(_text(values, "kind"), ""),
            name=_text(values, "name"),
            latin_name=_text(values, "latin"),
            description=_text(values, "description"),
            aliases=_texts(values, "aliases"),
            links="\n".join(_texts(values, "links")),
        )
        _validate(record)
    except (TypeError, ValidationError) as error:
        return NameReject(line, _reason(error))
    return record


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"«{key}» باید متن باشد.")
    return (value or "").strip()


def _texts(values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = values.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"«{key}» باید فهرستی از متن‌ها باشد.")
    return tuple(text for item in value if (text := item.strip()))


def _validate(record: NameRecord) -> None:
    if not record.kind:
        raise TypeError(f"«kind» باید یکی از این‌ها باشد: {'، '.join(Kind.values)}")
    if not squash(record.name):
        raise TypeError("«name» خالی است.")
    _entity(record).clean_fields(exclude=["slug"])
    for text in record.aliases:
        if not squash(text):
            raise TypeError(f"شکل «{text}» حرفی ندارد.")
        Alias(text=text, key=squash(text)).clean_fields(exclude=["entity"])


def _reason(error: TypeError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _entity(record: NameRecord) -> Entity:
    values = {name: getattr(record, name) for name in _OPTIONAL_FIELDS}
    return Entity(kind=record.kind, name=record.name, **values)


# --- storing --------------------------------------------------------------------------------

_REMOVED = "این نام قبلاً از بایگانی حذف یا ادغام شده است؛ اگر لازم است، آن را در بخش مدیریت بسازید."


@transaction.atomic
def import_names(records: Iterable[NameRecord | NameReject]) -> Report:
    """Store ``records``, all or none. A name is the same when kind and squashed name are.

    Adds names, missing aliases (the name and its Latin form are aliases too), and what a
    known name has not: Latin name, description, links. Never changes what is there.
    """
    report = Report()
    shelf = _Shelf()
    for record in records:
        if isinstance(record, NameReject):
            report.rejected.append(record)
        elif shelf.was_removed(record):
            report.rejected.append(NameReject(record.line, _REMOVED))
        elif entity := shelf.find(record):
            filled = _fill_gaps(entity, record)
            added = shelf.add_aliases(entity, record)
            if filled or added:
                report.updated += 1
            else:
                report.unchanged += 1
        else:
            shelf.create(record)
            report.created += 1
    shelf.save_aliases()
    return report


class _Shelf:
    """The archive's names as they are and were, in memory while a file is imported."""

    def __init__(self) -> None:
        by_id = {entity.pk: entity for entity in Entity.objects.all()}
        self._entities = {(e.kind, squash(e.name)): e for e in by_id.values()}
        self._former: dict[tuple[str, str], Entity | None] = {}
        for pk, kind, name in Entity.history.values_list("id", "kind", "name"):
            key = (kind, squash(name))
            self._former[key] = by_id.get(pk) or self._former.get(key)
        self._aliases = set(Alias.objects.values_list("entity_id", "key"))
        self._aliases.update(Alias.history.values_list("entity_id", "key"))
        self._new_aliases: list[Alias] = []
        self._created: set[int] = set()

    def find(self, record: NameRecord) -> Entity | None:
        """The entity that has the record's name, or had it before a curator renamed it."""
        key = _key(record)
        return self._entities.get(key) or self._former.get(key)

    def was_removed(self, record: NameRecord) -> bool:
        return self.find(record) is None and _key(record) in self._former

    def create(self, record: NameRecord) -> None:
        entity = _entity(record)
        entity.save()
        self._created.add(entity.pk)
        self._entities[_key(record)] = entity
        self.add_aliases(entity, record)

    def add_aliases(self, entity: Entity, record: NameRecord) -> bool:
        """Whether there was an alias that the entity neither has nor ever had."""
        added = False
        for text in (record.name, record.latin_name, *record.aliases):
            place = (entity.pk, squash(text))
            if place[1] and place not in self._aliases:
                self._aliases.add(place)
                self._new_aliases.append(Alias(entity=entity, text=text, key=place[1]))
                added = True
        return added

    def save_aliases(self) -> None:
        """Store them, and note their names and words, which rows made in bulk do not by themselves.

        The names that were created here are noted already.
        """
        new = self._new_aliases
        bulk_create_with_history(new, Alias, batch_size=_BATCH)
        PendingName.objects.add(sorted({alias.entity_id for alias in new} - self._created))
        words = (whole_words(alias.text, alias.entity.kind) for alias in new)
        PendingWord.objects.add(chain.from_iterable(words))


def _key(record: NameRecord) -> tuple[str, str]:
    return record.kind, squash(record.name)


def _fill_gaps(entity: Entity, record: NameRecord) -> bool:
    gaps = {
        name: value
        for name in _OPTIONAL_FIELDS
        if (value := getattr(record, name)) and not getattr(entity, name)
    }
    for name, value in gaps.items():
        setattr(entity, name, value)
    if gaps:
        entity.save()
    return bool(gaps)
