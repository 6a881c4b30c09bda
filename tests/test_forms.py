import pytest

from articles.forms import CommentForm, ContactForm
from tests.factories import ArticleFactory


@pytest.mark.django_db
def test_a_comment_belongs_to_its_article_and_waits():
    article = ArticleFactory()
    form = CommentForm({"name": "نرگس", "body": "نظر"}, article=article)
    assert form.is_valid()
    comment = form.save()
    assert (comment.article, comment.status) == (article, "pending")


@pytest.mark.django_db
def test_a_comment_cannot_approve_itself():
    form = CommentForm(
        {"name": "نرگس", "body": "نظر", "status": "approved"}, article=ArticleFactory()
    )
    assert form.save().status == "pending"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"name": "", "body": "متن"}, {"name"}),
        ({"name": "نرگس", "body": ""}, {"body"}),
        ({"name": "ن" * 81, "body": "متن"}, {"name"}),
        ({"name": "نرگس", "body": "م" * 5001}, {"body"}),
        ({"name": "نرگس", "body": "متن", "email": "x"}, {"email"}),
        ({"name": "نر\x00گس", "body": "متن"}, {"name"}),
    ],
)
@pytest.mark.django_db
def test_what_is_wrong_with_a_message_is_said_at_its_field(values, wrong):
    assert set(ContactForm(values).errors) == wrong


def test_the_trap_closes_on_whoever_fills_it():
    assert ContactForm({"website": "x"}).is_trapped
    assert not ContactForm({"website": " "}).is_trapped
    assert not ContactForm().is_trapped
