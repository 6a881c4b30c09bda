import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Comment
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return ArticleFactory()


def send(client, article, **values):
    address = reverse("comments", args=[article.pk, article.slug])
    return client.post(address, {"name": "نرگس", "body": "سپاس از این خبر", **values})


def read(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_a_comment_waits_for_its_moderator_and_is_then_shown(client, article):
    response = send(client, article)
    assert response.status_code == 302
    assert response["Location"] == f"{article.get_absolute_url()}#comments"
    assert "سپاس از این خبر" not in read(client, article)
    Comment.objects.update(status="approved")
    assert "سپاس از این خبر" in read(client, article)


def test_the_reader_is_told_that_it_arrived(client, article):
    send(client, article)
    assert "نظر شما دریافت شد" in read(client, article)


def test_rejected_comments_are_not_shown(client, article):
    CommentFactory(article=article, body="نظر ردشده", status="rejected")
    assert "نظر ردشده" not in read(client, article)


def test_markup_in_a_comment_stays_text(client, article):
    CommentFactory(article=article, body="<img src=x onerror=alert(1)>", status="approved")
    page = read(client, article)
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_an_empty_comment_is_explained_and_what_was_typed_stays(client, article):
    response = send(client, article, body="  ")
    page = response.content.decode()
    assert response.status_code == 400
    assert "این بخش را پر کنید" in page
    assert 'value="نرگس"' in page
    assert not Comment.objects.exists()


def test_a_comment_longer_than_allowed_is_refused(client, article):
    assert send(client, article, body="ب" * 3001).status_code == 400
    assert not Comment.objects.exists()


def test_the_trap_for_programs_swallows_without_a_word(client, article):
    response = send(client, article, website="https://spam.example")
    assert response.status_code == 302
    assert not Comment.objects.exists()


def test_one_client_may_send_only_so_many_in_an_hour(client, article, settings):
    settings.POSTS_PER_HOUR = 2
    statuses = [send(client, article).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert Comment.objects.count() == 2


def test_the_address_of_the_sender_is_not_stored(client, article):
    send(client, article)
    assert "127.0.0.1" not in Comment.objects.get().client
    assert len(Comment.objects.get().client) == 64


def test_behind_a_trusted_proxy_the_address_that_it_saw_counts(client, article, settings):
    settings.POSTS_PER_HOUR = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    address = reverse("comments", args=[article.pk, article.slug])
    statuses = [
        client.post(
            address, {"name": "نرگس", "body": "نظر"}, HTTP_X_FORWARDED_FOR=forwarded
        ).status_code
        # The first part is what the client claims and may be anything.
        for forwarded in ("10.0.0.1, 192.0.2.1", "10.0.0.2, 192.0.2.1", "10.0.0.3, 192.0.2.2")
    ]
    assert statuses == [302, 429, 302]


def test_without_a_proxy_a_claimed_address_changes_nothing(client, article, settings):
    settings.POSTS_PER_HOUR = 1
    address = reverse("comments", args=[article.pk, article.slug])
    for n in range(2):
        response = client.post(
            address, {"name": "نرگس", "body": "نظر"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}"
        )
    assert response.status_code == 429


def test_an_answer_stands_under_its_comment(client, article):
    parent = CommentFactory(article=article, status="approved")
    assert (
        f'name="parent" value="{parent.pk}"'
        in client.get(f"{article.get_absolute_url()}?reply={parent.pk}").content.decode()
    )
    send(client, article, parent=parent.pk, body="پاسخ من این است")
    Comment.objects.update(status="approved")
    page = read(client, article)
    assert 'class="comments__replies"' in page
    assert "پاسخ من این است" in page


def test_hidden_comments_answers_and_other_articles_cannot_be_answered(client, article):
    pending = CommentFactory(article=article)
    elsewhere = CommentFactory(status="approved")
    parent = CommentFactory(article=article, status="approved")
    answer = CommentFactory(article=article, status="approved", parent=parent)
    for wrong in (pending, elsewhere, answer):
        assert send(client, article, parent=wrong.pk).status_code == 400


def test_reloading_the_page_of_a_refused_comment_leads_to_the_article(client, article):
    response = client.get(reverse("comments", args=[article.pk, article.slug]))
    assert response["Location"] == article.get_absolute_url()


def test_a_form_without_its_key_is_refused_on_a_page_of_the_site(article):
    response = send(Client(enforce_csrf_checks=True), article)
    assert response.status_code == 403
    assert "اعتبار این فرم تمام شده است" in response.content.decode()
