"""The three roles of the staff as groups: Editor, Curator, Moderator.

The code of a role is stable; the Persian name is what the group is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS

WRITE = ("view", "add", "change", "delete")
CORRECT = ("view", "add", "change")  # an article is withdrawn, not deleted
DECIDE = ("view", "change")
READ = ("view",)


@dataclass(frozen=True)
class Role:
    """``grants``: model name -> what the group may do with its rows."""

    code: str
    name: str
    grants: dict[str, tuple[str, ...]]

    def codenames(self) -> set[str]:
        return {f"{action}_{model}" for model, actions in self.grants.items() for action in actions}


ROLES = (
    Role(
        "editor",
        "دبیر",
        {"article": CORRECT, "source": WRITE, "category": WRITE, "page": WRITE, "entity": READ},
    ),
    Role(
        "curator",
        "دبیر نام‌ها",
        {
            "entity": WRITE,
            "alias": WRITE,
            "mention": DECIDE,
            "quotation": DECIDE,
            "wordrule": WRITE,
            "askedquery": DECIDE,
            "article": READ,
        },
    ),
    Role(
        "moderator",
        "ناظر نظرها",
        {"comment": ("view", "change", "delete"), "contactmessage": ("view", "change", "delete")},
    ),
)


def make_missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Make the groups that are not there; returns their names.

    A group that exists keeps the permissions that a superuser gave it.
    """
    existing = set(Group.objects.using(using).values_list("name", flat=True))
    missing = [role for role in ROLES if role.name not in existing]
    for role in missing:
        grant(role, using)
    return [role.name for role in missing]


def grant(role: Role, using: str = DEFAULT_DB_ALIAS) -> Group:
    """The group of ``role``, made if need be, with exactly the permissions of the role."""
    group, _ = Group.objects.using(using).get_or_create(name=role.name)
    group.permissions.set(
        Permission.objects.using(using).filter(
            content_type__app_label="articles", codename__in=role.codenames()
        )
    )
    return group


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Connected to ``post_migrate`` of this application."""
    # Django makes the permissions in the same signal, after this receiver.
    create_permissions(sender, verbosity=0, using=using)
    make_missing(using)
