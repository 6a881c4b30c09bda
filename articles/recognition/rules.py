"""Names that nobody has entered yet, found by what stands around them.

Each rule reads one sentence and answers with the name that begins at a token, if any.
The reasons are grammatical: a Persian name is a chain of ezafe behind its head
(«سازمان حفاظت محیط زیست»), and verbs, prepositions and punctuation end the chain. The
rules prefer silence to a guess: a person needs a title, a given name or a verb of
speech beside a word that is no ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.recognition.hints import listed
from articles.recognition.known_words import ordinary_words, organisations, places
from articles.recognition.lexical import ADJECTIVE, DIGITS, LATIN, NOUN, OTHER, UNKNOWN, Word
from articles.recognition.name_cues import LIGHT_VERBS, STATE_HEADS, STRONG_ORGANISATION_HEADS
from articles.recognition.tagged_tokens import OUTSIDE, Chunk, write_chunk

LONGEST_PERSON = 4  # tokens behind a title
LONGEST_ORGANISATION = 8
LONGEST_PLACE = 3  # tokens behind «شهر», «استان»

_AGENCY = frozenset(("گزارش", "نقل"))
_AND = "و"
_BEGINNING_CUES = frozenset(("opening", "organisation", "place"))
_PARTICIPLE = "کنند"  # «شرکت‌کنندگان» are people

Sentence = Sequence[Word]


def tags(words: Sentence) -> list[str]:
    """The BIO tags that the rules give to a sentence."""
    result = [OUTSIDE] * len(words)
    for chunk in found(words):
        write_chunk(result, chunk)
    return result


def found(words: Sentence) -> list[Chunk]:
    """The names of a sentence, in order; they never overlap."""
    known = {chunk.first: chunk for chunk in listed(words)}
    chunks: list[Chunk] = []
    index = 0
    while index < len(words):
        chunk = _at(words, index) or _listed_name(words, known.get(index))
        if chunk:
            chunks.append(chunk)
        index = chunk.last if chunk else index + 1
    return chunks


def _at(words: Sentence, index: int) -> Chunk | None:
    if not _may_begin(words, index):
        return None
    for rule in _RULES:
        chunk = rule(words, index)
        if chunk:
            return chunk
    return None


def _may_begin(words: Sentence, index: int) -> bool:
    """Whether any rule can find a name here; at most words none can."""
    word = words[index]
    return (
        not _BEGINNING_CUES.isdisjoint(word.cues)
        or word.given_name
        or word.is_name_like
        or word.key in STATE_HEADS
        or "title" in _before(words, index).cues
    )


def _listed_name(words: Sentence, chunk: Chunk | None) -> Chunk | None:
    """A listed name; one that is an ordinary word too needs a cue right before it."""
    if chunk is None or chunk.last - chunk.first > 1:
        return chunk
    if words[chunk.first].key not in ordinary_words():
        return chunk
    before = _before(words, chunk.first)
    is_agency = before.key in _AGENCY or "organisation" in before.cues
    return chunk if chunk.tag == "ORG" and is_agency else None


# --- organisations ----------------------------------------------------------------------------


def _organisation(words: Sentence, index: int) -> Chunk | None:
    """A head such as «سازمان» and its chain of ezafe: «وزارت امور خارجهٔ روسیه».

    A head that is an ordinary word as often («مرکز», «دفتر») needs more: another head, a
    listed name or a strange word in its chain.
    """
    head = words[index]
    if "organisation" not in head.cues or _is_indefinite(words, index):
        return None
    if head.plural or _after(words, index).key.startswith(_PARTICIPLE):
        return None
    last = _end_of_chain(words, index)
    if last == index + 1:
        return None
    if head.key in STRONG_ORGANISATION_HEADS or _is_telling(words[index + 1 : last]):
        return Chunk(index, last, "ORG")
    return None


def _end_of_chain(words: Sentence, index: int) -> int:
    last = index + 1
    limit = min(len(words), index + LONGEST_ORGANISATION)
    within = {chunk.first: chunk.last for chunk in listed(words[:limit])}
    while last < limit and (last in within or _continues(words, last)):
        last = within.get(last, last + 1)
    while last > index + 1 and (words[last - 1].key == _AND or _is_verbal(words, last - 1)):
        last -= 1
    return last


def _is_telling(chain: Sentence) -> bool:
    """Whether a chain names its organisation: «مرکز نوآوری سازمان …», «دفتر یونسکو»."""
    if any(word.key in STRONG_ORGANISATION_HEADS or _is_strange(word) for word in chain):
        return True
    return next(listed(chain), None) is not None


def _body_of_state(words: Sentence, index: int) -> Chunk | None:
    """«دولت سوریه», «ارتش ترکیه»: with the country right behind."""
    if words[index].key not in STATE_HEADS:
        return None
    known = next(listed(words[index + 1 : index + 3]), None)
    if known is None or known.first != 0 or known.tag != "LOC":
        return None
    return Chunk(index, index + 1 + known.last, "ORG")


def _continues(words: Sentence, index: int) -> bool:
    word = words[index]
    if word.key == _AND:
        return _joins(words, index)
    if _is_verbal(words, index) or word.given_name or "title" in word.cues:
        return False
    if word.plural:
        return _is_plural_member(words, index)
    return word.is_nominal and word.form != OTHER


def _is_plural_member(words: Sentence, index: int) -> bool:
    """«سازمان تیم‌های ملی»: a plural goes on only when a nominal follows it."""
    after = _after(words, index)
    return words[index].plural and words[index].is_nominal and after.is_nominal


def _joins(words: Sentence, index: int) -> bool:
    """«آموزش و پرورش», «صنعت، معدن و تجارت»: nouns on both sides and no head behind."""
    before, after = _before(words, index), _after(words, index)
    return before.form == NOUN and after.form == NOUN and not after.cues and not after.plural


def _is_verbal(words: Sentence, index: int) -> bool:
    """Whether the noun belongs to a compound verb: «اعلام کرد», «شرکت کردند»."""
    return _after(words, index).key in LIGHT_VERBS or "speech" in words[index].cues


# --- places -----------------------------------------------------------------------------------


def _place(words: Sentence, index: int) -> Chunk | None:
    """A head such as «شهرستان» and the name behind it; ordinary words are none."""
    if "place" not in words[index].cues or _is_indefinite(words, index):
        return None
    known = next(listed(words[index + 1 : index + 1 + LONGEST_PLACE]), None)
    if known and known.first == 0 and known.tag == "LOC":
        return Chunk(index, index + 1 + known.last, "LOC")
    last = index + 1
    while last < min(len(words), index + 1 + LONGEST_PLACE) and _is_strange(words[last]):
        last += 1
    return Chunk(index, last, "LOC") if last > index + 1 else None


def _is_strange(word: Word) -> bool:
    return word.form in (UNKNOWN, LATIN) and not word.cues and not word.plural


# --- persons ----------------------------------------------------------------------------------


def _titled(words: Sentence, index: int) -> Chunk | None:
    """Behind «آقای», «دکتر»: the first word whatever it is, then such as look like names."""
    if index == 0 or "title" not in words[index - 1].cues or "title" in words[index].cues:
        return None
    first = words[index]
    if not first.is_nominal or first.plural or first.form == DIGITS or _is_ordinary(first):
        return None
    last = _end_of_person(words, index + 1, index + LONGEST_PERSON)
    if last == index + 1 and not first.is_name_like and not _ends_phrase(words, last):
        return None
    return Chunk(index, last, "PER")


def _is_ordinary(word: Word) -> bool:
    return bool(word.cues - {"title", "opening", "kinship"}) and not word.given_name


def _full_name(words: Sentence, index: int) -> Chunk | None:
    """A given name and what looks like a surname: «سارا دلشادی», «سید علی موسوی»."""
    first = words[index]
    if not (first.given_name or "opening" in first.cues) or not first.is_nominal:
        return None
    last = _end_of_person(words, index + 1, index + LONGEST_PERSON)
    return Chunk(index, last, "PER") if last > index + 1 else None


def _speaker(words: Sentence, index: int) -> Chunk | None:
    """A strange word right before a verb of speech, or between «به گفتهٔ» and a pause."""
    if not words[index].is_name_like or (index and words[index - 1].is_name_like):
        return None
    last = _end_of_person(words, index, index + LONGEST_PERSON)
    after = words[last] if last < len(words) else None
    speaks = after is not None and "speech" in after.cues
    opens = index == 0 and after is not None and after.key == ":"
    told = _before(words, index).key in ("گفته", "قول") and _ends_phrase(words, last)
    return Chunk(index, last, "PER") if speaks or opens or told else None


def _in_office(words: Sentence, index: int) -> Chunk | None:
    """A name of several strange words behind a role and its ministry: «… وزیر خارجهٔ ایران …»."""
    if not words[index].is_name_like or words[index].form != UNKNOWN:
        return None
    if not any("role" in word.cues for word in words[max(0, index - 4) : index]):
        return None
    last = _end_of_person(words, index, index + LONGEST_PERSON)
    return Chunk(index, last, "PER") if last > index + 1 else None


def _end_of_person(words: Sentence, first: int, limit: int) -> int:
    """One past the last token from ``first`` on that looks like a part of a person's name."""
    last = first
    while last < min(len(words), limit) and _is_part_of_person(words, last):
        last += 1
    return last


