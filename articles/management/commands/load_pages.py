"""Fills the standing pages (about, contact) that nobody has written yet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Page


class Command(BaseCommand):
    help = "Create pages from a JSON Lines file (slug, title, body); existing pages stay."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = options["file"].read_text(encoding="utf-8").splitlines()
            pages = [json.loads(line) for line in lines if line.strip()]
            for page in pages:
                Page.objects.get_or_create(
                    slug=page["slug"], defaults={"title": page["title"], "body": page["body"]}
                )
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(
                f"{options['file']} cannot be read: {error}. "
                "Give a UTF-8 file with a JSON object (slug, title, body) on each line."
            ) from error
