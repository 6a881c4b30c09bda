"""An import by address finds its articles in an index, not in all articles of the source."""

import articles.models.article
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_refused_once"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=model,
                name="url",
                field=models.URLField(
                    blank=True,
                    max_length=2000,
                    validators=[articles.models.article.validate_address_size],
                    verbose_name="نشانی خبر در سایت منبع",
                ),
            )
            for model in ("article", "historicalarticle")
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=~Q(("url", "")), fields=["source", "url"], name="article_address"
            ),
        ),
    ]
