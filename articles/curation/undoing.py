"""Taking a decision back: every row it changed becomes what it was.

Refused when a later decision touched the same rows or stands on what this one made; that
one is to be undone first. What machines did meanwhile is no obstacle: they read the
articles anew afterwards. What an editor changed in a form since is kept; what an editor wrote
anew meanwhile stands, and the row that would double it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from articles.curation.changes import (
    Change,
    batches,
    field_of,
    has_double,
    model_named,
    relations,
    stands_in_text,
    unique_by,
)
from articles.errors import CurationError
from articles.models import (
    Alias,
    Article,
    Decision,
    Entity,
    Mention,
    PendingArticle,
    PendingName,
)
from articles.persian.characters import persian_digits
from articles.recognition import suggestions

_Row = tuple[str, int]
_ENTITY = "entity"


def undo(decision: Decision, user: User) -> Decision:
    """Restore what ``decision`` changed; raises CurationError, in words, when it cannot be."""
    with transaction.atomic():
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        if decision.undone_at is not None:
            raise CurationError("این تصمیم قبلاً واگرد شده است.")
        gone = _names_gone(decision.changes)
        _refuse_after_others(decision, gone)
        work = _Undoing(decision, user, gone)
        for change in reversed(decision.changes):
            work.take_back(change)
        decision.undone_at, decision.undone_by = timezone.now(), user
        decision.articles = len(work.articles)
        decision.save(update_fields=["undone_at", "undone_by", "articles"])
        suggestions.recount(work.keys)
        PendingName.objects.add(work.names | _names_in(decision.changes))
        PendingArticle.objects.add(sorted(work.articles), recognise=True, decision_id=decision.pk)
    return decision


def _refuse_after_others(decision: Decision, gone: Set[int]) -> None:
    touched = set(_rows(decision.changes))
    made = {pk for model, pk in _rows(_making(decision.changes)) if model == _ENTITY}
    later = Decision.objects.filter(pk__gt=decision.pk, undone_at__isnull=True).order_by("pk")
    for other in later.iterator(chunk_size=100):
        if not touched.isdisjoint(_rows(other.changes)) or not made.isdisjoint(
            _names_in(other.changes)
        ):
            raise CurationError(
                f"تصمیم بعدی «{other}» همین‌ها را تغییر داده است؛ ابتدا آن را واگرد کنید."
            )
    updates = (change for change in decision.changes if change["before"] and change["after"])
    if missing := gone & _names_in(updates):
        raise CurationError(
            f"{persian_digits(len(missing))} نام از نام‌های این تصمیم دیگر وجود ندارد؛ "
            "واگرد ممکن نیست."
        )
    for entity in Entity.objects.filter(pk__in=made):
        _refuse_if_used(entity, touched)


def _refuse_if_used(entity: Entity, touched: set[_Row]) -> None:
    """A name that goes must not take along what people gave it in other ways."""
    decided = Mention.objects.filter(entity=entity, origin=Mention.Origin.CURATOR)
    for model, rows in ((Alias, entity.aliases.all()), (Mention, decided)):
        name = model._meta.model_name
        if any((name, pk) not in touched for pk in rows.values_list("pk", flat=True)):
            raise CurationError(
                f"پس از این تصمیم، شکل یا اشارهٔ دیگری به «{entity}» افزوده شده است؛ "
                "به‌جای واگرد، نام را حذف کنید."
            )


def _rows(changes: Iterable[Change]) -> Iterable[_Row]:
    return ((change["model"], pk) for change in changes for pk in change["pks"])


def _making(changes: Iterable[Change]) -> Iterable[Change]:
    return (change for change in changes if change["before"] is None)


def _names_in(changes: Iterable[Change]) -> set[int]:
    """Names to which rows belonged before or after."""
    sides = (side for change in changes for side in (change["before"], change["after"]) if side)
    return {pk for side in sides for pk in _names_of(side)}


def _names_gone(changes: Sequence[Change]) -> set[int]:
    """Names to which rows belonged and that were deleted since, not by these changes."""
    deleted = (change for change in changes if change["after"] is None)
    named = _names_in(changes) - {pk for model, pk in _rows(deleted) if model == _ENTITY}
    return named - set(_existing(Entity, named))


def _names_of(side: Mapping[str, Any]) -> Iterable[int]:
    """The names to which a row with these values belongs."""
    return (side[name] for name in _name_fields() if side.get(name))


def _name_fields() -> set[str]:
    return {relation.field.name for relation in relations()}


def _existing(model: type[models.Model], pks: Iterable[int]) -> Iterable[int]:
    return model._default_manager.filter(pk__in=list(pks)).values_list("pk", flat=True)


class _Undoing:
    """Takes changes back, last first, and gathers the articles and spellings that follow."""

    def __init__(self, decision: Decision, user: User, gone: Set[int]) -> None:
        self.articles: set[int] = set()
        self.keys: set[str] = set()
        self.names: set[int] = set()
        self._decision = decision
        self._user = user
        self._gone = gone

    def take_back(self, change: Change) -> None:
        model = model_named(change["model"])
        if change["before"] is None:
            self._unmake(model, change["pks"])
        elif change["after"] is None:
            self._bring_back(model, change["before"])
        else:
            for pks in batches(change["pks"]):
                self._put_back(model, pks, change["before"], change["after"])

    def _unmake(self, model: type[models.Model], pks: Sequence[int]) -> None:
        for row in model._default_manager.filter(pk__in=pks):
            if isinstance(row, Entity):
                self._follow(Mention.objects.filter(entity=row))
            self._sign(row)
            row.delete()

    def _bring_back(self, model: type[models.Model], stored: Mapping[str, Any]) -> None:
        if not self._gone.isdisjoint(_names_of(stored)):
            return  # it would have gone with its name
        fields = {name: field_of(model, name) for name in stored}
        values = {name: field.to_python(stored[name]) for name, field in fields.items()}
        row = model(**{field.attname: values[name] for name, field in fields.items()})
        free = _has_place if stands_in_text(model) else _is_single
        if not free(row):
            return
        self._sign(row)
        row.save(force_insert=True)
        moments = [name for name in stored if getattr(fields[name], "auto_now_add", False)]
        if moments:  # which the database layer has just set to now
            saved = model._default_manager.filter(pk=row.pk)
            saved.update(**{name: values[name] for name in moments})
        if stands_in_text(model):
            self._follow(model._default_manager.filter(pk=row.pk))

    def _put_back(
        self,
        model: type[models.Model],
        pks: Sequence[int],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        rows = model._default_manager.filter(pk__in=pks)
        unique = unique_by(model, before)
        if not unique and not hasattr(model, "history"):
            rows.update(**{field_of(model, name).attname: value for name, value in before.items()})
            if stands_in_text(model):
                self._follow(rows)
            return
        for row in rows.order_by("pk").select_for_update():
            for name, value in before.items():
                attname = field_of(model, name).attname
                if getattr(row, attname) == after[name]:  # edited since: stays
                    setattr(row, attname, value)
            self._sign(row)
            if has_double(row, unique):
                row.delete()
            else:
                row.save()

    def _follow(self, rows: models.QuerySet) -> None:
        self.articles.update(rows.order_by().values_list("article", flat=True))
        if rows.model is Mention:
            self.keys.update(rows.order_by().values_list("key", flat=True))
            named = rows.exclude(entity=None).order_by()
            self.names.update(named.values_list("entity", flat=True).distinct())

    def _sign(self, row: Any) -> None:
        row._history_user = self._user
        row._change_reason = f"واگرد: {self._decision}"[:100]
        row._decision_id = self._decision.pk


def _is_single(row: models.Model) -> bool:
    """Whether no row that is there now says the same."""
    model = type(row)
    return not has_double(row, unique_by(model, [field.name for field in model._meta.fields]))


def _has_place(row: Any) -> bool:
    """Whether its article is there and no person decided about the place; a machine yields."""
    if not Article.objects.filter(pk=row.article_id).exists():
        return False
    same = type(row)._default_manager.filter(
        article=row.article_id, field=row.field, start=row.start, end=row.end
    )
    same.exclude(origin=Mention.Origin.CURATOR).delete()
    return not same.exists()
