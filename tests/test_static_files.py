"""What `collectstatic` makes of the styles."""

import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "newsarchive.static_files.JoiningStorage"}
    }

    def collect() -> dict[str, str]:
        call_command("collectstatic", interactive=False, verbosity=0)
        folder = settings.STATIC_ROOT / "articles"
        return {path.name: path.read_text() for path in folder.glob("site*.css")}

    return collect


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_asks_for_one_style_sheet_that_holds_all_parts(collected, times):
    for _ in range(times):
        sheets = collected()
    assert len(sheets) == 2  # plain and with the digest of its content
    for sheet in sheets.values():
        assert "@import" not in sheet
        for part in ("--accent:", ".masthead", ".search-box"):
            assert part in sheet


def test_the_joined_sheet_names_the_font_by_its_digest(collected):
    hashed = next(text for name, text in collected().items() if name != "site.css")
    assert 'url("fonts/vazirmatn.woff2")' not in hashed
    assert 'url("fonts/vazirmatn.' in hashed
