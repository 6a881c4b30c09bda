"""What ``SearchQuerySet.narrow`` is given: text in one of three forms, as a tree.

- ``field:"value"``, as Haystack's facet forms write it: ``source:"2"``.
- An SQ, which Haystack hands over as text: `fragment` writes each of its conditions so that
  nothing of it is lost, and `narrowed` reads them back.
- Anything else is the archive's query syntax: «دسته:هنر».
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from haystack.inputs import AutoQuery, BaseInput, Clean, Exact, Not, PythonData, Raw

from articles.persian.characters import latin_digits
from articles.search import tree
from articles.search.engines.lookups import ATTRIBUTES, FIELDS, UnsupportedQueryError, condition
from articles.search.query import FIELD_NAMES, parse

_WRITTEN = re.compile(r'(?:NOT |\()*\["')
_SINGLE = re.compile(r'([A-Za-z_]+):(?:"([^"]*)"|([^\s"«»()*~\[\]]+))')
_QUOTED = re.compile(r'"[^"]*"|«[^»]*»|“[^”]*”')
_LATIN_FIELD = re.compile(r"(?<![^\s(−-])([A-Za-z_]+):")
_BY_ID = frozenset(ATTRIBUTES.values())
_ONLY_TYPED = FIELD_NAMES.keys() - FIELDS  # fields of the query syntax alone: author, from
_INPUTS = {kind.__name__: kind for kind in (AutoQuery, Clean, Exact, Not, PythonData, Raw)}


def narrowed(text: str) -> tree.Node:
    """The tree of ``text``. Raises UnsupportedQueryError for a field that is not in the index."""
    text = text.strip()
    if _WRITTEN.match(text):
        return _Conditions(text).whole()
    single = _SINGLE.fullmatch(text)
    if single and single[1] not in _ONLY_TYPED:
        field, quoted, word = single.groups()
        return condition(field, word) if quoted is None else condition(f"{field}__exact", quoted)
    for field in _LATIN_FIELD.findall(_QUOTED.sub(" ", text)):
        if field not in FIELD_NAMES:
            raise UnsupportedQueryError(
                f"narrow() cannot read «{field}:» beside other words; narrow once for each field."
            )
    return _ids_of_digits(parse(text).tree)


def _ids_of_digits(node: tree.Node) -> tree.Node:
    """``source:2`` as the source with the id 2."""
    match node:
        case tree.All(nodes):
            return tree.All(tuple(map(_ids_of_digits, nodes)))
        case tree.Any(nodes):
            return tree.Any(tuple(map(_ids_of_digits, nodes)))
        case tree.Not(child):
            return tree.Not(_ids_of_digits(child))
        case tree.Field(name, tree.Words(text) | tree.Phrase(text)) if name in _BY_ID:
            digits = latin_digits(text)
            return tree.Attribute(name, (int(digits),)) if digits.isdecimal() else node
    return node


def fragment(field: str, lookup: str, value: object) -> str:
    """One condition of an SQ as text: ``["source", "in", [1, 2]]``."""
    return json.dumps([field, lookup, value], default=_written)


def _written(value: object) -> object:
    if isinstance(value, datetime | date):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, BaseInput) and type(value).__name__ in _INPUTS:
        return {"input": type(value).__name__, "text": value.query_string}
    if isinstance(value, Iterable):
        return list(value)
    if hasattr(value, "pk"):
        return value.pk
    raise UnsupportedQueryError(f"narrow() cannot take {value!r}; filter() can.")


def _read(value: dict[str, str]) -> object:
    match value:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case {"input": name, "text": text}:
            return _INPUTS[name](text)
    return value


class _Conditions:
    """Reads what Haystack joins of fragments: ``(["…"] AND NOT (["…"]))``."""

    _decoder = json.JSONDecoder(object_hook=_read)

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self) -> tree.Node:
        try:
            node = self.joined()
        except ValueError as error:
            raise UnsupportedQueryError(f"narrow() cannot read {self.text!r}.") from error
        if self.at < len(self.text):
            raise UnsupportedQueryError(f"narrow() cannot read {self.text[self.at :]!r}.")
        return node

    def joined(self) -> tree.Node:
        nodes = [self.one()]
        kind: type[tree.All] | type[tree.Any] = tree.All
        while (more := self.takes(" AND ")) or self.takes(" OR "):
            kind = tree.All if more else tree.Any
            nodes.append(self.one())
        return kind(tuple(nodes))

    def one(self) -> tree.Node:
        if self.takes("NOT "):
            return tree.Not(self.one())
        if self.takes("("):
            node = self.joined()
            if not self.takes(")"):
                raise ValueError("a bracket is open")
            return node
        (field, lookup, value), self.at = self._decoder.raw_decode(self.text, self.at)
        return condition(f"{field}__{lookup}", value)

    def takes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found
