"""Words made from the same word by one of the commonest derivational endings.

انتخاب and انتخابات, آلوده and آلودگی, ایرانی and ایران are different words, and no query for one
may be answered with the other alone. But an article that holds both is likelier to be
about it, so ranking may count a little for them.

The endings are those of Persian grammars for relation and the indefinite (ی), for plurals
that the stemmer leaves whole because many words merely end so (ات، ان), and for nouns of
participles and adjectives in ه (گی).
"""

SHORTEST = 3  # letters: below it the endings are mere coincidence
_PLURALS = ("ات", "ان")


def relatives(term: str) -> tuple[str, ...]:
    """The forms a derived or underlying word of ``term`` may have; most of them no words."""
    if len(term) < SHORTEST or term.startswith("v:"):
        return ()
    return tuple(form for form in (*_derived(term), *_underlying(term)) if len(form) >= SHORTEST)


def _derived(term: str) -> list[str]:
    forms = [term + ending for ending in ("ی", *_PLURALS)]
    if term.endswith(("ا", "و")):
        forms.append(term + "یی")
    if term.endswith("ه"):
        forms.append(term[:-1] + "گی")
    return forms


def _underlying(term: str) -> list[str]:
    forms = [term[:-2] for ending in ("یی", *_PLURALS) if term.endswith(ending)]
    if term.endswith("ی"):
        forms.append(term[:-1])
    if term.endswith("گی"):
        forms.append(term[:-2] + "ه")
    return forms
