"""Bringing a library up to date with the photo folders.

`add_roots` makes folders roots, `index` finds what is new, changed, moved or gone below them and looks at the
photos that need it; `app.indexing.watching` tells when there may be something to find. Finding faces in a
photo is `engine.analysis`; grouping them is `app.grouping`.
"""

from app.indexing.indexer import forget_missing, index
from app.indexing.known import keeps_photos
from app.indexing.leaving import Leaving, forget_root, would_leave
from app.indexing.partly import has_news
from app.indexing.progress import CancelToken, Progress, ProgressCallback, Stage
from app.indexing.report import Failure, IndexReport
from app.indexing.roots import (
    RootError,
    Standing,
    WatchedRoot,
    add_roots,
    check_folders,
    find_root,
    standing,
    watched_roots,
)
from app.indexing.scope import Scope
from app.indexing.walk import Skipped

__all__ = [
    "CancelToken",
    "Failure",
    "IndexReport",
    "Leaving",
    "Progress",
    "ProgressCallback",
    "RootError",
    "Scope",
    "Skipped",
    "Stage",
    "Standing",
    "WatchedRoot",
    "add_roots",
    "check_folders",
    "find_root",
    "forget_missing",
    "forget_root",
    "has_news",
    "index",
    "keeps_photos",
    "standing",
    "watched_roots",
    "would_leave",
]
