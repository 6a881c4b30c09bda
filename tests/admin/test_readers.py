"""What readers send: comments and messages."""

import pytest

from articles.models import Comment, ContactMessage
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db


def test_comments_are_approved_and_rejected_in_bulk(run_action):
    comments = CommentFactory.create_batch(3)
    page = run_action("comment", "approve", comments).content.decode()
    assert set(Comment.objects.values_list("status", flat=True)) == {"approved"}
    assert "۳ نظر تأیید شد" in page
    run_action("comment", "reject", comments[:1])
    assert Comment.objects.filter(status="rejected").count() == 1


def test_a_comment_is_shown_as_plain_text(desk):
    comment = CommentFactory(body="<img src=x onerror=alert(1)>")
    for url in ("/admin/articles/comment/", f"/admin/articles/comment/{comment.pk}/change/"):
        page = desk.get(url).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_moderator_decides_but_does_not_rewrite_a_comment(as_role):
    comment = CommentFactory(body="متن خواننده")
    data = {"status": "approved", "body": "متن دیگر", "name": "دیگری"}
    as_role("moderator").post(f"/admin/articles/comment/{comment.pk}/change/", data)
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.name) == ("approved", "متن خواننده", "خواننده")


def test_messages_are_read_and_ticked_off(desk, run_action):
    message = ContactMessage.objects.create(name="رضا", body="سلام")
    assert "سلام" in desk.get(f"/admin/articles/contactmessage/{message.pk}/change/").text
    run_action("contactmessage", "mark_handled", [message])
    message.refresh_from_db()
    assert message.handled
