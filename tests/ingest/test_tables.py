import pytest

from articles.errors import IngestError
from articles.ingest import streams, tables
from articles.ingest.draft import Reject


@pytest.fixture
def csv_file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "news.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_delimiter_and_a_byte_order_mark(csv_file, read_all, delimiter, encoding):
    row = delimiter.join(["1", '"تیتر، با ; و ,"', "متن"])
    path = csv_file(delimiter.join(["ID", "Title", "body"]) + f"\n{row}\n", encoding)
    [draft] = read_all(path)
    assert (draft.external_id, draft.title, draft.body) == ("1", "تیتر، با ; و ,", "متن")


def test_a_quoted_cell_may_hold_lines(csv_file, read_all):
    first, second = read_all(csv_file('id,body\n1,"سطر یک\nسطر ""دو"""\n2,بعدی\n'))
    assert first.body == 'سطر یک\nسطر "دو"'
    assert (second.external_id, second.line) == ("2", 4)


def test_an_unclosed_quotation_mark_costs_one_row_only(csv_file, read_all):
    records = read_all(csv_file('id,title\n1,"باز\n2,دو\n3,سه\n'))
    assert isinstance(records[0], Reject)
    assert [draft.title for draft in records[1:]] == ["دو", "سه"]


def test_a_row_with_too_few_or_too_many_cells_is_rejected(csv_file, read_all):
    short, long, good = read_all(csv_file("id,title,body\n1,تیتر\n1,2,3,4\n5,تیتر,متن\n"))
    assert "2" in short.reason
    assert "4" in long.reason
    assert good.title == "تیتر"


def test_a_row_that_is_not_utf8_is_rejected(tmp_path, read_all):
    path = tmp_path / "news.csv"
    path.write_bytes(b"id,title\n" + "1,خبر\n".encode("cp1256") + "2,خبر\n".encode())
    broken, good = read_all(path)
    assert isinstance(broken, Reject)
    assert good.title == "خبر"


def test_a_row_of_absurd_length_is_rejected(csv_file, read_all, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_RECORD", 1000)
    monkeypatch.setattr(streams, "LONGEST_RECORD", 1000)
    broken, good = read_all(csv_file("id,title\n1," + "x" * 3000 + "\n2,خبر\n"))
    assert isinstance(broken, Reject)
    assert good.title == "خبر"


def test_an_article_longer_than_the_csv_module_allows_by_itself(csv_file, read_all):
    [draft] = read_all(csv_file("id,body\n1," + "متن " * 50_000 + "\n"))
    assert len(draft.body) == 200_000


def test_a_file_without_known_names_says_which_it_needs(csv_file, read_all):
    with pytest.raises(IngestError, match="title"):
        read_all(csv_file("a,b\n1,2\n"))
