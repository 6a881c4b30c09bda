"""Drafts -> articles: created, updated, unchanged, duplicate or rejected.

An article is the same as a stored one of its source when the external id is the same;
without an id, when the address is; without either, when the text is and the stored one
has neither. Then

- the same bytes, or other bytes that say the same, leave it unchanged; so do bytes that
  an import has already replaced, or a file with two versions of an article would swap
  them at every run;
- another text or other facts update it, unless a person has changed the article since:
  the history of an article that only imports wrote holds nothing but imports, so any
  other entry in it means that a curator's work would be overwritten. Such an article is
  left as it is and counts as unchanged;
- the same text in the same source under another identity is a duplicate and not stored.

Each batch is one transaction: articles, originals and the notes for recognition and index
are written together or not at all. Running an import again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from articles.ingest import addresses
from articles.ingest.draft import Draft
from articles.ingest.outcome import Counts, Proof
from articles.ingest.shelves import Shelf
from articles.models import Article, Category, Original, PendingArticle, Source
from articles.persian.characters import squash

REASON = "ingest"
"""``history_change_reason`` of what an import wrote."""

_COPIED = ("kicker", "title", "lead", "body", "author", "agency", "published_at", "code")

ATTEMPTS = 5
"""How often a batch is begun that meets what another process just stored."""

Identity = tuple[str, int, str]
BeforeCommit = Callable[[Counts, Proof | None], None]


class Digests:
    """A draft with the digests by which it is recognised, computed when first asked for."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def original(self) -> str:
        """SHA-256 of the original bytes."""
        return hashlib.sha256(self.draft.original).hexdigest()

    @cached_property
    def text(self) -> str:
        """Digest of the text, see `content_key`."""
        return content_key(self.draft)


@dataclass(frozen=True)
class Entry:
    """A draft with everything that it takes to find and to write its article."""

    digests: Digests
    source_id: int
    fields: dict[str, object]
    id_key: Identity | None
    url_key: Identity | None

    @property
    def draft(self) -> Draft:
        return self.digests.draft

    @property
    def sha256(self) -> str:
        return self.digests.original

    @property
    def content_key(self) -> Identity:
        return ("content", self.source_id, self.digests.text)

    @property
    def name(self) -> Identity | None:
        """What identifies the record without a look at its text."""
        return self.id_key or self.url_key

    @property
    def identity(self) -> Identity:
        return self.name or self.content_key


class Store:
    """Writes batches of drafts; remembers the sources and categories it has met."""

    def __init__(self) -> None:
        self._look_at_shelves()

    def _look_at_shelves(self) -> None:
        self._sources = Shelf(Source)
        self._categories = Shelf(Category)

    def write(
        self, drafts: Sequence[Draft], before_commit: BeforeCommit
    ) -> tuple[Counts, Proof | None]:
        """Store ``drafts``, which `limits.fault` has passed, in one transaction.

        Returns what became of them, which ``before_commit`` is told while nothing is
        final yet. Where another process has just stored a source, a category or an article
        of these, the transaction is begun again and finds it.
        """
        digests = [Digests(draft) for draft in drafts]
        self._digest(digests)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._write(digests, before_commit)
            except DatabaseError as error:
                if not _is_collision(error):
                    raise
                self._look_at_shelves()
        return self._write(digests, before_commit)

    def _write(
        self, digests: Sequence[Digests], before_commit: BeforeCommit
    ) -> tuple[Counts, Proof | None]:
        counts, proof = Counts(), None
        with transaction.atomic():
            entries = [self._entry(one) for one in digests]
            _lock_sources(entries)
            for group in _apart(entries):
                written = _Group(group)
                counts += written.counts
                proof = written.proof or proof
            before_commit(counts, proof)
        return counts, proof

    def _digest(self, digests: Sequence[Digests]) -> None:
        """Compute before the transaction, in which others wait, what it will probably ask for.

        The text of a record that is stored as it is need not be digested.
        """
        stored = self._stored_originals([one.draft for one in digests])
        for one in digests:
            if one.original not in stored:
                _ = one.text

    def _stored_originals(self, drafts: Iterable[Draft]) -> set[str]:
        """SHA-256 of the originals of articles that are stored under a draft's id or address."""
        named: dict[str, dict[int, list[str]]] = {"external_id": {}, "url": {}}
        for draft in drafts:
            source_id = self._sources.known(draft.source)
            column = "external_id" if draft.external_id else "url"
            value = draft.external_id or addresses.usable(draft.url)
            if source_id is not None and value:
                named[column].setdefault(source_id, []).append(value)
        found: set[str] = set()
        for column, values in named.items():
            if values:
                rows = stored_under(column, values).exclude(original=None)
                found.update(rows.values_list("original_id", flat=True))
        return found

    def _entry(self, digests: Digests) -> Entry:
        draft = digests.draft
        source_id = self._sources.id_of(draft.source)
        url = addresses.usable(draft.url)
        fields: dict[str, object] = {name: getattr(draft, name) for name in _COPIED}
        fields["url"] = url
        fields["category_id"] = self._categories.id_of(draft.category) if draft.category else None
        return Entry(
            digests=digests,
            source_id=source_id,
            fields=fields,
            id_key=("id", source_id, draft.external_id) if draft.external_id else None,
            url_key=("url", source_id, url) if url else None,
        )


