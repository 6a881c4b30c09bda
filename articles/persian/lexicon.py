"""The words Persian search trusts, from the data files of the hazm package.

Only ``words.dat`` lines with a part-of-speech tag are words; the four fifths tagged ``0``
are noise that contains inflected forms (کتابها، میشود). The frequencies are unreliable:
they order verbs and tell rare words from common ones, no more. hazm itself is not
imported, which would cost seconds and a hundred megabytes.
"""

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from articles.errors import LexiconError
from articles.persian import lexicon_cache
from articles.persian.characters import HALF_SPACE, fold
from articles.persian.compounds import Trie, build_trie, final_parts, later_parts
from articles.persian.verbs import Verb, VerbForms, conjugate, parse_verbs, with_preverbs
from articles.persian.wordlists import LIVING_VERBS, MADDA_PAIRS, MISSING_COMPOUNDS, MISSING_NOUNS

LEXICON_VERSION = 4
"""Raise it when the code builds another lexicon from the same files."""

_COMMON_FREQUENCY = 100  # about the first third of the tagged words lies below
_LIVING_FREQUENCY = 100_000  # puts گذاشت before its old sister گذارد
_REMEDY = "واژه‌نامهٔ hazm پیدا نشد یا خوانده نمی‌شود؛ «pip install hazm» را دوباره اجرا کنید."


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything in canonical letters; words are joined (without half-spaces)."""

    headwords: set[str]
    common: set[str]  # headwords that are not rare
    nouns: set[str]  # nouns and adjectives
    adjectives: set[str]
    compounds: dict[str, tuple[str, ...]]  # joined -> parts, as the half-spaces cut it
    trie: Trie  # of the compounds, see `compounds`
    later_parts: set[str]  # of the trie
    final_parts: set[str]
    marked_verbs: dict[str, str]  # form -> verb term, see `verbs`
    bare_verbs: dict[str, str]

    @classmethod
    def load(cls, cache_dir: Path | None = None) -> "Lexicon":
        """The lexicon, from ``cache_dir`` when what is there is current, else built.

        Raises LexiconError when hazm's files are missing or unreadable.
        """
        files = hazm_files("words.dat", "verbs.dat")
        try:
            key = lexicon_cache.key(LEXICON_VERSION, files)
            parts = lexicon_cache.load(cache_dir, key) if cache_dir else None
            if parts is None:
                parts = _with_shared_words(_build(*files), {})
                if cache_dir:
                    lexicon_cache.save(cache_dir, key, parts)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise LexiconError(f"{_REMEDY} ({error})") from error
        return cls(**parts)


def hazm_files(*names: str) -> list[Path]:
    """Paths of hazm's data files, found without importing hazm."""
    spec = importlib.util.find_spec("hazm")
    if spec is None or not spec.submodule_search_locations:
        raise LexiconError(_REMEDY)
    folder = Path(spec.submodule_search_locations[0]) / "data"
    files = [folder / name for name in names]
    if missing := [file.name for file in files if not file.is_file()]:
        raise LexiconError(f"{_REMEDY} ({'، '.join(missing)})")
    return files


class _Entry(NamedTuple):
    parts: tuple[str, ...]
    frequency: int
    tags: frozenset[str]

    @property
    def joined(self) -> str:
        return "".join(self.parts)


def _entries(lines: Iterable[str]) -> Iterator[_Entry]:
    for line in lines:
        word, frequency, tags = line.rstrip("\n").split("\t")
        if tags == "0":
            continue
        folded = fold(word)
        # به‌ before a noun is a preposition, and the noun is what one looks for
        if folded and not folded.startswith("به" + HALF_SPACE):
            parts = tuple(folded.split(HALF_SPACE))
            yield _Entry(parts, int(frequency), frozenset(tags.split(",")))


def _missing_entries() -> Iterator[_Entry]:
    for word in (*MISSING_NOUNS, *MISSING_COMPOUNDS):
        parts = tuple(word.split(HALF_SPACE))
        yield _Entry(parts, _COMMON_FREQUENCY + 1, frozenset({"N"}))


def _build(words: Path, verbs: Path) -> dict[str, object]:
    with words.open(encoding="utf-8") as lines:
        entries = [*_missing_entries(), *_entries(lines)]
    entries += [_without_madda(entry) for entry in entries if _has_loose_madda(entry)]
    nouns = {entry.joined for entry in entries if entry.tags & {"N", "AJ"}}
    with verbs.open(encoding="utf-8") as lines:
        forms = _verb_forms(list(parse_verbs(lines)), entries, nouns)
    entries = [e for e in entries if e.joined in nouns or e.joined not in forms.marked]
    compounds: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if len(entry.parts) > 1:
            compounds.setdefault(entry.joined, entry.parts)
    trie = build_trie(compounds)
    return {
        "headwords": {entry.joined for entry in entries},
        "common": {entry.joined for entry in entries if entry.frequency > _COMMON_FREQUENCY},
        "nouns": nouns,
        "adjectives": {entry.joined for entry in entries if "AJ" in entry.tags},
        "compounds": compounds,
        "trie": trie,
        "later_parts": later_parts(trie),
        "final_parts": final_parts(compounds.values()),
        "marked_verbs": forms.marked,
        "bare_verbs": forms.bare,
    }


def _with_shared_words(value: Any, words: dict[str, str]) -> Any:
    """``value``, where equal words are one string, as they stay in the cache: half the memory."""
    match value:
        case str():
            return words.setdefault(value, value)
        case set():
            return {words.setdefault(word, word) for word in value}
        case tuple():
            return tuple(_with_shared_words(part, words) for part in value)
        case dict():
            return {words.setdefault(k, k): _with_shared_words(v, words) for k, v in value.items()}
        case _:
            return value


def _has_loose_madda(entry: _Entry) -> bool:
    return "آ" in entry.joined and entry.joined not in MADDA_PAIRS


def _without_madda(entry: _Entry) -> _Entry:
    """The same word as many type it: امریکا beside آمریکا."""
    return entry._replace(parts=tuple(part.replace("آ", "ا") for part in entry.parts))


def _verb_forms(verbs: list[Verb], entries: list[_Entry], nouns: set[str]) -> VerbForms:
    """می‌رود is a form of رفتن and of رستن: the verb with the commoner infinitive wins."""
    frequency: dict[str, int] = {}
    for entry in entries:
        frequency[entry.joined] = max(frequency.get(entry.joined, 0), entry.frequency)

    frequency |= {past + "ن": _LIVING_FREQUENCY for past in LIVING_VERBS}
    verbs.sort(key=lambda verb: frequency.get(verb.past + "ن", 0), reverse=True)
    living = {verb.past for verb in verbs if frequency.get(verb.past + "ن")}
    return conjugate(with_preverbs(verbs), nouns, living)
