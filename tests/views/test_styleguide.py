import pytest

pytestmark = pytest.mark.django_db


def test_all_components_stand_on_one_page_while_debugging(client, settings):
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    for part in ('class="chip', 'class="card', 'class="timeline', 'class="field', 'class="pager'):
        assert part in page


def test_readers_do_not_see_it(client):
    assert client.get("/styleguide/").status_code == 404
