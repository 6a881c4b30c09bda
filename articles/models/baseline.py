"""The first version of a row that was written without history.

Imports create rows in bulk and keep no history row for them (the original bytes are
kept instead). Before such a row changes for the first time its state is recorded, so
that the history of an edit always has a "before".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from simple_history.utils import get_history_manager_for_model

REASON = "قبل از اولین ویرایش"


def record_baselines(model: type[models.Model], pks: Sequence[int]) -> None:
    """Record the stored state of those rows of ``model`` that have no history yet."""
    history = get_history_manager_for_model(model)
    recorded = set(history.filter(id__in=pks).values_list("id", flat=True))
    unrecorded = list(model._default_manager.filter(pk__in=set(pks) - recorded))
    for row in unrecorded:
        row._history_user = None  # type: ignore[attr-defined]  # whoever edits now did not write this version
    history.bulk_history_create(unrecorded, default_change_reason=REASON)


def connect(model: type[models.Model]) -> None:
    """Record baselines of ``model`` whenever a row is saved."""

    def before_save(sender: Any, instance: models.Model, raw: bool, **_: Any) -> None:
        if instance.pk is not None and not instance._state.adding and not raw:
            record_baselines(model, [instance.pk])

    pre_save.connect(before_save, sender=model, weak=False, dispatch_uid=f"baseline-{model}")
