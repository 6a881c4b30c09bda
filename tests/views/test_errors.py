import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from articles.errors import EngineError, QueryError
from articles.views.errors import explained


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_the_site_with_a_search_box(client):
    response = client.get("/چنین-جایی-نیست/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "این صفحه پیدا نشد" in page
    assert 'role="search"' in page


@pytest.mark.parametrize(("handler", "status"), [(bad_request, 400), (permission_denied, 403)])
def test_other_errors_are_pages_of_the_site(handler, status):
    response = handler(RequestFactory().get("/"), Exception("راز درونی"))
    page = response.content.decode()
    assert response.status_code == status
    assert 'dir="rtl"' in page
    assert "راز درونی" not in page


def test_a_crash_is_shown_without_the_database():
    # No django_db mark: a query would fail this test.
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "مشکلی پیش آمد" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_key_says_what_to_do_not_that_it_is_forbidden():
    response = Client(enforce_csrf_checks=True).post("/contact/", {"body": "سلام"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "اعتبار این فرم تمام شده است</h1>" in page
    assert "اجازهٔ این کار را ندارید" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "given_back"), [("http://testserver", True), ("https://bad.example", False)]
)
def test_a_form_without_its_key_gives_its_words_back_to_its_own_site_only(origin, given_back):
    typed = {"name": "نرگس", "body": "نوشته‌ای <b>بلند</b>"}
    client = Client(enforce_csrf_checks=True)
    page = client.post("/contact/", typed, headers={"Origin": origin}).content.decode()
    assert ("نوشته‌ای &lt;b&gt;بلند&lt;/b&gt;" in page) is given_back
    assert "اعتبار این فرم تمام شده است</h1>" in page


def test_the_lockout_page_needs_no_context():
    assert "تعداد درخواست‌ها زیاد است" in render_to_string("429.html")


def answer_to(error):
    @explained
    def view(request):
        raise error

    return view(RequestFactory().get("/"))


def test_what_the_reader_asked_wrongly_is_explained():
    response = answer_to(QueryError("چنین کنید"))
    assert response.status_code == 400
    assert "چنین کنید" in response.content.decode()


def test_what_an_operator_must_do_is_logged_and_not_shown_to_readers(caplog):
    response = answer_to(EngineError("manage.py rebuild_index"))
    assert response.status_code == 503
    page = response.content.decode()
    assert "جست‌وجو فعلاً در دسترس نیست" in page
    assert "کمی بعد دوباره امتحان کنید" in page
    assert "rebuild_index" not in page
    assert "manage.py rebuild_index" in caplog.text
