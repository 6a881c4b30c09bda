import importlib.util
import shutil
from pathlib import Path

import pytest

from articles.errors import LexiconError
from articles.persian.lexicon import Lexicon


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lexicon]:
    """A folder that was not there, with the cache of the lexicon that was built; building it
    takes seconds."""
    folder = tmp_path_factory.mktemp("lexicon") / "not" / "there" / "yet"
    return folder, Lexicon.load(folder)


@pytest.fixture
def folder(built: tuple[Path, Lexicon], tmp_path: Path) -> Path:
    """One with a current cache."""
    return Path(shutil.copytree(built[0], tmp_path / "cached"))


def cache_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_only_tagged_words_are_trusted(lexicon: Lexicon) -> None:
    assert "کتاب" in lexicon.headwords
    assert "کتابها" not in lexicon.headwords
    assert "میشود" not in lexicon.headwords


def test_words_are_known_with_and_without_madda(lexicon: Lexicon) -> None:
    assert {"آرام", "ارام"} <= lexicon.headwords


def test_the_cached_lexicon_is_the_built_one(folder: Path, lexicon: Lexicon) -> None:
    before = cache_file(folder).stat().st_mtime_ns
    assert Lexicon.load(folder) == lexicon
    assert cache_file(folder).stat().st_mtime_ns == before


def test_equal_words_are_one_string_in_memory(built: tuple[Path, Lexicon]) -> None:
    for lexicon in (built[1], Lexicon.load(built[0])):
        both = {id(word) for word in lexicon.headwords} & {id(word) for word in lexicon.nouns}
        assert len(both) == len(lexicon.headwords & lexicon.nouns)


@pytest.mark.parametrize("keep", [0, 10, 1000])
def test_a_torn_cache_is_built_anew(folder: Path, lexicon: Lexicon, keep: int) -> None:
    file = cache_file(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:keep])
    assert Lexicon.load(folder) == lexicon
    assert len(file.read_bytes()) == len(whole)


def test_the_cache_of_another_version_is_built_anew(
    folder: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache_file(folder).read_bytes()
    monkeypatch.setattr("articles.persian.lexicon.LEXICON_VERSION", 0)
    assert Lexicon.load(folder) == lexicon
    assert cache_file(folder).read_bytes() != before


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path: Path, lexicon: Lexicon) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    assert Lexicon.load(occupied) == lexicon


def test_a_missing_hazm_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(LexiconError, match="pip install"):
        Lexicon.load()


def test_missing_data_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hazm").mkdir()
    (tmp_path / "hazm" / "__init__.py").write_text("")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(importlib.import_module("sys").modules, "hazm", raising=False)
    with pytest.raises(LexiconError, match=r"words\.dat"):
        Lexicon.load()
