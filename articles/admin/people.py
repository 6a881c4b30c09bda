"""Users and groups as Django has them, with Jalali moments."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User

from articles.admin.base import JalaliAdmin

admin.site.unregister([User, Group])


class StaffForm(UserChangeForm):
    """Says in Persian what Django's translation leaves in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password"):
            password.help_text = "گذرواژه خوانا نگه‌داری نمی‌شود و نمی‌توان آن را دید."


@admin.register(User)
class StaffAdmin(JalaliAdmin, UserAdmin):
    form = StaffForm
    list_display = ("username", "first_name", "last_name", "is_staff", "is_active")


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The groups that `roles` makes, and any that a superuser adds."""
