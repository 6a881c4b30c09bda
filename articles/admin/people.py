"""Users and groups as Django has them, with Jalali moments."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import ManyToManyField
from django.http import HttpRequest

from articles.admin.base import JalaliAdmin
from articles.admin.conflicts import StoredForm
from articles.persian.characters import persian_digits

admin.site.unregister([User, Group])


class LengthValidator(MinimumLengthValidator):
    """Django's, its number in Persian digits."""

    def get_error_message(self) -> str:
        return persian_digits(super().get_error_message())

    def get_help_text(self) -> str:
        return persian_digits(super().get_help_text())


ACTIONS = {"add": "افزودن", "change": "ویرایش", "delete": "حذف", "view": "مشاهده"}

UNUSABLE = (
    "آیا کاربر با گذرواژه وارد می‌شود؟"
    '<ul id="id_unusable_warning" class="messagelist"><li class="warning">'
    "اگر «خیر» را انتخاب کنید، گذرواژهٔ فعلی کاربر حذف می‌شود.</li></ul>"
)


class PasswordForm(AdminPasswordChangeForm):
    """Django's, whose warning no catalogue translates."""

    usable_password_help_text = UNUSABLE


class UserForm(StoredForm, UserChangeForm):
    """Django's, that keeps what another administrator changed meanwhile."""


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions by what they allow; the database has their names in English."""

    def label_from_instance(self, obj: Permission) -> str:
        model = obj.content_type.model_class()
        what = ACTIONS.get(obj.codename.partition("_")[0], obj.name)
        if model is None:
            return f"{obj.content_type.model}: {what}"
        described = getattr(model, "instance_type", None)
        of = f"تاریخچهٔ {described._meta.verbose_name}" if described else model._meta.verbose_name
        return f"{of}: {what}"


class PeopleAdmin(JalaliAdmin):
    """Users and groups; both are given permissions."""

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class StaffAdmin(PeopleAdmin, UserAdmin):
    form = UserForm
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "is_staff", "is_active")


@admin.register(Group)
class RoleAdmin(PeopleAdmin, GroupAdmin):
    """The groups that `roles` makes, and any that a superuser adds."""
