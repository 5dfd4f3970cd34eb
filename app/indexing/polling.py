"""Looking through a root now and then, where the system tells of no changes: which folders are otherwise.

Remembers a number for each folder, not its files.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from app.indexing.scope import at_and_above
from app.indexing.walk import Walk

#: File systems of other computers, which do not tell of what these change.
_NETWORK: Final = frozenset(
    "9p afs beegfs ceph cifs coda davfs fuse.cephfs fuse.davfs2 fuse.glusterfs fuse.gvfsd-fuse fuse.rclone "
    "fuse.s3fs fuse.sshfs gfs gpfs lustre ncpfs nfs nfs4 smb3 smbfs vboxsf virtiofs".split()
)
_MOUNTS: Final = "/proc/self/mountinfo"
_MASK: Final = (1 << 64) - 1
#: Whoever writes a file pauses no longer than this, in nanoseconds.
_LATELY_NS: Final = 60 * 10**9


class Snapshot:
    """A root as it was when last looked through.

    Args:
        root: Its absolute path.
        others: Absolute paths of the other roots.
    """

    def __init__(self, root: str, others: Collection[str]) -> None:
        self._root, self._others = root, others
        self._folders: dict[str, int] | None = None

    def look(self, go_on: Callable[[], bool] = lambda: True) -> tuple[set[str], list[str]]:
        """Look through the root again.

        Args:
            go_on: Asked between files; False ends the look, which then counts as none.

        Returns:
            The folders that are otherwise than before, none at the first look; and the files in them that
            were written so lately that they may not be finished. Paths are relative to the root.
        """
        lately = time.time_ns() - _LATELY_NS
        walk = Walk(self._root, self._others)
        now: dict[str, int] = {}
        fresh = []
        for found in walk:
            if not go_on():
                return set(), []
            folder = found.path.rpartition("/")[0]
            # A sum does not depend on the order.
            now[folder] = now.get(folder, 0) + hash(found) & _MASK
            if found.mtime_ns > lately:
                fresh.append(found.path)
        before, at_or_below = self._folders, {path.rstrip("/") for path in walk.unreachable}
        if before is not None and at_or_below:
            hidden = {f for f in before if f not in now and any(a in at_or_below for a in at_and_above(f))}
            now |= {folder: before[folder] for folder in hidden}
        self._folders = now
        if before is None:
            return set(), []
        changed = {folder for folder in before | now if before.get(folder) != now.get(folder)}
        return changed, [path for path in fresh if path.rpartition("/")[0] in changed]


def is_on_network(folder: str) -> bool:
    """Tell whether a folder is on another computer, whose changes the system does not tell of."""
    if sys.platform != "linux":
        return False
    try:
        mounts = Path(_MOUNTS).read_text(encoding="utf-8", errors="surrogateescape")
        place = Path(folder).resolve()
    except OSError:
        return False
    around = {str(place), *(str(above) for above in place.parents)}
    kinds = {}
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        if after and (point := _unescaped(before.split(" ")[4])) in around:
            kinds[point] = after.split(" ")[0]
    return kinds[max(kinds, key=len)] in _NETWORK if kinds else False


def _unescaped(text: str) -> str:
    """Return a path of the list of mounts, where spaces and the like are written as octal numbers."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text