def _is_collision(error: DatabaseError) -> bool:
    """Whether two processes wrote the same, or waited for each other, and a new try helps."""
    return isinstance(error, IntegrityError) or "deadlock" in str(error)


def _lock_sources(entries: Iterable[Entry]) -> None:
    """Let imports into the same source follow one another: addresses and texts, by which
    articles are known, are no unique rows. Editors do not wait for it.
    """
    if not connection.features.has_select_for_update:
        return  # SQLite, where one transaction writes at a time
    ids = {entry.source_id for entry in entries}
    list(Source.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def content_key(draft: Draft) -> str:
    """Equal for texts that differ in spelling, spaces and punctuation only."""
    texts = (squash(text) for text in (draft.title, draft.lead, draft.body))
    return hashlib.sha256("|".join(texts).encode()).hexdigest()


def _apart(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Groups in which no entry is about the article of an earlier one."""
    group: list[Entry] = []
    seen: set[Identity] = set()
    for entry in entries:
        if entry.identity in seen:
            yield group
            group, seen = [], set()
        group.append(entry)
        seen |= {entry.identity, entry.url_key or entry.identity}
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class Stored:
    """What it takes to recognise a stored article."""

    pk: int
    original_id: str | None


def stored_under(column: str, values: Mapping[int, Sequence[str]]) -> QuerySet[Article]:
    """Articles whose ``column`` is one of the ``values`` of their source, read by an index.

    One branch a source, and the condition of the partial index repeated: so that every
    database takes the index of the column and none reads every article of the source.
    """
    branches = (
        ~Q((column, "")) & Q(("source_id", source_id), (f"{column}__in", found))
        for source_id, found in values.items()
    )
    return Article.objects.filter(reduce(or_, branches))


class Known:
    """The stored articles that entries may be about, found in three queries at most."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._found: dict[Identity, Stored] = {}
        self._anonymous: dict[Identity, Stored] = {}
        names = [entry.name for entry in entries if entry.name]
        self._look_up("external_id", (n for n in names if n[0] == "id"))
        self._look_up("url", (n for n in names if n[0] == "url"))
        new = (entry for entry in entries if entry.name not in self._found)
        self._look_up("content_key", (entry.content_key for entry in new))

    def same(self, entry: Entry) -> Stored | None:
        """The stored article that ``entry`` is about."""
        if entry.name is None:
            return self._anonymous.get(entry.content_key)
        return self._found.get(entry.name)

    def twin(self, entry: Entry) -> Stored | None:
        """A stored article with the same text."""
        return self._found.get(entry.content_key)

    def add(self, entry: Entry, article: Article) -> None:
        self._found[entry.content_key] = Stored(article.pk, entry.sha256)

    def _look_up(self, column: str, keys: Iterable[Identity]) -> None:
        values: dict[int, list[str]] = {}
        for _, source_id, value in keys:
            values.setdefault(source_id, []).append(value)
        if not values:
            return
        columns = ("pk", "original_id", "source_id", "external_id", "url", "content_key")
        rows = stored_under(column, values).values_list(*columns)
        for pk, original_id, source_id, external_id, url, content in sorted(rows):
            stored = Stored(pk, original_id)
            content_key = ("content", source_id, content)
            self._found.setdefault(("id", source_id, external_id), stored)
            self._found.setdefault(("url", source_id, url), stored)
            self._found.setdefault(content_key, stored)
            if not external_id and not url:
                self._anonymous.setdefault(content_key, stored)


class _Group:
    """The writing of entries that are about different articles. ``proof`` is one of these."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.counts = Counts()
        self.proof: Proof | None = None
        self._created: list[tuple[Entry, Article]] = []
        self._differing: list[tuple[Entry, Stored]] = []
        self._sort(entries)
        updated = self._updates()
        self._write(updated)

    def _sort(self, entries: Sequence[Entry]) -> None:
        known = Known(entries)
        for entry in entries:
            if stored := known.same(entry):
                self._met(stored)
                if stored.original_id == entry.sha256:
                    self.counts.unchanged += 1
                else:
                    self._differing.append((entry, stored))
            elif twin := known.twin(entry):
                self._met(twin)
                self.counts.duplicate += 1
            else:
                article = _new_article(entry)
                self._created.append((entry, article))
                known.add(entry, article)

    def _met(self, stored: Stored) -> None:
        if stored.pk and stored.original_id:
            self.proof = Proof(stored.pk, stored.original_id)

    def _updates(self) -> list[tuple[Entry, Article]]:
        """The stored articles that say something else now, with their new fields."""
        pks = [stored.pk for _, stored in self._differing]
        articles = Article.objects.in_bulk(pks)
        curated = _changed_by_people(pks)
        superseded = _imported_before([entry.sha256 for entry, _ in self._differing])
        updates = []
        for entry, stored in self._differing:
            article = articles[stored.pk]
            if entry.sha256 in superseded or _says_the_same(article, entry):
                self.counts.unchanged += 1
            elif stored.pk in curated:
                self.counts.unchanged += 1
                self.counts.kept += 1
            else:
                _assign(article, entry)
                updates.append((entry, article))
        return updates

    def _write(self, updates: list[tuple[Entry, Article]]) -> None:
        written = self._created + updates
        if not written:
            return
        originals = [Original.of(e.draft.original, e.draft.media_type) for e, _ in written]
        originals.sort(key=lambda original: original.sha256)  # two imports never cross
        # Two sources may publish the very same bytes.
        Original.objects.bulk_create(originals, ignore_conflicts=True)
        Article.objects.bulk_create([article for _, article in self._created])
        if updates:
            bulk_update_with_history(
                [article for _, article in updates],
                Article,
                [*_COPIED, "url", "category", "content_key", "original", "updated_at"],
                default_change_reason=REASON,
            )
        PendingArticle.objects.add(
            [article.pk for _, article in written], recognise=True, bulk=True
        )
        self.counts.created += len(self._created)
        self.counts.updated += len(updates)
        entry, article = written[-1]
        self.proof = Proof(article.pk, entry.sha256)


def _new_article(entry: Entry) -> Article:
    article = Article(source_id=entry.source_id, external_id=entry.draft.external_id)
    _assign(article, entry)
    return article


def _assign(article: Article, entry: Entry) -> None:
    for name, value in entry.fields.items():
        setattr(article, name, value)
    article.content_key = entry.content_key[2]
    article.original_id = entry.sha256
    article.updated_at = timezone.now()


def _says_the_same(article: Article, entry: Entry) -> bool:
    return all(getattr(article, name) == value for name, value in entry.fields.items())


def _imported_before(digests: list[str]) -> set[str]:
    found = Original.objects.filter(sha256__in=digests)
    return set(found.values_list("sha256", flat=True))


def _changed_by_people(pks: list[int]) -> set[int]:
    entries = Article.history.filter(id__in=pks).exclude(history_change_reason=REASON)
    return set(entries.values_list("id", flat=True))
