"""Users and groups as Django has them, with Jalali moments."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import MinimumLengthValidator

from articles.admin.base import JalaliAdmin
from articles.persian.characters import persian_digits

admin.site.unregister([User, Group])


class LengthValidator(MinimumLengthValidator):
    """Django's, its number in Persian digits."""

    def get_error_message(self) -> str:
        return persian_digits(super().get_error_message())

    def get_help_text(self) -> str:
        return persian_digits(super().get_help_text())


UNUSABLE = (
    "آیا کاربر با گذرواژه وارد می‌شود؟"
    '<ul id="id_unusable_warning" class="messagelist"><li class="warning">'
    "اگر نه، گذرواژهٔ کنونی او از میان می‌رود.</li></ul>"
)


class PasswordForm(AdminPasswordChangeForm):
    """Django's, whose warning no catalogue translates."""

    usable_password_help_text = UNUSABLE


@admin.register(User)
class StaffAdmin(JalaliAdmin, UserAdmin):
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "is_staff", "is_active")


@admin.register(Group)
class RoleAdmin(JalaliAdmin, GroupAdmin):
    """The groups that `roles` makes, and any that a superuser adds."""
