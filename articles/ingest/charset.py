"""The encoding of a page: UTF-8 before all, else what it declares, else Windows-1256."""

from __future__ import annotations

import codecs
import re

from articles.errors import DraftError

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
DECLARED_WITHIN = 4096
PERSIAN_WINDOWS = "cp1256"
# Declared by servers that never were told, never the truth of a Persian page.
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
# Codecs that Python offers and that are no encodings of text.
_NOT_TEXT = re.compile(r"base64|bz2|hex|idna|punycode|quopri|rot|unicode|utf-?7|uu|zlib")
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding=["']([\w.:-]{2,40})""", re.I
)
# More broken characters than this and the page is no damaged UTF-8 but something else.
HIGHEST_DAMAGE = 0.1


def decode_page(content: bytes) -> str:
    """A saved page as text; the few broken bytes of a damaged UTF-8 page become U+FFFD.

    Valid UTF-8 is believed before any declaration. Raises DraftError when no encoding fits.
    """
    for mark, name in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    repaired = content.decode("utf-8", errors="replace")
    if _damage(repaired) <= HIGHEST_DAMAGE:
        return repaired
    try:
        return content.decode(_declared(content) or PERSIAN_WINDOWS)
    except UnicodeDecodeError as error:
        raise DraftError("کدگذاری صفحه شناسایی نشد؛ آن را با UTF-8 ذخیره کنید.") from error


def _damage(text: str) -> float:
    """Share of broken characters among those beyond ASCII."""
    foreign = sum(not character.isascii() for character in text)
    return text.count("\ufffd") / foreign if foreign else 0.0


def _declared(content: bytes) -> str:
    """The codec that the page declares, '' when it is unknown or surely wrong."""
    found = _DECLARED.search(content[:DECLARED_WITHIN])
    if not found:
        return ""
    name = (found[1] or found[2]).decode("ascii", errors="replace")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return ""
    return "" if codec in _WESTERN or codec == "utf-8" or _NOT_TEXT.search(codec) else codec
