"""A spelling of a name is looked for in the archive, whichever way it was written."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Entity, Mention
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db

LATIN = "Sergey Lavrov"


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def lavrov(committed) -> Entity:
    """A name without its Latin form, and an article that has nothing but this."""
    with committed():
        ArticleFactory(title="خبر", body=f"در پست انگلیسی آمده بود: {LATIN} met him.")
        return EntityFactory(name="سرگئی لاوروف")


def spellings_found() -> list[str]:
    return list(Mention.objects.values_list("text", flat=True))


class TestALatinName:
    def test_in_the_form_of_the_name(self, lavrov, committed, admin_client):
        url = reverse("admin:articles_entity_change", args=[lavrov.pk])
        form = admin_client.get(url).context["adminform"].form
        values = {name: form[name].value() or "" for name in form.fields}
        aliases = {
            "aliases-TOTAL_FORMS": 0,
            "aliases-INITIAL_FORMS": 0,
        }
        for latin_name, found in ((LATIN, [LATIN]), ("Lavrov", ["Lavrov"]), ("", [])):
            with committed():
                page = admin_client.post(url, {**values, **aliases, "latin_name": latin_name})
            assert page.status_code == 302
            assert spellings_found() == found

    def test_in_a_file_of_names(self, lavrov, tmp_path):
        path = tmp_path / "names.jsonl"
        record = {"kind": "person", "name": lavrov.name, "latin": LATIN}
        path.write_text(json.dumps(record), encoding="utf-8")
        call_command("load_names", path, "--apply")
        lavrov.refresh_from_db()
        assert lavrov.latin_name == LATIN
        assert spellings_found() == [LATIN]
