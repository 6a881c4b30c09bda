"""Which words of proper names an analysis alters: a name has nothing to take off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from babel import Locale
from faker.providers.person.fa_IR import Provider as Persons

from articles.persian.analyzer import Analyzer
from benchmarks.corpora import ROOT, AbsentError, json_lines, shared

CONLL = (
    "peyma_train.conll",
    "peyma_dev.conll",
    "parstwiner_train.conll",
    "parstwiner_dev.conll",
    "parstwiner_test.conll",
)
ENDINGS = ("ی", "م", "ش", "ست", "ها", "های", "هایی", "مان", "تان", "شان")
PERSIAN_LETTERS = frozenset("اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")


def curated_words() -> list[str]:
    """The words of the persons and places of the demo archive."""
    path = ROOT / "articles" / "demo" / "names.jsonl"
    if not path.exists():
        raise AbsentError("articles/demo/names.jsonl is not here")
    words: dict[str, None] = {}
    for record in json_lines(path):
        if record["kind"] in {"person", "place"}:
            for name in (record["name"], *record["aliases"]):
                words |= dict.fromkeys(name.split())
    return [word for word in words if _is_plain(word)]


def listed_words() -> list[str]:
    """Words of names from lists that no rule was made with: the countries and cities of the
    Unicode CLDR, the given names and surnames of Faker. Names of several words are left out."""
    locale = Locale("fa")
    cities = (zone.get("city", "") for zone in locale.time_zones.values())
    persons = (*Persons.first_names, *Persons.last_names)
    names = (*locale.territories.values(), *cities, *persons)
    return [name for name in dict.fromkeys(names) if _is_plain(name)]


def tagged_words() -> Counter[str]:
    """Words tagged as a person, or as a place of one word, in gold texts: how often each.

    Inflected forms of other tagged words (آفریقای، ایرانم) are left out: there analysis is
    meant to take something off.
    """
    words: Counter[str] = Counter()
    for name in CONLL:
        for sentence in _sentences(name):
            words.update(filter(_is_plain, _names(sentence)))
    return Counter({word: n for word, n in words.items() if not _is_inflected(word, words)})


def _is_inflected(word: str, words: Counter[str]) -> bool:
    return any(
        word.endswith(ending) and len(stem) > 2 and stem in words and _takes(stem, ending)
        for ending in ENDINGS
        if (stem := word.removesuffix(ending))
    )


def _takes(stem: str, ending: str) -> bool:
    """ی is an ezafe after a vowel only; تهرانی is a name of its own."""
    return ending != "ی" or stem.endswith(("ا", "و"))


def _sentences(name: str) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in shared(f"names/{name}").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.rpartition("\t")
        if word:
            sentence.append((word, tag.strip()))
        elif sentence:
            yield sentence
            sentence = []
    yield sentence


def _names(sentence: list[tuple[str, str]]) -> Iterator[str]:
    """Words of longer place names are mostly ordinary ones (جمهوری اسلامی): left out."""
    following = [tag for _, tag in sentence[1:]] + ["O"]
    for (word, tag), next_tag in zip(sentence, following, strict=False):
        if tag.endswith("PER") or (tag == "B-LOC" and next_tag != "I-LOC"):
            yield word


def _is_plain(word: str) -> bool:
    """Without half-spaces, which mark endings, and in today's letters."""
    return len(word) > 2 and set(word) <= PERSIAN_LETTERS


def altered(words: Iterable[str], persian: Analyzer) -> list[str]:
    """Those words whose own joined form is not among the terms that the index gets."""
    return [
        word
        for word in words
        if not any(token.exact in token.terms for token in persian.tokens(word)[:1])
    ]


def altered_by_stem(words: Iterable[str], stem: Callable[[str], tuple[str, str]]) -> list[str]:
    """``stem`` gives a word as folded and as stemmed."""
    return [word for word in words if len(set(stem(word))) > 1]
