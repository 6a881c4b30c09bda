"""Sources and categories."""

from django.contrib import admin

from articles.admin.base import ArchiveAdmin
from articles.models import Category, Source


@admin.register(Source)
class SourceAdmin(ArchiveAdmin):
    list_display = ("name", "url")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug", "url", "description")


@admin.register(Category)
class CategoryAdmin(ArchiveAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug")
