import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from articles import pipeline
from articles.models import PendingArticle, WordRule
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
Kind = WordRule.Kind


@pytest.mark.parametrize(
    ("kind", "word", "other", "field"),
    [
        (Kind.SYNONYM, "فرودگاه", "", "other"),
        (Kind.STOP, "گزارش", "چیزی", "other"),
        (Kind.PROTECTED, "دو واژه", "", "word"),
        (Kind.STOP, "…", "", "word"),
    ],
)
def test_a_senseless_rule_is_refused_with_a_sentence(kind, word, other, field):
    with pytest.raises(ValidationError) as error:
        WordRule(kind=kind, word=word, other=other).full_clean()
    assert field in error.value.message_dict


def test_the_same_rule_in_another_spelling_is_refused_by_the_database():
    WordRule.objects.create(kind=Kind.STOP, word="می‌شود")
    with pytest.raises(IntegrityError):
        WordRule.objects.create(kind=Kind.STOP, word="مي شود")


def test_the_list_of_rules_tells_how_far_the_index_has_followed(admin_client):
    listed = reverse("admin:articles_wordrule_changelist")
    assert "همهٔ قاعده‌ها در جست‌وجو اعمال شده است" in admin_client.get(listed).content.decode()
    with pipeline.deferred():
        PendingArticle.objects.add([1, 2, 3], recognise=False)
    assert "۳ خبر در صف به‌روزرسانی جست‌وجو است" in admin_client.get(listed).content.decode()


def test_every_kind_of_rule_is_explained_where_it_is_chosen(admin_client):
    page = admin_client.get(reverse("admin:articles_wordrule_add")).content.decode()
    assert "خبرهای بدون این واژه هم پیدا می‌شوند" in page


def test_a_protected_word_in_the_admin_says_that_its_articles_are_indexed_again(admin_client):
    ArticleFactory(title="کتابها آمدند")
    pipeline.catch_up()
    answer = admin_client.post(
        reverse("admin:articles_wordrule_add"),
        {"kind": "protected", "word": "کتابها", "other": ""},
        follow=True,
    )
    assert "به‌روز می‌شود" in answer.content.decode()
    assert WordRule.objects.get().key == "کتابها"
