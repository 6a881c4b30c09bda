"""Haystack's look-ups as trees: ``source__in`` is an attribute, ``published__lt`` a period.

======================  ==========================================================================
field                   look-ups
======================  ==========================================================================
content, title, lead,   content (the words, analysed), exact (a phrase), in (any of the phrases),
text                    startswith, endswith, contains, fuzzy (of each word)
source, category,       content, exact, in: ids; text is looked up as readers type it (منبع:البرز)
names
django_id, id           content, exact, in
published               content, exact, in, gt, gte, lt, lte, range. A datetime is a moment, a date
                        its midnight, as in Django; text is a period as on the search page
month                   content, exact, in: Jalali yyyymm, as the facet counts
======================  ==========================================================================

Whatever else is asked raises `UnsupportedQueryError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

from django.db.models import Model
from django.utils import timezone
from haystack.backends import SearchNode
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import HaystackError
from haystack.inputs import AltParser, AutoQuery, BaseInput, Exact, Not, Raw
from haystack.utils import get_model_ct

from articles.models import Article
from articles.persian.calendar import month_range, parse_datetime, parse_period
from articles.persian.characters import latin_digits
from articles.search import periods, tree
from articles.search.query import parse
from articles.search.request import SearchRequest

TEXTS = {"content": "", "title": "title", "lead": "lead", "text": "body"}
"""Fields of texts, each with the engine's name for it; ``content`` is all of them."""

ATTRIBUTES = {"source": "source", "category": "category", "names": "name", DJANGO_ID: "pk"}
TYPED = {"source", "category", "names"}  # readers look these up by words, too
MONTH = "month"
PUBLISHED = "published"
DEFAULT = "content"  # the look-up of ``filter(title="…")``
LARGEST_ID = 2**63 - 1
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)

Leaf = Callable[[str], tree.Node]
OF_EACH_WORD: dict[str, Leaf] = {
    "startswith": tree.Prefix,
    "endswith": lambda word: tree.Part(word, at_end=True),
    "contains": tree.Part,
    "fuzzy": tree.Fuzzy,
}
Moments = tuple[datetime, datetime]


class UnsupportedQueryError(HaystackError):
    """A SearchQuerySet asks what the archive's index does not know; says what can be asked."""


def node_of(conditions: SearchNode) -> tree.Node:
    """The tree of an SQ. Raises UnsupportedQueryError."""
    children = tuple(
        node_of(child) if isinstance(child, SearchNode) else condition(*child)
        for child in conditions.children
    )
    if conditions.connector not in (SearchNode.AND, SearchNode.OR):
        raise UnsupportedQueryError(f"SQ knows & and |, not {conditions.connector}.")
    if len(children) == 1:
        (joined,) = children
    elif not children or conditions.connector == SearchNode.AND:
        joined = tree.All(children)
    else:
        joined = tree.Any(children)
    return tree.Not(joined) if conditions.negated else joined


def condition(expression: str, value: object) -> tree.Node:
    """The tree of one ``field__lookup=value``. Raises UnsupportedQueryError."""
    field, _, lookup = expression.partition("__")
    read = _READERS.get(field)
    if read is None:
        raise UnsupportedQueryError(
            f"The index has no field «{field}» to filter by; it has {', '.join(_READERS)}."
        )
    lookup = lookup or DEFAULT
    if isinstance(value, BaseInput):
        return _input(field, lookup, value)
    if isinstance(value, list | tuple | set) and lookup not in ("in", "range"):
        raise UnsupportedQueryError(f"Several values are asked for by «{field}__in».")
    return read(field, lookup, value)


def _input(field: str, lookup: str, value: BaseInput) -> tree.Node:
    """Haystack's input types: Raw is the archive's query syntax, AutoQuery what a reader typed."""
    text = value.query_string
    if isinstance(value, AltParser):
        raise UnsupportedQueryError("The archive has one query syntax: Raw, not AltParser.")
    if isinstance(value, Not):
        return tree.Not(condition(f"{field}__{lookup}", text))
    if isinstance(value, Exact):
        return condition(f"{field}__exact", text)
    if isinstance(value, Raw | AutoQuery) and field in TEXTS:
        if lookup != DEFAULT:
            raise UnsupportedQueryError(
                f"{type(value).__name__} has a syntax of its own and takes no «__{lookup}»."
            )
        typed = parse(text).tree if isinstance(value, Raw) else _typed(text)
        return _in_field(field, typed)
    return condition(f"{field}__{lookup}", text)


def _typed(text: str) -> tree.Node:
    """What the search page would search for ``text``."""
    read = periods.read_from_words(SearchRequest(q=text))
    words = parse(read.q).tree
    start, end = read.period()
    return tree.All((words, tree.Period(start, end))) if start or end else words


# --- texts ------------------------------------------------------------------------------------


def _text(field: str, lookup: str, value: object) -> tree.Node:
    if lookup == "in":
        return _in_field(field, tree.Any(tuple(_phrase(str(item)) for item in _items(value))))
    if value is None:
        raise UnsupportedQueryError(f"{field} is a text and cannot be None.")
    if lookup == DEFAULT:
        return _in_field(field, tree.Words(str(value)))
    if lookup == "exact":
        return _in_field(field, _phrase(str(value)))
    if lookup not in OF_EACH_WORD:
        raise _unknown(field, lookup, (DEFAULT, "exact", "in", *OF_EACH_WORD))
    leaf = OF_EACH_WORD[lookup]
    return _in_field(field, tree.All(tuple(map(leaf, str(value).split()))))


