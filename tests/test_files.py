"""A file that a person names is read, or said to be unreadable in one Persian sentence."""

import gzip

import pytest

from articles import files
from articles.errors import FileError

TEXT = "تهران\nشیراز\n"
PACKED = gzip.compress("".join(f"نام شمارهٔ {n}\n" for n in range(500)).encode())


def damaged() -> bytes:
    """A gzip file whose deflated data are broken in the middle: zlib.error, not EOFError."""
    content = bytearray(PACKED)
    content[200:260] = bytes(60)
    return bytes(content)


@pytest.mark.parametrize("name", ["names.txt", "names.txt.gz"])
def test_text_is_read_with_or_without_gzip_whatever_the_name_says(tmp_path, name):
    for content in (TEXT.encode(), TEXT.encode("utf-8-sig"), gzip.compress(TEXT.encode())):
        path = tmp_path / name
        path.write_bytes(content)
        assert list(files.lines_of(path)) == ["تهران\n", "شیراز\n"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (damaged(), "ناقص یا خراب"),
        (PACKED[:-12], "ناقص یا خراب"),
        (files.GZIP_MAGIC + b"no archive", "ناقص یا خراب"),
        ("تهران".encode("cp1256"), "UTF-8"),
    ],
    ids=["damaged", "cut", "no archive", "windows-1256"],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, content, fault):
    path = tmp_path / "names.gz"
    path.write_bytes(content)
    with pytest.raises(FileError, match=fault):
        list(files.lines_of(path))


def test_a_missing_file_and_a_folder_are_sentences_too(tmp_path):
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(FileError, match="خوانده نشد"):
            list(files.lines_of(path))


def test_a_decompression_bomb_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "HARMLESS_SIZE", 1_000_000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"\n" * 30_000_000))
    with pytest.raises(FileError, match="بزرگ"):
        for _ in files.lines_of(path):
            pass
