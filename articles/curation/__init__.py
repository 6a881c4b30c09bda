"""What curators decide about names: confirm, reject, link, make, merge, split, delete, accept
or refuse what is proposed, undo.

Every function is one transaction: the rows, the decision that can be undone, the admin's
log and the notes of what must follow (`PendingArticle`, `PendingName`) are written together or
not at all. A decision changes mentions in place, so that a span never has two of them, and
carries origin CURATOR, which no machine overwrites.
"""

from articles.curation.mentions import Outcome, confirm, link, make, reject, reject_spelling
from articles.curation.merging import MergeReport, Preview, delete, merge, preview
from articles.curation.proposals import accept, refuse
from articles.curation.splitting import split
from articles.curation.undoing import undo

__all__ = [
    "MergeReport",
    "Outcome",
    "Preview",
    "accept",
    "confirm",
    "delete",
    "link",
    "make",
    "merge",
    "preview",
    "refuse",
    "reject",
    "reject_spelling",
    "split",
    "undo",
]
