from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.admin.roles import ROLES


@pytest.fixture
def desk(admin_user) -> Client:
    """A superuser's browser."""
    client = Client()
    client.force_login(admin_user)
    return client


@pytest.fixture
def as_role(db) -> Callable[[str], Client]:
    """``as_role("editor")``: the browser of a member of staff who has only that role."""

    def login(code: str) -> Client:
        name = next(role.name for role in ROLES if role.code == code)
        user = User.objects.create_user(code, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def run_action(desk) -> Callable:
    """``run_action("article", "publish", rows)``: choose rows of a list and run an action."""

    def run(model: str, action: str, rows, **more):
        data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
        return desk.post(f"/admin/articles/{model}/", data, follow=True)

    return run
