"""Text typed with the keyboard in the wrong layout: ``v,sdi`` for روسیه, and back.

The keys are those of the Persian standard layout ISIRI 9147 on a US keyboard; the key of
پ differs between systems, so its three places are all read.
"""

_US_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN_KEYS = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_SHIFTED = {
    "H": "آ",
    "C": "ژ",
    "M": "ء",
    "A": "ؤ",
    "S": "ئ",
    "D": "ي",
    "F": "إ",
    "G": "أ",
    "J": "ة",
    "?": "؟",
}
_OTHER_PEH_KEYS = "\\`"

KEY_ROWS = (_PERSIAN_KEYS[:12], _PERSIAN_KEYS[12:23], _PERSIAN_KEYS[23:])
"""The letters of each row of keys, from left to right."""


def _to_persian() -> dict[int, str]:
    keys = dict(zip(_US_KEYS, _PERSIAN_KEYS, strict=True))
    capitals = {key.upper(): letter for key, letter in keys.items()}
    return str.maketrans(capitals | keys | _SHIFTED | dict.fromkeys(_OTHER_PEH_KEYS, "پ"))


def _to_latin() -> dict[int, str]:
    shifted = {letter: key for key, letter in _SHIFTED.items()}
    return str.maketrans(shifted | dict(zip(_PERSIAN_KEYS, _US_KEYS, strict=True)))


_TO_PERSIAN, _TO_LATIN = _to_persian(), _to_latin()


def as_if_persian(text: str) -> str:
    """What the keys of ``text`` write in the Persian layout; other characters stay."""
    return text.translate(_TO_PERSIAN)


def as_if_latin(text: str) -> str:
    """What the keys of ``text`` write in the US layout; other characters stay."""
    return text.translate(_TO_LATIN)