def _is_part_of_person(words: Sentence, index: int) -> bool:
    word = words[index]
    if "kinship" in word.cues:
        return _after(words, index).is_nominal and not _after(words, index).cues
    if "kinship" in _before(words, index).cues:
        return word.is_nominal and not word.cues
    if _is_origin(word) and _before(words, index).is_name_like:
        return not _after(words, index).is_name_like
    return word.is_name_like and (word.surname or word.given_name or not _is_listed(word))


def _is_origin(word: Word) -> bool:
    """An adjective of origin closes many surnames: «صفایی بوشهری»."""
    if not word.key.endswith("ی") or word.cues:
        return False
    return word.key[:-1] in places() or (word.form == ADJECTIVE and len(word.key) > 3)


def _is_listed(word: Word) -> bool:
    return word.key in places() or word.key in organisations()


# --- neighbours -------------------------------------------------------------------------------

_NOTHING = Word("", "edge", frozenset(), plural=False, given_name=False, surname=False)


def _before(words: Sentence, index: int) -> Word:
    return words[index - 1] if index else _NOTHING


def _after(words: Sentence, index: int) -> Word:
    return words[index + 1] if index + 1 < len(words) else _NOTHING


def _is_indefinite(words: Sentence, index: int) -> bool:
    """«این سازمان», «یک شرکت» name nothing."""
    return "determiner" in _before(words, index).cues


def _ends_phrase(words: Sentence, index: int) -> bool:
    """Whether the sentence, a verb, a preposition or punctuation stands at ``index``."""
    return index >= len(words) or not words[index].is_nominal or "speech" in words[index].cues


_RULES: tuple[Callable[[Sentence, int], Chunk | None], ...] = (
    _titled,
    _full_name,
    _body_of_state,
    _organisation,
    _place,
    _speaker,
    _in_office,
)
