"""`setup_groups`: give the staff's groups their standard permissions again."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.admin.roles import ROLES, grant


class Command(BaseCommand):
    help = "Make the groups of editors, curators and moderators; restore their first permissions."

    def handle(self, *args: Any, **options: Any) -> None:
        for role in ROLES:
            group = grant(role)
            self.stdout.write(f"{role.code}: {group.name} ({group.permissions.count()})")
