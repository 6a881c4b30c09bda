"""Notes every change of articles, names and word rules in the transaction that makes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from articles.models import (
    Alias,
    Article,
    Entity,
    Kind,
    Mention,
    PendingArticle,
    PendingName,
    PendingWord,
    WordRule,
)
from articles.models.entity import whole_words
from articles.models.queue import noted
from articles.pipeline import worker
from articles.pipeline.deferring import is_deferred
from articles.recognition import suggestions


def connect() -> None:
    """Follow the changes of articles, names and word rules. Called once, at start-up."""
    noted.connect(_work_after_commit, dispatch_uid="pipeline")
    post_save.connect(_article_saved, sender=Article, dispatch_uid="pipeline")
    pre_delete.connect(_article_goes, sender=Article, dispatch_uid="pipeline")
    post_delete.connect(_article_deleted, sender=Article, dispatch_uid="pipeline")
    for model in (Entity, Alias):
        pre_save.connect(_remember, sender=model, dispatch_uid="pipeline")
    post_save.connect(_entity_saved, sender=Entity, dispatch_uid="pipeline")
    pre_delete.connect(_entity_goes, sender=Entity, dispatch_uid="pipeline")
    post_save.connect(_alias_saved, sender=Alias, dispatch_uid="pipeline")
    post_delete.connect(_alias_deleted, sender=Alias, dispatch_uid="pipeline")
    pre_save.connect(_remember, sender=WordRule, dispatch_uid="pipeline")
    post_save.connect(_rule_saved, sender=WordRule, dispatch_uid="pipeline")
    post_delete.connect(_rule_deleted, sender=WordRule, dispatch_uid="pipeline")


def _work_after_commit(**_: Any) -> None:
    if not is_deferred():
        transaction.on_commit(worker.work_soon, robust=True)


def _remember(instance: Entity | Alias | WordRule, raw: bool = False, **_: Any) -> None:
    """Keep the stored row on the instance until it is saved: what it said may go."""
    stored = None
    if instance.pk and not raw:
        stored = type(instance)._default_manager.filter(pk=instance.pk).first()
    instance._stored = stored  # type: ignore[union-attr]


# --- articles -----------------------------------------------------------------------------------


def _article_saved(instance: Article, raw: bool = False, **_: Any) -> None:
    if not raw:
        PendingArticle.objects.add([instance.pk], recognise=True, bulk=is_deferred())


def _article_deleted(instance: Article, **_: Any) -> None:
    PendingArticle.objects.add([instance.pk], recognise=True)


def _article_goes(instance: Article, **_: Any) -> None:
    """Its mentions go along: what sums them up follows."""
    named = Mention.objects.filter(article=instance).values_list("key", "entity")
    keys = {key for key, _ in named}
    PendingName.objects.add({pk for _, pk in named if pk is not None})
    transaction.on_commit(lambda: suggestions.recount(keys), robust=True)


# --- names --------------------------------------------------------------------------------------


def _entity_saved(instance: Entity, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    stored: Entity | None = instance._stored  # type: ignore[attr-defined]
    now, before = _called(instance), _called(stored)
    if stored is not None and stored.kind != instance.kind:
        now.add(instance.name)
        _note_protection(instance, stored)
    else:
        now, before = now - before, before - now
    _note_spellings(instance.pk, now | before, instance)


def _entity_goes(instance: Entity, **_: Any) -> None:
    """Its mentions go along, and what it was called may mean another name now."""
    articles = Mention.objects.filter(entity=instance).values_list("article", flat=True)
    PendingArticle.objects.add(
        articles.order_by("article").distinct().iterator(),
        recognise=True,
        decision_id=getattr(instance, "_decision_id", None),
    )
    _note_spellings(instance.pk, _called(instance), instance)


def _alias_saved(instance: Alias, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    stored: Alias | None = instance._stored  # type: ignore[attr-defined]
    if stored is not None and (stored.text, stored.entity_id) == (
        instance.text,
        instance.entity_id,
    ):
        return
    for alias in filter(None, (stored, instance)):
        _note_spellings(alias.entity_id, {alias.text}, instance)
        PendingWord.objects.add(_words_of(alias))


def _alias_deleted(instance: Alias, **_: Any) -> None:
    _note_spellings(instance.entity_id, {instance.text}, instance)
    PendingWord.objects.add(_words_of(instance))


def _called(entity: Entity | None) -> set[str]:
    """The spellings that a name's own row holds."""
    return {text for text in (entity.name, entity.latin_name) if text} if entity else set()


def _note_spellings(entity_id: int, spellings: set[str], instance: Entity | Alias) -> None:
    decision_id = getattr(instance, "_decision_id", None)
    if is_deferred() and spellings:
        PendingName.objects.add([entity_id], decision_id=decision_id)
        return
    for spelling in sorted(spellings):
        PendingName.objects.add([entity_id], spelling, decision_id)


def _words_of(alias: Alias) -> list[str]:
    """The words of a spelling that analysis may have to keep whole, see `protected_words`."""
    kinds = Entity.objects.filter(pk=alias.entity_id).values_list("kind", flat=True)
    # Of a name that is gone the kind is not known: any word may have been kept.
    return whole_words(alias.text, kinds.first() or Kind.PERSON)


def _note_protection(entity: Entity, stored: Entity) -> None:
    """A kind that becomes or was a person's decides whether the words stay whole."""
    if Kind.PERSON in (entity.kind, stored.kind):
        texts = Alias.objects.filter(entity=entity).values_list("text", flat=True)
        PendingWord.objects.add(word for text in texts for word in text.split())


# --- word rules ---------------------------------------------------------------------------------


def _rule_saved(instance: WordRule, raw: bool = False, **_: Any) -> None:
    if not raw:
        _note_rules(instance, instance._stored)  # type: ignore[attr-defined]


def _rule_deleted(instance: WordRule, **_: Any) -> None:
    _note_rules(instance)


def _note_rules(*rules: WordRule | None) -> None:
    PendingWord.objects.add(
        rule.word for rule in rules if rule and rule.kind == WordRule.Kind.PROTECTED
    )
