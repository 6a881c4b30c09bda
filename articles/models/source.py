"""Where articles come from and how they are filed."""

from django.db import models

from articles.models.addresses import address
from articles.models.slugs import persian_slug


class Labelled(models.Model):
    """A named shelf of articles with a readable address."""

    name = models.CharField("نام", max_length=200, unique=True)
    slug = models.SlugField("نشانی صفحه", max_length=200, unique=True, allow_unicode=True)

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = persian_slug(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Source(Labelled):
    """A publisher: an agency, a newspaper, a channel."""

    url = models.URLField("سایت", max_length=500, blank=True)
    description = models.TextField("توضیح", blank=True)

    class Meta(Labelled.Meta):
        verbose_name = "منبع"
        verbose_name_plural = "منابع"

    def get_absolute_url(self) -> str:
        return address("source", self.slug)


class Category(Labelled):
    """A section of the news: politics, sport."""

    class Meta(Labelled.Meta):
        verbose_name = "دسته"
        verbose_name_plural = "دسته‌ها"

    def get_absolute_url(self) -> str:
        return address("category", self.slug)
