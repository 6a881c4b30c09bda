"""What curators decide about names: confirm, reject, link, make, merge, split, delete, undo.

Every function is one transaction: the rows, the decision that can be undone, the admin's
log and the notes for the index (`PendingArticle`) are written together or not at all. A
decision changes mentions in place, so that a span never has two of them, and carries
origin CURATOR, which no machine overwrites.
"""

from articles.curation.mentions import Outcome, confirm, link, make, reject, reject_spelling
from articles.curation.merging import MergeReport, Preview, delete, merge, preview
from articles.curation.splitting import split
from articles.curation.undoing import undo

__all__ = [
    "MergeReport",
    "Outcome",
    "Preview",
    "confirm",
    "delete",
    "link",
    "make",
    "merge",
    "preview",
    "reject",
    "reject_spelling",
    "split",
    "undo",
]
