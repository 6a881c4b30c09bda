"""The import of names adds what is missing and respects what curators did."""

import gzip
import json

import pytest

from articles.errors import ArchiveError
from articles.models import Alias, Entity, Kind
from articles.recognition.names import Report, import_names, read_names

pytestmark = pytest.mark.django_db

LAVROV = {
    "kind": "person",
    "name": "سرگئی لاوروف",
    "latin": "Sergey Lavrov",
    "description": "وزیر خارجهٔ روسیه",
    "aliases": ["لاوروف"],
    "links": ["https://example.org/lavrov"],
}


@pytest.fixture
def load(tmp_path):
    def load(*records: object) -> Report:
        path = tmp_path / "names.jsonl"
        lines = (r if isinstance(r, str) else json.dumps(r) for r in records)
        path.write_text("\n".join(lines), encoding="utf-8")
        return import_names(read_names(path))

    return load


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.rejected)


def test_a_name_is_created_with_its_aliases(load):
    assert counts(load(LAVROV)) == (1, 0, 0, 0)
    entity = Entity.objects.get()
    assert entity.description == "وزیر خارجهٔ روسیه"
    assert entity.link_list() == ["https://example.org/lavrov"]
    assert {alias.text for alias in entity.aliases.all()} == {
        "سرگئی لاوروف",
        "Sergey Lavrov",
        "لاوروف",
    }


def test_the_second_import_changes_nothing(load):
    load(LAVROV)
    assert counts(load(LAVROV)) == (0, 0, 1, 0)
    assert Entity.objects.count() == 1
    assert Alias.objects.count() == 3


def test_another_spelling_of_the_name_is_the_same_name(load):
    load(LAVROV)
    assert counts(load({**LAVROV, "name": "سرگئي‌لاوروف"})) == (0, 0, 1, 0)


def test_missing_aliases_and_gaps_are_filled_and_nothing_is_overwritten(load):
    load({"kind": "person", "name": "سرگئی لاوروف", "description": "نوشتهٔ نام‌بان"})
    assert counts(load(LAVROV)) == (0, 1, 0, 0)
    entity = Entity.objects.get()
    assert entity.description == "نوشتهٔ نام‌بان"
    assert entity.latin_name == "Sergey Lavrov"
    assert entity.aliases.filter(text="لاوروف").exists()


def test_the_same_name_of_another_kind_is_another_name(load):
    report = load(LAVROV, {"kind": "place", "name": "سرگئی لاوروف"})
    assert report.created == 2


def test_two_names_may_share_an_alias(load):
    load(LAVROV, {"kind": "person", "name": "دیمیتری لاوروف", "aliases": ["لاوروف"]})
    assert Alias.objects.filter(text="لاوروف").count() == 2


def test_an_alias_that_a_curator_removed_does_not_come_back(load):
    load(LAVROV)
    Alias.objects.get(text="لاوروف").delete()
    assert counts(load(LAVROV)) == (0, 0, 1, 0)


def test_a_name_that_a_curator_deleted_or_merged_does_not_come_back(load):
    load(LAVROV)
    Entity.objects.get().delete()
    report = load(LAVROV)
    assert counts(report) == (0, 0, 0, 1)
    assert "حذف یا ادغام" in report.rejected[0].reason


def test_a_name_that_a_curator_renamed_is_recognised(load):
    load(LAVROV)
    entity = Entity.objects.get()
    entity.name = "سرگئی ویکتوروویچ لاوروف"
    entity.save()
    assert counts(load(LAVROV)) == (0, 0, 1, 0)
    assert Entity.objects.get().name == "سرگئی ویکتوروویچ لاوروف"


def test_imported_rows_have_history(load):
    load(LAVROV)
    assert Alias.history.count() == 3


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("{", "JSON"),
        ('["الف"]', "JSON"),
        ({"kind": "شیء", "name": "الف"}, "kind"),
        ({"kind": "person", "name": " ، "}, "name"),
        ({"kind": "person", "name": 7}, "name"),
        ({"kind": "person", "name": "الف", "aliases": "ب"}, "aliases"),
        ({"kind": "person", "name": "الف", "aliases": ["؟"]}, ""),
        ({"kind": "person", "name": "الف" * 100}, ""),
        ({"kind": "person", "name": "الف", "links": ["javascript:alert(1)"]}, "نشانی"),
    ],
)
def test_a_bad_record_is_rejected_with_its_line_and_the_others_stay(load, record, reason):
    report = load(LAVROV, record)
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].line == 2
    assert reason in report.rejected[0].reason
    assert report.rejected[0].reason


@pytest.mark.parametrize("kind", ["مکان", "جا", "place"])
def test_csv_has_the_same_columns(tmp_path, kind):
    path = tmp_path / "names.csv"
    path.write_text(
        "kind,name,latin,description,aliases,links\n"
        f"{kind},تهران,Tehran,پایتخت ایران,طهران|تهران بزرگ,\n",
        encoding="utf-8-sig",
    )
    import_names(read_names(path))
    entity = Entity.objects.get()
    assert (entity.kind, entity.latin_name) == (Kind.PLACE, "Tehran")
    assert entity.aliases.filter(text="تهران بزرگ").exists()


def test_gzip_is_read(tmp_path):
    path = tmp_path / "names.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(LAVROV).encode()))
    assert import_names(read_names(path)).created == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("names.txt", b"x"), ("names.csv", b"a,b\n1,2\n"), ("names.jsonl", b"\xff\xfe")],
)
def test_an_unreadable_file_is_an_error_that_names_it_or_its_remedy(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"names|CSV"):
        list(read_names(path))


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(ArchiveError, match="خوانده نشد"):
        list(read_names(tmp_path / "absent.jsonl"))
