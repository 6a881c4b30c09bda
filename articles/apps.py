"""The one application of the project, and Django's admin with the archive's own site."""

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate

# Of applications that bring none that staff would understand.
LABELS = {"auth": "کاربران و گروه‌ها", "axes": "ورودها و قفل‌ها"}


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "بایگانی خبر"
    default = True

    def ready(self) -> None:
        from articles import checks, pipeline
        from articles.admin import roles
        from articles.models import kinds

        for name, label in LABELS.items():
            apps.get_app_config(name).verbose_name = label
        checks.register()
        pipeline.connect()
        kinds.connect(self)
        post_migrate.connect(roles.after_migrate, sender=self)


class ArchiveAdminConfig(admin_apps.AdminConfig):
    default_site = "articles.admin.site.ArchiveAdminSite"
    default = False
