"""The inflection of Persian words: endings, clitics and particles.

After the usual grammars (plural ها and its clitics, the comparative, the copula and
possessive clitics that follow a silent ه). Everything in canonical letters.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PLURAL_ENDINGS = ("هایشان", "هایتان", "هایمان", "هایش", "هایت", "هایم", "هایی", "هاست", "های", "ها")
"""ها with what may follow it, longest first."""

COMPARATIVE_ENDINGS = ("ترین", "تری", "تر")

CLITICS_AFTER_HEH = ("ای", "ام", "ات", "اش", "ایم", "اید", "اند", "مان", "تان", "شان")
"""What is written with a half-space after a silent ه: خانه‌ای، خانه‌اش، آمده‌اند."""

COPULA_AFTER_HEH = _set("ای ام ات اش ایم اید اند")

POSSESSIVES = ("شان", "مان", "تان", "ش", "م", "ت")
POSSESSIVES_AFTER_VOWEL = ("یشان", "یمان", "یتان", "یش")
RARE_POSSESSIVES = frozenset("مت")
"""Of the first and second person, which news hardly has and names often end in."""

COPULA_AFTER_CONSONANT = ("ند", "یم", "ید")
"""Of the verb 'to be': معتقدند، امیدواریم."""

POSSESSIVE_TOKENS = _set("مان تان")
"""Possessives that are no words of their own, unlike شان (dignity)."""

SPACED_ENDINGS = (
    frozenset(PLURAL_ENDINGS)
    | frozenset(COMPARATIVE_ENDINGS)
    | frozenset(CLITICS_AFTER_HEH)
    | _set("ی یی ترها")
)
"""Endings that writers set apart from their word with a half-space or a space."""

PLURAL_TOKENS = frozenset(PLURAL_ENDINGS) | {"ترین"}
COMPARATIVE_TOKENS = _set("تر تری ترها")

PREVERBS = ("بر", "در", "باز", "فرا", "فرو", "وا")

IMPERFECTIVE_PARTICLES = frozenset(
    preverb + particle for preverb in ("", *PREVERBS) for particle in ("می", "نمی")
)
"""With their preverb when the blank comes after them: برمی گردد."""

HUMAN_ENDINGS = tuple(
    _set(
        "گر گار مند شناس ور بان کار دار نشین گذار نویس پژوه آموز دان یار وند گزار ساز باز خواه "
        "طلب گرا پرست پیشه فروش گیر جو چی"
    )
)
"""Endings of nouns for people; only after these may an unlisted ان be a plural."""
