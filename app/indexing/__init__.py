"""Bringing a library up to date with the photo folders.

`add_roots` watches folders, `index` finds what is new, changed, moved or gone below them and looks at the
photos that need it. Finding faces in a photo is `engine.analysis`; grouping them is `app.grouping`.
"""

from app.indexing.indexer import forget_missing, index
from app.indexing.leaving import forget_root
from app.indexing.progress import CancelToken, Progress, ProgressCallback, Stage
from app.indexing.report import Failure, IndexReport
from app.indexing.roots import RootError, Standing, WatchedRoot, add_roots, standing, watched_roots
from app.indexing.walk import Skipped

__all__ = [
    "CancelToken",
    "Failure",
    "IndexReport",
    "Progress",
    "ProgressCallback",
    "RootError",
    "Skipped",
    "Stage",
    "Standing",
    "WatchedRoot",
    "add_roots",
    "forget_missing",
    "forget_root",
    "index",
    "standing",
    "watched_roots",
]