def _phrase(text: str) -> tree.Node:
    """Of a program, a text without a word finds nothing; a reader's is ignored."""
    return tree.Phrase(text) if any(map(str.isalnum, text)) else tree.NOTHING


def _in_field(field: str, node: tree.Node) -> tree.Node:
    return tree.InField(TEXTS[field], node) if TEXTS[field] else node


# --- attributes -------------------------------------------------------------------------------


def _attribute(field: str, lookup: str, value: object) -> tree.Node:
    values = _one_or_many(field, lookup, value)
    words = [item for item in values if field in TYPED and _is_typed(item)]
    ids = tuple(_id(field, item) for item in values if item not in words)
    named = [tree.Field(ATTRIBUTES[field], tree.Phrase(str(item))) for item in words]
    if not named:
        return tree.Attribute(ATTRIBUTES[field], ids)
    known = [tree.Attribute(ATTRIBUTES[field], ids)] if ids else []
    return tree.Any((*known, *named))


def _is_typed(value: object) -> bool:
    return isinstance(value, str) and not latin_digits(value.strip()).isdecimal()


def _id(field: str, value: object) -> int:
    if value is None and field == "category":
        return 0  # what the index keeps for an article without one
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, str):
        value = latin_digits(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
        raise UnsupportedQueryError(f"{field} is filtered by ids, and {value!r} is none.")
    return min(int(value), LARGEST_ID)


def _identifier(field: str, lookup: str, value: object) -> tree.Node:
    """``id="articles.article.5"``, as Haystack names a document."""
    prefix = f"{get_model_ct(Article)}."
    found = [str(item) for item in _one_or_many(field, lookup, value)]
    ids = [item.removeprefix(prefix) for item in found if item.startswith(prefix)]
    return tree.Attribute("pk", tuple(_id(field, item) for item in ids))


def _model(field: str, lookup: str, value: object) -> tree.Node:
    """Every document is an article."""
    is_article = get_model_ct(Article) in map(str, _one_or_many(field, lookup, value))
    return tree.EVERYTHING if is_article else tree.NOTHING


# --- moments ----------------------------------------------------------------------------------


def _published(field: str, lookup: str, value: object) -> tree.Node:
    if lookup == "range":
        first, last = _pair(field, value)
        return tree.Period(_span(first)[0], _span(last)[1])
    if lookup == "in":
        return tree.Any(tuple(_published(field, DEFAULT, item) for item in _items(value)))
    if value is None and lookup in (DEFAULT, "exact"):
        return tree.Not(tree.Period(EARLIEST, None))
    if lookup not in _PERIODS:
        raise _unknown(field, lookup, (*_PERIODS, "in", "range"))
    return _PERIODS[lookup](*_span(value))


_PERIODS: dict[str, Callable[[datetime, datetime], tree.Period]] = {
    DEFAULT: tree.Period,
    "exact": tree.Period,
    "gt": lambda start, end: tree.Period(end, None),
    "gte": lambda start, end: tree.Period(start, None),
    "lt": lambda start, end: tree.Period(None, start),
    "lte": lambda start, end: tree.Period(None, end),
}


def _span(value: object) -> Moments:
    """The half-open range in which ``value`` lies. The index keeps whole seconds."""
    if isinstance(value, str):
        return _span_of_text(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise UnsupportedQueryError(f"published is filtered by dates, and {value!r} is none.")
    if timezone.is_naive(value):
        value = timezone.make_aware(value)
    seconds = value.timestamp()
    start, end = math.ceil(seconds), math.floor(seconds) + 1
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


def _span_of_text(text: str) -> Moments:
    """«۱۴۰۲», «2023-10-07» or a moment: ``2023-10-07T08:30:00Z``."""
    try:
        return parse_period(text)
    except ValueError:
        pass
    try:
        return _span(parse_datetime(text))
    except ValueError as error:
        raise UnsupportedQueryError(f"published is filtered by dates: {error}") from error


def _month(field: str, lookup: str, value: object) -> tree.Node:
    keys = _one_or_many(field, lookup, value)
    try:
        months = tuple(tree.Period(*month_range(int(str(key)))) for key in keys)
    except ValueError as error:
        raise UnsupportedQueryError(f"month is a Jalali yyyymm such as 140207: {error}") from error
    return months[0] if len(months) == 1 else tree.Any(months)


# --- values -----------------------------------------------------------------------------------


def _one_or_many(field: str, lookup: str, value: object) -> list[object]:
    if lookup == "in":
        return _items(value)
    if lookup not in (DEFAULT, "exact"):
        raise _unknown(field, lookup, (DEFAULT, "exact", "in"))
    return [value]


def _items(value: object) -> list[object]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise UnsupportedQueryError(f"«__in» takes a list, not {value!r}.")
    return list(value)


def _pair(field: str, value: object) -> tuple[object, object]:
    found = _items(value)
    if len(found) != 2:
        raise UnsupportedQueryError(f"«{field}__range» takes two values, the first and the last.")
    return found[0], found[1]


def _unknown(field: str, lookup: str, known: Iterable[str]) -> UnsupportedQueryError:
    return UnsupportedQueryError(f"{field} has no look-up «{lookup}»; it has {', '.join(known)}.")


_READERS: dict[str, Callable[[str, str, object], tree.Node]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(ATTRIBUTES, _attribute),
    PUBLISHED: _published,
    MONTH: _month,
    ID: _identifier,
    DJANGO_CT: _model,
}
FIELDS = frozenset(_READERS)
