"""The one application of the project."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "بایگانی خبر"

    def ready(self) -> None:
        from articles import checks

        checks.register()
