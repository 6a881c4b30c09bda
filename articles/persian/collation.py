"""Persian alphabetical order, without ICU.

The order is that of the Iranian standard ISIRI 6219: آ ا ب پ ت ث ج چ …, with ک گ and و ه ی
where Unicode order has them elsewhere. Digits come first, Latin letters after Persian.
"""

from articles.persian.characters import HALF_SPACE, fold

_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"

_Weights = tuple[tuple[int, str], ...]


def _weight(character: str) -> tuple[int, str]:
    """(class, order within it): blanks, digits, Persian, other letters, then the rest."""
    if character.isspace() or character == HALF_SPACE:
        return 0, ""
    if character.isdigit():
        return 1, character
    position = _ALPHABET.find(character)
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
