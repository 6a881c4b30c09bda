import pytest

from articles.models import ContactMessage, Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["about", "contact"])
def test_shows_what_the_staff_wrote(client, slug):
    Page.objects.update_or_create(
        slug=slug, defaults={"title": "عنوان آزمون", "body": "بند نخست\nبند دوم"}
    )
    page = client.get(f"/{slug}/").content.decode()
    assert "عنوان آزمون" in page
    assert '<p dir="rtl">بند دوم</p>' in page


@pytest.mark.parametrize("slug", ["about", "contact"])
def test_lines_with_a_bullet_or_a_hyphen_become_one_list(client, slug):
    body = "نمونه‌ها:\n• یکی\n- دیگری <b>\n-تکواندو\nپایان"
    Page.objects.update_or_create(slug=slug, defaults={"title": "آزمون", "body": body})
    page = client.get(f"/{slug}/").content.decode()
    assert page.count('<ul class="prose__list">') == 1
    assert '<li><span dir="rtl">یکی</span></li>' in page
    assert '<li><span dir="rtl">دیگری &lt;b&gt;</span></li></ul>' in page
    assert '<p dir="rtl">-تکواندو</p>' in page  # a word left out of a search, not an item


@pytest.mark.parametrize("slug", ["about", "contact"])
def test_there_is_a_page_before_the_staff_wrote_one(client, slug):
    Page.objects.filter(slug=slug).delete()
    assert client.get(f"/{slug}/").status_code == 200


def test_a_message_arrives(client):
    response = client.post(
        "/contact/",
        {"name": "نرگس", "body": "سلام", "subject": "پرسش", "email": "n@example.org"},
        follow=True,
    )
    assert "پیام شما دریافت شد" in response.content.decode()
    message = ContactMessage.objects.get()
    assert (message.name, message.subject, message.body) == ("نرگس", "پرسش", "سلام")


def test_a_wrong_email_is_explained(client):
    response = client.post("/contact/", {"name": "نرگس", "body": "سلام", "email": "نادرست"})
    assert response.status_code == 400
    assert 'class="field__error"' in response.content.decode()
    assert not ContactMessage.objects.exists()


def test_a_long_subject_is_refused_with_persian_digits(client):
    values = {"name": "نرگس", "body": "سلام", "subject": "پ" * 300}
    response = client.post("/contact/", values)
    assert response.status_code == 400
    said = "حداکثر ۲۰۰ نویسه بنویسید؛ این متن ۳۰۰ نویسه دارد."
    assert said in response.content.decode()


def test_the_trap_and_the_limit_hold_here_too(client, settings):
    settings.POSTS_PER_HOUR = 1
    values = {"name": "نرگس", "body": "سلام"}
    client.post("/contact/", {**values, "website": "x"})
    assert not ContactMessage.objects.exists()
    assert client.post("/contact/", values).status_code == 302
    assert client.post("/contact/", values).status_code == 429


def test_robots_are_told_where_to_look(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
