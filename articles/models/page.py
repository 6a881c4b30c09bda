"""Standing pages that the staff writes: about, contact."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Page(models.Model):
    """Plain text, shown at ``/<slug>/``: a line is a paragraph, or an item after «•» or «- »."""

    slug = models.SlugField("نشانی صفحه", max_length=50, unique=True)
    title = models.CharField("عنوان", max_length=200)
    body = models.TextField(
        "متن",
        help_text=(
            "هر بند در یک سطر؛ سطرهایی که با «•» یا «- » شروع شوند به‌صورت فهرست نمایش داده می‌شوند"
        ),
    )
    updated_at = models.DateTimeField("آخرین ویرایش", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "صفحه"
        verbose_name_plural = "صفحه‌ها"
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.slug)
