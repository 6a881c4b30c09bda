"""Plain BM25 over tokens, for the baselines.

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with
the idf of Lucene, log(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np


class BM25:
    """Documents are numbered from 0 in the order given."""

    def __init__(self, documents: Iterable[Sequence[str]], k1: float, b: float):
        postings: dict[str, list[tuple[int, int]]] = {}
        lengths = []
        for number, tokens in enumerate(documents):
            lengths.append(len(tokens))
            for token, count in Counter(tokens).items():
                postings.setdefault(token, []).append((number, count))
        self.size = len(lengths)
        self._postings = postings
        self._k1 = k1
        measured = np.array(lengths, np.float64)
        self._norm = k1 * (1 - b + b * measured / max(measured.mean(), 1.0))

    def scores(self, query: Iterable[str], every: bool = False) -> np.ndarray:
        """A score for each document, 0 where it is not found; ``every`` asks for all tokens."""
        total = np.zeros(self.size)
        matched = np.zeros(self.size, int)
        wanted = Counter(query)
        for token, times in wanted.items():
            found = self._postings.get(token)
            if not found:
                continue
            docs, counts = np.array(found).T
            idf = np.log(1 + (self.size - len(docs) + 0.5) / (len(docs) + 0.5))
            total[docs] += times * idf * counts * (self._k1 + 1) / (counts + self._norm[docs])
            matched[docs] += 1
        if every:
            total[matched < len(wanted)] = 0
        return total

    def best(
        self, query: Iterable[str], limit: int, every: bool = False
    ) -> list[tuple[int, float]]:
        """(document, score), best first; ties go to the earlier document."""
        scores = self.scores(query, every)
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(doc), float(scores[doc])) for doc in order if scores[doc] > 0]
