"""Persian alphabetical order as a column, which no database offers by itself."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.persian.collation import sort_bytes


class SortKeyField(models.BinaryField):
    """Follows the row's ``name``: in the order of this field names stand alphabetically."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        key = sort_bytes(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, key)
        return key
