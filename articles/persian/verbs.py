"""Conjugation: from the two stems of a verb to its joined written forms.

hazm lists 692 verbs as ``past#present`` (``رفت#رو``). From a form the search must come
back to the verb, so each form maps to one *verb term*, ``v:`` and the past stem.
Forms with می, ن and the perfect are *marked*: hardly ever anything but a verb. The
others (رفت، داده، بروم) are *bare* and may be nouns as well.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from articles.persian.characters import HALF_SPACE, fold
from articles.persian.wordlists import IRREGULAR_VERB_FORMS, PREFIXED_VERBS

_PAST_ENDINGS = ("م", "ی", "", "یم", "ید", "ند")
_PRESENT_ENDINGS = ("م", "ی", "د", "یم", "ید", "ند")
_PERFECT_ENDINGS = ("ام", "ای", "ایم", "اید", "اند")
_BARE_PRESENT_ENDINGS = ("م", "د", "یم", "ید", "ند")  # رو+ی would be روی, on
_SHORT_PASTS = frozenset(("شد", "زد"))


class Verb(NamedTuple):
    """Past and present stem in canonical letters: رفت and رو; the preverb apart: بر, گشت."""

    past: str
    present: str
    preverb: str = ""

    @property
    def term(self) -> str:
        return verb_term(self.preverb + self.past)

    @property
    def present_stems(self) -> tuple[str, ...]:
        """The present stem as it stands before endings: آی and آ, گو and گوی."""
        written = self.written_present
        return (written, written[:-1]) if written.endswith(("ای", "آی", "وی")) else (written,)

    @property
    def written_present(self) -> str:
        """The same without what only می keeps from being misread: میاد is 'comes', but آراد
        is no form of آراستن; that is آراید."""
        vowel = self.present.endswith(("ا", "آ")) or self.present in ("گو", "جو")
        return self.present + "ی" if vowel else self.present

    @property
    def has_finite_bare_forms(self) -> bool:
        """Whether they are safe: with a past stem of two letters they collide with nouns."""
        return len(self.past) > 2 or self.past in _SHORT_PASTS


class VerbForms(NamedTuple):
    """Joined form -> verb term, see the module's docstring; of a dead verb -> the form."""

    marked: dict[str, str]
    bare: dict[str, str]


def verb_term(past: str) -> str:
    return "v:" + past.replace("آ", "ا")


def parse_verbs(lines: Iterable[str]) -> Iterator[Verb]:
    """Read ``past#present`` lines; what follows a blank (a second stem) is left out."""
    for line in lines:
        stems = line.strip().split(" ")[0].split("#")
        if len(stems) == 2 and all(stems):
            verb = Verb(*map(fold, stems))
            if HALF_SPACE not in verb.past:  # one entry of hazm is a form, not a stem: می‌زید
                yield verb


def with_preverbs(verbs: list[Verb]) -> list[Verb]:
    """``verbs``, followed by their compounds with بر, در, باز …: برگشت، دریافت."""
    compounds = [
        verb._replace(preverb=preverb)
        for preverb, pasts in PREFIXED_VERBS.items()
        for verb in verbs
        if verb.past in pasts
    ]
    return verbs + compounds


def conjugate(verbs: Iterable[Verb], nouns: Collection[str], living: Collection[str]) -> VerbForms:
    """All forms of ``verbs``, most frequent verb first: the first to claim a form keeps it.

    Verbs whose past stem is not among ``living`` (hundreds in hazm's list are found only in
    old dictionaries) have only the forms with می, each its own term: نیازی is a name, not a
    form of آزدن, and میناوند is a name that could be one of ناویدن.
    Positive forms of every verb win over negative ones: نشست is sitting, not 'not washing'.
    """
    verbs = list(verbs)
    forms = VerbForms({}, {})
    for negation in ("", "ن"):
        for verb in verbs:
            marked = list(_imperfect_forms(verb, negation))
            bare: list[str] = []
            if verb.past in living:
                marked += _perfect_forms(verb, negation, nouns)
                bare += _bare_forms(verb, negation)
            for table, found in ((forms.marked, marked), (forms.bare, bare)):
                for form in (verb.preverb + form for form in found):
                    table.setdefault(form, verb.term if verb.past in living else form)
    for form, past in IRREGULAR_VERB_FORMS.items():
        table = forms.marked if form.startswith(("می", "نمی")) else forms.bare
        table[form] = verb_term(past)
    for table in forms:
        _add_forms_without_madda(table)
    return forms


def _imperfect_forms(verb: Verb, negation: str) -> Iterator[str]:
    imperfect = negation + "می"
    for ending in _PAST_ENDINGS:
        yield imperfect + verb.past + ending
    for stem in verb.present_stems:
        for ending in _PRESENT_ENDINGS:
            yield imperfect + stem + ending
    for ending in ("", *_PERFECT_ENDINGS):
        yield imperfect + verb.past + "ه" + ending


def _perfect_forms(verb: Verb, negation: str, nouns: Collection[str]) -> Iterator[str]:
    participle = _negated_past(verb, negation) + "ه"
    yield participle + "است"
    for ending in _PERFECT_ENDINGS:
        if ending != "ای" or verb.past not in nouns:  # پرداختهای is پرداخت‌های
            yield participle + ending


def _bare_forms(verb: Verb, negation: str) -> Iterator[str]:
    past = _negated_past(verb, negation)
    yield past + "ه"
    if not negation:
        yield verb.past + "ن"
    if not verb.has_finite_bare_forms:
        return
    for ending in _PAST_ENDINGS:
        yield past + ending
    stem = verb.written_present
    yield from _subjunctive(stem, negation or "ب")
    if not negation and len(stem) >= 2:
        for ending in _BARE_PRESENT_ENDINGS:
            yield stem + ending


def _subjunctive(stem: str, prefix: str) -> Iterator[str]:
    if stem.startswith("آ"):  # ب + آید is written بیاید
        prefix, stem = prefix + "یا", stem[1:]
    for ending in _PRESENT_ENDINGS:
        form = prefix + stem + ending
        if len(form) > 3:
            yield form


def _negated_past(verb: Verb, negation: str) -> str:
    if negation and verb.past.startswith("آ"):  # ن + آمد is written نیامد
        return "نیا" + verb.past[1:]
    return negation + verb.past


def _add_forms_without_madda(table: dict[str, str]) -> None:
    for form in [form for form in table if "آ" in form]:
        table.setdefault(form.replace("آ", "ا"), table[form])
