from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_word_rules")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["author", "-published_at"], name="article_author"),
        ),
    ]
