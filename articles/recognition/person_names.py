"""The parts of persons' names: given names, and surnames to expect after a full name.

Given names tell «علی رضایی» from the «رضایی» of whom the archive has a page. The
archive's own persons teach most of them; the list holds common Iranian ones that an
archive with few names would miss.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from articles.models.entity import Kind
from articles.persian.characters import squash
from articles.recognition.cues import TITLES
from articles.recognition.gazetteer import AliasRow

SHORTEST_SURNAME = 4
"""Letters; shorter last words («اون», «بن») are words of everyday speech."""

_PATRONYMICS = frozenset(("بن", "ابن", "بنت", "آل"))

_COMMON = """
ابراهیم ابوالفضل احسان احمد اسماعیل اصغر اکبر الهام امیر امیرحسین امیرعلی ایرج بابک بهرام بهروز
بهزاد بهمن بیژن پرویز پروین پریسا پیمان جعفر جلال جمشید جواد حامد حبیب حسن حسین حمید حمیدرضا خسرو
داریوش داود رحیم رسول رضا روح‌الله زهرا زهره زینب سارا سجاد سعید سمیه سهراب سیامک سیروس شهرام
شهلا صادق صالح طاهره عباس عبدالله عزت‌الله علی علیرضا غلامحسین غلامرضا فاطمه فرامرز فرزاد فرهاد
فریبا فریدون قاسم کاظم کامران کیانوش کوروش لیلا مجتبی مجید محسن محمد محمدجواد محمدحسین محمدرضا
محمدعلی محمود مرتضی مریم مژگان مسعود مصطفی معصومه منصور منوچهر مهدی مهران مهرداد مینا نادر ناصر
نرگس نسرین هادی هاشم هوشنگ وحید یاسر یحیی یوسف یونس
"""


def given_names(aliases: Iterable[AliasRow]) -> frozenset[str]:
    """Squashed given names: the common ones and the first words of the persons' full names."""
    learnt = {row.parts[0] for row in aliases if row.kind == Kind.PERSON and row.words > 1}
    return frozenset(map(squash, _COMMON.split())) | (frozenset(map(squash, learnt)) - TITLES)


def surnames(aliases: Iterable[AliasRow], given: Container[str]) -> Iterator[AliasRow]:
    """For each person's main name its last word as a derived alias: «روحانی».

    A last word that is one of the ``given`` names («صدام حسین») would be found in other
    persons' names, and the one after a patronymic («بن سلمان») is the father's.
    """
    for row in aliases:
        if row.kind == Kind.PERSON and row.main and row.words > 1:
            *_, before, last = row.parts
            surname = AliasRow(row.entity_id, row.kind, last, derived=True)
            if before in _PATRONYMICS or surname.key in given:
                continue
            if len(surname.key) >= SHORTEST_SURNAME:
                yield surname
