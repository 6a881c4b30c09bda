"""How far a misspelt word lies from the word that was meant.

An optimal string alignment (Damerau-Levenshtein without edits inside a transposition)
whose weights know why Persian is misspelt: letters that sound alike, that stand side by
side on the keyboard, that differ by their dots.
"""

from articles.persian.layout import KEY_ROWS

SAME_SOUND = ("زذضظ", "سصث", "تط", "غق", "هح", "اآع", "ئیء", "ؤو")
SAME_SHAPE = ("بپتثنی", "جچحخ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فق", "کگ")

SOUND, NEIGHBOUR, SHAPE, OTHER = 0.3, 0.7, 0.75, 1.1
SWAPPED = 0.7  # two neighbouring letters
DOUBLED = 0.6  # a letter typed twice, or once instead of twice
VOWEL = 0.8  # ا و ی left out
MISSING = 0.95  # any other letter left out
SUPERFLUOUS = 0.15  # on top for a letter put in, which is rarer
FIRST_LETTER = 0.2  # on top: the beginning of a word is rarely wrong

_VOWELS = frozenset("اویآ")


def _classes() -> dict[int, str]:
    return {ord(letter): group[0] for group in SAME_SOUND for letter in group}


_CLASSES = _classes()


def sound(word: str) -> str:
    """``word`` with one letter for all that sound alike: words that are spelt by ear meet."""
    return word.translate(_CLASSES)


def _substitutions() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for groups, cost in ((SAME_SHAPE, SHAPE), (_key_neighbours(), NEIGHBOUR), (SAME_SOUND, SOUND)):
        for group in groups:
            costs |= {(one, other): cost for one in group for other in group if one != other}
    return costs


def _key_neighbours() -> list[str]:
    return [row[at : at + 2] for row in KEY_ROWS for at in range(len(row) - 1)]


# ئ is folded to ی: رعیس for رئیس, ئلاقه for علاقه
_HAMZA = dict.fromkeys((("ع", "ی"), ("ی", "ع"), ("ا", "ی")), 0.5)
_SUBSTITUTIONS = _substitutions() | _HAMZA


def cost(typed: str, meant: str, limit: float) -> float:
    """The weight of the edits that lead from ``typed`` to ``meant``; 0 for the same word.

    Words in canonical letters. Stops early: a number above ``limit`` only says that much.
    """
    before: list[float] = []
    row = [0.0]
    for at in range(len(meant)):
        row.append(row[-1] + _alone(meant, at))
    for i, letter in enumerate(typed):
        alone = _alone(typed, i) + SUPERFLUOUS
        following = [row[0] + alone]
        for j, other in enumerate(meant):
            best = min(
                row[j] + _substitution(letter, other, i == j == 0),
                row[j + 1] + alone,
                following[j] + _alone(meant, j),
            )
            if i and j and letter == meant[j - 1] and other == typed[i - 1]:
                best = min(best, before[j - 1] + SWAPPED)
            following.append(best)
        before, row = row, following
        if min(row) > limit:
            return min(row)
    return row[-1]


def _substitution(letter: str, other: str, first: bool) -> float:
    if letter == other:
        return 0.0
    found = _SUBSTITUTIONS.get((letter, other), OTHER)
    return found + FIRST_LETTER if first and found >= NEIGHBOUR else found


def _alone(word: str, at: int) -> float:
    """The weight of a letter that has no counterpart in the other word."""
    if at and word[at] == word[at - 1]:
        return DOUBLED
    weight = VOWEL if word[at] in _VOWELS else MISSING
    return weight if at else weight + FIRST_LETTER
