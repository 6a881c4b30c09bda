"""What the server processes of these tests begin with: Django, and an archive to decide in."""

import os
from collections.abc import Iterable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from articles import pipeline  # noqa: E402
from articles.models import Alias, Article, Entity, PendingArticle, Source  # noqa: E402


def make_archive(names: Iterable[str], texts: Iterable[str]) -> None:
    """A curator, these persons, and an article of each text, recognised and indexed."""
    call_command("migrate", verbosity=0)
    User.objects.create_superuser("curator")
    source = Source.objects.create(name="نمونه")
    with pipeline.deferred():
        for name in names:
            Alias.objects.create(entity=Entity.objects.create(name=name, kind="person"), text=name)
        made = Article.objects.bulk_create(
            Article(source=source, status="published", title="خبر", body=text) for text in texts
        )
        PendingArticle.objects.add([article.pk for article in made], recognise=True)
    pipeline.catch_up()
