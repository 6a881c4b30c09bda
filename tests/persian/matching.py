"""The smallest index there is: does an article of these words answer that query?"""

from collections import defaultdict

from articles.persian.analyzer import Analyzer, Sequence


class Article:
    def __init__(self, analyzer: Analyzer, text: str) -> None:
        self._analyzer = analyzer
        self._positions: dict[str, set[int]] = defaultdict(set)
        for position, token in enumerate(analyzer.tokens(text)):
            self._positions[token.exact].add(position)
            for term in token.terms:
                if term != token.exact:
                    self._positions["~" + term].add(position)

    def answers(self, query: str, holds: bool = True) -> bool:
        """Every word that is not optional, in some written form."""
        units = self._analyzer.units(query, self._holds if holds else None)
        asked = [unit for unit in units if not unit.optional]
        return bool(asked) and all(
            any(self._has(sequence, ("", "~")) for sequence in unit.sequences) for unit in asked
        )

    def quotes(self, phrase: str, holds: bool = True) -> bool:
        sequences = self._analyzer.phrase(phrase, self._holds if holds else None)
        return any(self._has(sequence, ("",)) for sequence in sequences)

    def _holds(self, term: str) -> bool:
        return term in self._positions or "~" + term in self._positions

    def _has(self, sequence: Sequence, prefixes: tuple[str, ...]) -> bool:
        slots = [
            {
                position
                for term in slot
                for prefix in prefixes
                for position in self._positions.get(prefix + term, ())
            }
            for slot in sequence
        ]
        return any(
            all(start + offset in slot for offset, slot in enumerate(slots)) for start in slots[0]
        )
