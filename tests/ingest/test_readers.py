from articles import ingest


def names(paths):
    return [path.name for path in paths]


def test_folders_are_read_recursively_in_order_of_names(tmp_path):
    for name in ("b.jsonl", "a.csv.gz", "deep/c.html", "deep/.hidden.txt", "image.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = ingest.find([tmp_path])
    assert names(path for path, _ in found.files) == ["a.csv.gz", "b.jsonl", "c.html"]
    assert names(found.skipped) == ["image.png"]


def test_rejected_records_are_not_read_from_folders(tmp_path):
    (tmp_path / "a.jsonl.rejected.jsonl").touch()
    assert ingest.find([tmp_path]).files == []


def test_the_parts_that_a_browser_saves_beside_a_page_are_left_out(tmp_path):
    (tmp_path / "page.html").touch()
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").touch()
    assert names(path for path, _ in ingest.find([tmp_path]).files) == ["page.html"]


def test_a_format_may_be_given_for_a_file(tmp_path):
    path = tmp_path / "export.dat"
    path.touch()
    [(_, chosen)] = ingest.find([path], "jsonl").files
    assert chosen.name == "jsonl"


def test_a_format_picks_its_files_out_of_a_folder(tmp_path):
    (tmp_path / "a.csv").touch()
    (tmp_path / "b.html").touch()
    assert names(path for path, _ in ingest.find([tmp_path], "html").files) == ["b.html"]


def test_missing_and_unknown_files_are_faults_with_a_remedy(tmp_path):
    (tmp_path / "x.docx").touch()
    missing, unknown = ingest.find([tmp_path / "nothing.csv", tmp_path / "x.docx"]).faults
    assert "nothing.csv" in str(missing)
    assert "--format" in str(unknown)
