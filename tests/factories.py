"""Makers of rows for tests: ``ArticleFactory(title="…")``."""

from datetime import UTC, datetime

import factory

from articles import models


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Source
        django_get_or_create = ("name",)

    name = "خبرگزاری آزمون"


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Category
        django_get_or_create = ("name",)

    name = "سیاست"


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Article

    source = factory.SubFactory(SourceFactory)
    category = factory.SubFactory(CategoryFactory)
    title = factory.Sequence(lambda n: f"خبر شمارهٔ {n}")
    lead = ""
    body = "متن این خبر برای آزمون نوشته شده است."
    published_at = datetime(2023, 10, 7, 8, 30, tzinfo=UTC)  # ۱۵ مهر ۱۴۰۲


class EntityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Entity
        skip_postgeneration_save = True

    kind = models.Kind.PERSON
    name = factory.Sequence(lambda n: f"نام آزمون {n}")

    @factory.post_generation
    def aliases(self, create: bool, extracted: list[str] | None, **kwargs: object) -> None:
        """The name itself and the spellings given as ``aliases=[…]``."""
        for text in [self.name, *(extracted or [])]:
            models.Alias.objects.create(entity=self, text=text)


class MentionFactory(factory.django.DjangoModelFactory):
    """A mention of ``entity`` at the first place where ``text`` stands in the field."""

    class Meta:
        model = models.Mention

    field = "body"
    text = factory.SelfAttribute("entity.name")
    kind = factory.SelfAttribute("entity.kind")
    start = factory.LazyAttribute(lambda m: getattr(m.article, m.field).index(m.text))
    end = factory.LazyAttribute(lambda m: m.start + len(m.text))
    origin = models.Mention.Origin.GAZETTEER
    status = models.Mention.Status.CONFIRMED


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Comment

    article = factory.SubFactory(ArticleFactory)
    name = "خواننده"
    body = "نظری برای آزمون"


class QuotationFactory(factory.django.DjangoModelFactory):
    """What ``speaker`` says: ``text`` where it first stands in the body of the article."""

    class Meta:
        model = models.Quotation

    article = factory.SubFactory(ArticleFactory, body="گفت که صلح نزدیک است.")
    speaker = factory.SubFactory(EntityFactory)
    field = "body"
    text = "صلح نزدیک است"
    cue = "گفت"
    cue_start = 0
    start = factory.LazyAttribute(lambda q: getattr(q.article, q.field).index(q.text))
    end = factory.LazyAttribute(lambda q: q.start + len(q.text))
    speaker_start = 0
    speaker_end = 0
    form = models.Quotation.Form.INDIRECT
    origin = models.Quotation.Origin.RULE
    status = models.Quotation.Status.CONFIRMED
