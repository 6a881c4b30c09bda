"""Words beside a name that tell what kind of name it is.

The lists are the usual titles, roles and heads of Persian news; they only decide
between readings of a name that is already in the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from articles.models.entity import Kind
from articles.persian.characters import squash
from articles.recognition.squashed import BREAK

_TITLES = (
    "آقای", "آقایان", "خانم", "دکتر", "مهندس", "پروفسور", "استاد", "سید", "سیده", "شیخ", "حاج",
    "آیت‌الله", "آیت‌الله‌العظمی", "حجت‌الاسلام", "حجت‌الاسلام‌والمسلمین", "علامه", "شهید",
    "سردار", "سرلشکر", "سرتیپ", "امیر", "ژنرال", "سرهنگ", "دریادار", "لرد", "سر", "مرحوم",
)  # fmt: skip
_ROLES = (
    "رئیس‌جمهور", "رئیس‌جمهوری", "وزیر", "نخست‌وزیر", "وزیر خارجه", "وزیر امور خارجه", "سخنگو",
    "سخنگوی", "نماینده", "سفیر", "استاندار", "فرماندار", "شهردار", "رئیس", "مدیرعامل", "دبیرکل",
    "صدراعظم", "پادشاه", "ملکه", "پاپ", "فرمانده", "سرمربی", "کاپیتان", "بازیگر", "کارگردان",
    "نویسنده", "سناتور", "معاون",
)  # fmt: skip
_SPEECH_BEFORE = ("به گفته", "به نقل از", "گفته‌های", "اظهارات", "سخنان")
_SPEECH_AFTER = (
    "گفت", "گفته", "گفته است", "می‌گوید", "افزود", "نوشت", "تأکید کرد", "تاکید کرد", "اظهار کرد",
    "اظهار داشت", "تصریح کرد", "خاطرنشان کرد", "یادآور شد", "ابراز کرد", "بیان کرد", "هشدار داد",
    "اعلام کرد", "خواستار", "ادامه داد", "توضیح داد",
)  # fmt: skip
_PLACES = (
    "شهر", "شهرستان", "استان", "کشور", "بندر", "جزیره", "جزایر", "روستای", "بخش", "پایتخت",
    "رود", "رودخانه", "کوه", "دریای", "دریاچه", "خلیج", "تنگه", "منطقه", "خیابان", "میدان",
    "محله", "بزرگراه", "جمهوری", "پادشاهی", "ایالت", "مرز", "ساکنان", "مردم", "اهالی",
)  # fmt: skip
_ORGANISATIONS = (
    "سازمان", "وزارت", "وزارتخانه", "شرکت", "باشگاه", "تیم", "خبرگزاری", "روزنامه", "شبکه",
    "دانشگاه", "بیمارستان", "بانک", "حزب", "جبهه", "گروه", "جنبش", "مؤسسه", "موسسه", "بنیاد",
    "اتحادیه", "انجمن", "کمیته", "شورای", "هلدینگ", "فدراسیون", "ورزشگاه", "مدرسه", "کانال",
)  # fmt: skip
_NAMED_AFTER = (
    "خیابان", "کوچه", "میدان", "بلوار", "بزرگراه", "پل", "ایستگاه", "محله", "شهر", "شهرستان",
    "شهرک", "روستای", "بندر", "جزیره", "فرودگاه", "پارک", "سد", "مسجد", "حسینیه", "تالار",
    "دانشگاه", "دانشکده", "مدرسه", "دبیرستان", "بیمارستان", "ورزشگاه", "سالن", "شرکت", "هلدینگ",
    "بنیاد", "مؤسسه", "موسسه", "نشر", "انتشارات", "جایزه",
)  # fmt: skip
_EVENTS = (
    "جنگ", "عملیات", "کنفرانس", "اجلاس", "نشست", "جشنواره", "مسابقات", "جام", "رقابت‌های",
    "انقلاب", "کودتای", "توافق", "پیمان", "معاهده", "زلزله", "نبرد", "فاجعه",
)  # fmt: skip

_BEFORE = {
    squash(word): kind
    for kind, words in (
        (Kind.PERSON, _TITLES),
        (Kind.PLACE, _PLACES),
        (Kind.ORGANISATION, _ORGANISATIONS),
        (Kind.EVENT, _EVENTS),
    )
    for word in words
}
TITLES = frozenset(squash(word) for word in _TITLES)
_PERSON_BEFORE = frozenset(squash(words) for words in _ROLES + _SPEECH_BEFORE)
_PERSON_AFTER = frozenset(squash(words) for words in _ROLES + _SPEECH_AFTER)
_NAMESAKE_HEADS = frozenset(squash(word) for word in _NAMED_AFTER)
_DETERMINERS = frozenset(squash(word) for word in ("یک", "این", "آن", "هر", "هیچ", "چند", "همان"))

_REACH = 50  # characters of context that are looked at
_CUE_WORDS = 3  # words of the longest cue, «وزیر امور خارجه»
_BARRIER = re.compile(r"[^\w\s\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u00ac\u00ad\ufeff]")
_HEADLINE_COLON = re.compile(r"\s*:")
_APPOSITION = re.compile(r"\s*[،,]?")


class Context:
    """The words of a text around ``start`` and ``end``, up to the next punctuation."""

    def __init__(self, text: str, start: int, end: int) -> None:
        left = _BARRIER.split(text[max(0, start - _REACH) : start])[-1]
        self._before = _words(left)
        self._opens_line = not self._before and text[:start].rstrip(" \t")[-1:] in ("", "\n")
        after = text[end : end + _REACH]
        self._colon = bool(_HEADLINE_COLON.match(after))
        apposition = _APPOSITION.match(after)
        right = after[apposition.end() if apposition else 0 :]
        self._after = _words(_BARRIER.split(right, maxsplit=1)[0])

    @property
    def previous_word(self) -> str:
        """The word just before, squashed; empty at the beginning and after punctuation."""
        return self._before[-1] if self._before else ""

    def kind(self) -> str | None:
        """The kind that the words just before ask for: «آقای …», «شهر …», «سازمان …»."""
        return next((_BEFORE[cue] for cue in _endings(self._before) if cue in _BEFORE), None)

    def shows_person(self) -> bool:
        """A title, a role or speech on either side, or the speaker of a headline («ظریف: …»)."""
        if self.kind() == Kind.PERSON:
            return True
        if any(cue in _PERSON_BEFORE for cue in _endings(self._before)):
            return True
        if any(cue in _PERSON_AFTER for cue in _beginnings(self._after)):
            return True
        return self._colon and self._opens_line

    def is_named_after(self) -> bool:
        """After «خیابان», «بیمارستان»: something that bears a person's name."""
        return self.previous_word in _NAMESAKE_HEADS

    def is_indefinite(self) -> bool:
        """After «یک», «این», «هر»: an ordinary word, no name."""
        return self.previous_word in _DETERMINERS


def _words(text: str) -> list[str]:
    return [word for part in BREAK.split(text) if (word := _squashed(part))]


@lru_cache(maxsize=50_000)
def _squashed(word: str) -> str:
    return squash(word)


def _endings(words: list[str]) -> Iterator[str]:
    """The last three, two and one words, joined."""
    for count in range(min(_CUE_WORDS, len(words)), 0, -1):
        yield "".join(words[-count:])


def _beginnings(words: list[str]) -> Iterator[str]:
    for count in range(min(_CUE_WORDS, len(words)), 0, -1):
        yield "".join(words[:count])
