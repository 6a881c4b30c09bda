"""The squashed form of a text as a column, by which all its spellings are one."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.persian.characters import squash


class SquashedField(models.CharField):
    """Follows the row's ``text``, whichever way the row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        key = squash(model_instance.text)[: self.max_length]  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key
