"""One Persian in the whole interface: what templates, code, catalogues and guides say.

The words are those of docs/glossary.md; a word that was given up there does not come back.
News, names and the lists of words that are read in news are not the interface.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]

# The word of today by what must not stand in its place. Between the bars: whole words, in
# which «…» stands for any letters.
REJECTED = {
    "خبر": "مقاله…",
    "آخرین خبرها": "آخرین اخبار",
    "جست‌وجو": "جستجو…|بجوی…|می‌جوی…|جسته|بیاب|بیابید|بگردید|می‌گردد",
    "پیدا": "یافت|یافته|می‌یابد|نمی‌یابد|بیابد|نیابد",
    "امتحان": "بیازما…|بیازمود|بکوشید|درنگ",
    "عبارت": "پرس‌وجو…|پرسندگان|پرسش پرتکرار|پرسش‌های پرتکرار|این پرسش",
    "فیلتر": "پالایه…|پالایش|صافی|غربال|فیلترشده",
    "محدود کردن": "باریک",
    "تعداد": "شمار|شمارها…|شمارِ",
    "منابع": "منبع‌ها…|منبعها…",
    "سایت": "وبگاه…|وب‌گاه…|تارنما…|پایگاه ناشر|پایگاه خبر",
    "پیوند، نشانی": "لینک…|آدرس…|یوآرال",
    "کپی": "رونوشت…|بریده‌دان",
    "اشتراک‌گذاری": "هم‌رسانی",
    "RSS، Atom": "آراس‌اس|خوراک اتم",
    "توضیح": "شرح",
    "منظورتان «…» بود؟": "آیا این را می‌خواستید",
    "تقویم": "گاه‌شمار…",
    "مقایسه": "سنجش|سنجید…|بسنجید",
    "بعدی، قبلی": "پسین|پیشین|پیش‌تر|خبر پیش|خبر پس",
    "نظر": "نظرات|دیدگاه…|کامنت…",
    "ایمیل": "رایانامه…|پست الکترونیکی",
    "حالت": "پوسته…",
    "کادر": "جعبه|خانهٔ جست‌وجو",
    "پرانتز": "کمانک…",
    "نوع": "گونه|گونهٔ",
    "شکل، املا": "نوشتار…|شیوهٔ نوشتن",
    "اشاره": "یادکرد…",
    "دبیر نام‌ها": "نام‌بان…",
    "بعداً": "گذر",
    "انتخاب": "برگزید…|برگزین…|گزینش",
    "واگرد": "واگردان…|واگرداند",
    "نقل‌قول": "سخن|سخنی|سخن‌ها|سخنان",
    "ثابت، اختیاری": "دست‌نخوردنی|دلبخواه|بایسته",
    "مشابه": "هم‌مانند|کوتاه‌نوشت|واکه",
    "لغو انتشار": "پس‌گرفته|پس گرفته",
    "تغییر": "دگرگون…",
    "فایل": "پرونده…",
    "نویسه": "کاراکتر…",
    "مورد": "آیتم…|شیء|اشیاء",
    "نشانی صفحه": "اسلاگ",
    "بخش مدیریت، پیشخوان": "اتاق کار|میز کار|پنل",
    "مدیر کل": "ابرکاربر",
    "ورود به بخش مدیریت": "وضعیت کارمندی",
    "گذرواژه": "رمز عبور",
    "نگهداری": "نگه‌داری…",
    "دربارهٔ ما": "درباره ما",
    "اینجا": "این‌جا|آن‌جا",
    "فقط": "تنها",
    "هم": "نیز",
    "بدون": "بی|بی‌تاریخ|بی‌هیچ",
    "مثل": "مانند",
    "اول، ابتدا": "نخست",
    "جدید": "تازه|تازه‌ای|تازهٔ",
    "فعلی، فعلاً": "کنونی|اکنون|هم‌اکنون",
    "قدیمی": "کهنه…",
    "خالی": "تهی",
    "طولانی": "دراز|درازتر",
    "شروع": "آغاز|آغازید",
    "درست نیست": "نادرست است|نادرست بود",
    "no such word": "لطفا|لطفاً|با موفقیت|می‌باشد|نمایید|گردید",
}  # fmt: skip

# Where a rejected word is the usual one after all; syntax of queries stands in `…`.
SET_PHRASES = re.compile("صفحهٔ نخست|در گذر زمان|ادامه می‌یابد|شیء JSON|`[^`]*`")

LETTER = "[آ-یٰٕٔ\u200c]"
PERSIAN = re.compile("[آ-ی]")

# Modules whose strings are words of the news; only what they say in an error is interface.
OF_THE_NEWS = ("articles/persian/", "articles/recognition/", "articles/ingest/furniture.py")


def _pattern(words: str) -> re.Pattern[str]:
    any_of = words.replace("…", f"{LETTER}*")
    return re.compile(f"(?<!{LETTER})(?:{any_of})(?!{LETTER})")


PATTERNS = [(word, _pattern(rejected)) for word, rejected in REJECTED.items()]


def rejected_in(text: str) -> list[str]:
    """The rejected words of ``text``, each with the word of today."""
    shown = SET_PHRASES.sub(" ", text)
    return [
        f"«{found[0]}» instead of «{word}»"
        for word, pattern in PATTERNS
        for found in pattern.finditer(shown)
    ]


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that people read: no docstrings, no keys."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    roots: list[ast.AST] = [tree]
    if name.startswith(OF_THE_NEWS):
        roots = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for root in roots:
        for node in ast.walk(root):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in docstrings:
                yield node.lineno, node.value


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text) if path.suffix == ".html" else text
    yield from enumerate(text.splitlines(), 1)


def _messages(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as source:
        for message in read_po(source):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in texts:
                yield message.lineno or 0, text


def _sources() -> Iterator[tuple[Path, Iterator[tuple[int, str]]]]:
    for folder in ("articles", "newsarchive"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path, _strings(path)
    for pattern in ("articles/static/**/*.js", "articles/static/**/*.css", "templates/**/*.*"):
        for path in ROOT.glob(pattern):
            if "vendor" not in path.parts or path.name == "fa.js":
                yield path, _lines(path)
    for path in (ROOT / "articles/locale").rglob("*.po"):
        yield path, _messages(path)
    for path in (ROOT / "articles/demo/pages.jsonl", *(ROOT / "docs").glob("*.fa.md")):
        yield path, _lines(path)


def test_the_interface_uses_no_word_that_was_given_up() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path, texts in _sources()
        for line, text in texts
        if PERSIAN.search(text)
        for fault in rejected_in(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("نامی برگزینید.", 1),
        ("این نوشتارها را به نام بیفزا", 1),
        ("پالایهٔ روشن", 1),
        ("چگونه، به‌تنهایی، بیشتر، تازه‌ترین، گذرواژه، در گذشته", 0),
        ("از صفحهٔ نخست دوباره شروع کنید.", 0),
        ("`نه تنها`", 0),
    ],
)
def test_a_word_is_rejected_as_a_whole_word_only(text: str, faults: int) -> None:
    assert len(rejected_in(text)) == faults
