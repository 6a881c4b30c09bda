"""When segments are merged: tiers of similar size, merged when a tier is full.

Segments of up to 8 documents are one tier, up to 64 the next, then 512 and so on. As soon
as a tier holds 8 segments they become one of the next tier, so an article is rewritten
about once for each power of 8 in the archive's size, and a search meets few segments. A
segment that is half dead is rewritten alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from articles.search.engines.whoosh.segment import Mask

FANOUT = 8
DEAD_SHARE = 0.5


def choose(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """The segments to merge next, in their order; empty when all is well."""
    for segment in segments:
        if segment.deleted_count() >= DEAD_SHARE * segment.doc_count_all():
            return [segment]
    tiers: dict[int, list[W3Segment]] = defaultdict(list)
    for segment in segments:
        tiers[tier(segment)].append(segment)
    full = [number for number, members in tiers.items() if len(members) >= FANOUT]
    return tiers[min(full)] if full else []


def tier(segment: W3Segment) -> int:
    """0 for up to FANOUT live documents, 1 for up to FANOUT², …"""
    live = segment.doc_count_all() - segment.deleted_count()
    number = 0
    while live > FANOUT ** (number + 1):
        number += 1
    return number


def live_mask(segment: W3Segment) -> Mask:
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[list(segment.deleted_docs())] = False
    return live
