import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from articles.models import WordRule

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


def test_a_protected_word_in_the_admin_says_that_its_articles_are_indexed_again(admin_client):
    answer = admin_client.post(
        reverse("admin:articles_wordrule_add"),
        {"kind": "protected", "word": "کتابها", "other": ""},
        follow=True,
    )
    assert "از نو نمایه می‌شوند" in answer.content.decode()
    assert WordRule.objects.get().key == "کتابها"
