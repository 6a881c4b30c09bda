"""Users and groups as Django has them, with Jalali moments."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from articles.admin.base import JalaliAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(JalaliAdmin, UserAdmin):
    list_display = ("username", "first_name", "last_name", "is_staff", "is_active")


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The groups that `roles` makes, and any that a superuser adds."""
