"""One name becomes two: chosen spellings and mentions go to another."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from articles.curation.deciding import deciding, locked, locked_names
from articles.curation.mentions import add_aliases, known_keys
from articles.errors import CurationError
from articles.models import Alias, Decision, Entity, Mention
from articles.persian.characters import persian_digits


@transaction.atomic
def split(
    entity: Entity,
    into: Entity,
    user: User,
    *,
    aliases: Iterable[Alias] = (),
    mentions: Iterable[Mention] = (),
) -> Decision:
    """Give ``aliases`` of ``entity``, every mention so spelt, and ``mentions`` to ``into``.

    ``into`` may be new: unsaved, it becomes a name with this. What left ``entity`` meanwhile
    stays where it is. Raises CurationError when nothing is chosen, ``entity`` would keep no
    spelling, or one of the two is gone.
    """
    if into.pk is None:
        [entity] = locked_names(entity)
    elif into.pk != entity.pk:
        entity, into = locked_names(entity, into)
    chosen = [alias for alias in locked(aliases) if alias.entity_id == entity.pk]
    single = [mention.pk for mention in mentions]
    if not chosen and not single:
        raise CurationError("برای جداسازی دست‌کم یک شکل یا یک اشاره انتخاب کنید.")
    if into.pk == entity.pk:
        raise CurationError("نام دیگری انتخاب کنید؛ نام را نمی‌توان از خودش جدا کرد.")
    if len(chosen) == entity.aliases.count():
        raise CurationError(
            f"دست‌کم یک شکل باید برای «{entity}» بماند؛ اگر همه باید منتقل شود، نام‌ها را ادغام کنید."
        )
    with deciding(Decision.Action.SPLIT, user, f"جداسازی «{into}» از «{entity}»") as making:
        if into.pk is None:
            making.save(into)
            add_aliases(making, into, [into.name], known={alias.key for alias in chosen})
        making.touch_names([entity.pk, into.pk])
        keys = {alias.key for alias in chosen}
        rows = Mention.objects.filter(Q(key__in=keys) | Q(pk__in=single), entity=entity)
        making.touch(rows)
        making.decision.mentions = making.update(rows, entity=into.pk, kind=into.kind)
        own = Mention.objects.filter(pk__in=single, entity=into)
        making.update(
            own, origin=Mention.Origin.CURATOR.value, status=Mention.Status.CONFIRMED.value
        )
        known = known_keys(into) if into.aliases.exists() else set()
        moving = [alias for alias in chosen if alias.key not in known]
        making.update(Alias.objects.filter(pk__in=[a.pk for a in moving]), entity=into.pk)
        making.delete(alias for alias in chosen if alias.key in known)
        making.decision.summary += persian_digits(f": {making.decision.mentions} اشاره")
    return making.decision
