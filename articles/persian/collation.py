"""Persian alphabetical order, without ICU.

The order is that of the Iranian standard ISIRI 6219: آ ا ب پ ت ث ج چ …, with ک گ and و ه ی
where Unicode order has them elsewhere. Digits come first, Latin letters after Persian.
"""

from articles.persian.characters import HALF_SPACE, fold

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"

_Weights = tuple[tuple[int, str], ...]


def _weight(character: str) -> tuple[int, str]:
    """(class, order within it): blanks, digits, Persian, other letters, then the rest."""
    if character.isspace() or character == HALF_SPACE:
        return 0, ""
    if character.isdigit():
        return 1, character
    position = ALPHABET.find(character)
    if position >= 0:
        return 2, chr(position)
    return (3, character) if character.isalpha() else (4, character)


class _SortTable(dict[str, tuple[int, str]]):
    """Weights by character, worked out once each."""

    def __missing__(self, character: str) -> tuple[int, str]:
        self[character] = weight = _weight(character)
        return weight


_WEIGHTS = _SortTable()


def sort_key(text: str) -> tuple[_Weights, str]:
    """Key for ``sorted``: folded letters in alphabetical order, the raw text breaks ties."""
    return tuple(_WEIGHTS[character] for character in fold(text).lower()), text


def sort_bytes(text: str) -> bytes:
    """The same order as `sort_key`, for a database: bytes compare as the keys do."""
    weights, raw = sort_key(text)
    encoded = b"".join(_encoded(weight) for weight in weights)
    return encoded + b"\0" + raw.encode("utf-8", "surrogatepass")


def initial_range(letter: str) -> tuple[bytes, bytes]:
    """The half-open range of `sort_bytes` that begin with ``letter``, one of `ALPHABET`."""
    place = ALPHABET.index(letter)
    return _encoded((2, chr(place))), _encoded((2, chr(place + 1)))


def _encoded(weight: tuple[int, str]) -> bytes:
    # UTF-8 keeps the order of code points; a class is never 0, which ends the weights.
    rank, order = weight
    return bytes([rank + 1]) + order.encode("utf-8", "surrogatepass")
