"""Which photos and videos lie below a root, as the file system has them now.

Lists names and what `stat` says; opens no file and knows nothing of the library.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.indexing.scope import Scope
from engine.image import SUFFIXES
from engine.video import VIDEO_SUFFIXES

#: Folders of the system, of recycle bins and of thumbnail makers, in lower case. Names that begin with a
#: dot (".Trash-1000", ".thumbnails", "._IMG_1.jpg") are hidden and left out in any case.
SKIPPED_FOLDERS = frozenset(
    {
        "$recycle.bin",
        "#recycle",
        "@eadir",
        "@recycle",
        "__macosx",
        "lost+found",
        "node_modules",
        "recycler",
        "system volume information",
    }
)

#: Folders of this suffix are stores of previews.
_PREVIEW_SUFFIXES = (".lrdata", ".cocatalogdb")
#: Folders of this suffix are the libraries of other photo programs, which keep the photos themselves in the
#: folders of the second kind and any number of reduced copies beside them.
_PACKAGE_SUFFIXES = (".photoslibrary", ".aplibrary", ".migratedphotolibrary")
_PACKAGE_FOLDERS = frozenset({"masters", "originals"})

#: What the names of sidecars end in, behind the whole name of their photo or behind its stem
#: (`app.metadata.containers.sidecars`).
SIDECAR_SUFFIXES = (".xmp", ".XMP")

#: The suffixes of the moving part of a Live Photo, and those of the photo beside it, which has the same stem:
#: phones write the first, and the second comes of copying them elsewhere.
_LIVE_PARTS = {
    ".mov": frozenset({".heic", ".heif", ".jpg", ".jpeg"}),
    ".mp4": frozenset({".heic", ".heif"}),
}
#: It lasts three seconds, which takes a few megabytes. Some cameras put a small picture beside a film.
_LARGEST_LIVE_PART = 10 << 20

_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})

_WINDOWS_HIDDEN = 0x2 | 0x4  # FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM
_MAC_HIDDEN = 0x8000  # UF_HIDDEN


class FoundFile(NamedTuple):
    """A file that looks like a photo; a plain tuple, because there are many.

    `path` is relative to the root, with forward slashes, in the form `os.scandir` gives it. `inode` is 0
    where the file system gives none. `sidecar_ns` is when the newest sidecar beside it was changed, 0 where
    there is none.
    """

    path: str
    size: int
    mtime_ns: int
    inode: int
    device: int
    sidecar_ns: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A folder or file that could not be looked at.

    Attributes:
        path: absolute.
        sentence: what is wrong and what to do, for the user.
    """

    path: str
    sentence: str


class Walk:
    """One walk through a root; iterate over it once, then read what it noticed.

    The order depends on the names alone: in each folder first its files, then its folders, both by the
    bytes of their names. Links to folders come after all real folders, so that a photo is found at its real
    place where it has one below the root. No folder is entered twice, so links cannot lead in circles.

    Args:
        root: absolute path of the root.
        others: absolute paths of the library's other roots. Their photos are theirs: neither such a folder
            nor a link that leads into one is entered.
        scope: what of the root to walk, in the same order; None for all. Links to folders are not entered
            then: what they lead to depends on the rest of the root.
        suffixes: of the files to be found, in lower case with their dots. The moving part of a Live Photo is
            not found: it has the stem of a photo beside it.

    Attributes:
        skipped: what could not be looked at, with a sentence for the user.
        unreachable: paths relative to the root; photos at or below them may be there or not. "" is the
            root, and one that ends in "/" stands for what is below it alone. Moving parts of Live Photos are
            among them.
        empty: nothing visible is in the root, as in the folder of a drive that is not connected.
        links: links to folders that were met, as paths relative to the root; with a scope, only those on the
            way to it or within its trees. Such a scope says too little: walk the whole root.
    """

    def __init__(
        self,
        root: str,
        others: Collection[str] = (),
        *,
        scope: Scope | None = None,
        suffixes: Collection[str] = SUFFIXES | VIDEO_SUFFIXES,
    ) -> None:
        self._root = root
        self._scope = scope
        self._suffixes = suffixes
        self._other_folders = {identity for path in others if (identity := _identity(path))}
        self._place = Path(os.path.realpath(root))
        self._other_places = [Path(os.path.realpath(path)) for path in others]
        self._visited: set[tuple[int, int]] = set()
        self._links: list[str] = []
        self.links: list[str] = []
        self.skipped: list[Skipped] = []
        self.unreachable: list[str] = []
        self.empty = True

    def __iter__(self) -> Iterator[FoundFile]:
        yield from self._tree("")
        while self._links and (self._scope is None or self._scope.is_whole):
            links, self._links = self._links, []
            for path in links:
                if not self._leads_elsewhere(path):
                    yield from self._tree(path)

    def _tree(self, start: str) -> Iterator[FoundFile]:
        stack = [start]
        while stack:
            folder = stack.pop()
            entries = self._list(folder)
            self.empty = self.empty and not entries
            folders = []
            names = {entry.name.casefold() for entry in entries}
            sidecars = {entry.name: entry for entry in entries if entry.name.endswith(SIDECAR_SUFFIXES)}
            for entry, path, enter in self._in_scope(folder, entries):
                try:
                    if entry.is_dir(follow_symlinks=False):
                        folders += [path] if enter else []
                        continue
                    found = self._look(entry, path)
                    if found is not None and _is_live_part(found, entry.name, names):
                        # What is known of it already stays: it may be a film that got a picture.
                        self.unreachable.append(path)
                        continue
                    if found is not None and sidecars:
                        found = found._replace(sidecar_ns=_newest_sidecar(entry.name, sidecars))
                except OSError as error:
                    self._skip(path, error)
                    continue
                if found is not None and self._may_be_read(folder, found):
                    yield found
            stack.extend(reversed(folders))

    def _in_scope(
        self, folder: str, entries: list[os.DirEntry[str]]
    ) -> Iterator[tuple[os.DirEntry[str], str, bool]]:
        """Give the entries to look at of a folder, their paths, and whether to enter them if folders."""
        scope = self._scope
        whole = scope is None or scope.is_below_tree(folder)
        shallow = scope is not None and folder in scope.folders
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            enter = whole or (scope is not None and path in scope.ways)
            if enter or shallow:
                yield entry, path, enter

    def _may_be_read(self, folder: str, found: FoundFile) -> bool:
        """Tell whether a file is one that the walk is about; note one that is being written."""
        scope = self._scope
        if scope is None:
            return True
        if found.path in scope.waiting:
            self.unreachable.append(found.path)
            return False
        return folder in scope.folders or scope.is_below_tree(folder)

    def _look(self, entry: os.DirEntry[str], path: str) -> FoundFile | None:
        """Return what is known of an entry that is no real folder, if it is a photo; remember links."""
        wanted = "".join(entry.name.rpartition(".")[1:]).lower() in self._suffixes
        if not wanted and not entry.is_symlink():
            return None
        try:
            status = entry.stat()
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                raise
            # A link that leads nowhere. If it led to a folder on a drive that is not connected, the photos
            # below it are not gone; a file that vanished just now is.
            self.unreachable.append(f"{path}/")
            return None
        if stat.S_ISDIR(status.st_mode):
            if self._scope is None or path in self._scope.ways or self._scope.is_below_tree(path):
                self._links.append(path)
                self.links.append(path)
            return None
        if not wanted or not stat.S_ISREG(status.st_mode) or _is_hidden(status):
            return None
        return FoundFile(path, status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        """Return the visible entries of a folder in order, none if it was listed before."""
        place = os.path.join(self._root, folder) if folder else self._root  # noqa: PTH118 - odd names
        try:
            status = os.stat(place)  # noqa: PTH116 - pathlib would normalise odd names
            identity = (status.st_dev, status.st_ino)
            # Where there are no inodes there are no links either.
            others = self._other_folders if folder else set()
            if status.st_ino and (identity in self._visited or identity in others):
                return []
            if folder and _is_hidden(status):
                return []
            self._visited.add(identity)
            with os.scandir(place) as listing:
                entries = [entry for entry in listing if not _is_skipped(entry.name)]
        except OSError as error:
            if folder and error.errno in _NOTHING_THERE:
                return []  # It was there a moment ago.
            self._skip(folder, error)
            return []
        if folder.lower().endswith(_PACKAGE_SUFFIXES):
            entries = [entry for entry in entries if entry.name.lower() in _PACKAGE_FOLDERS]
        return sorted(entries, key=lambda entry: os.fsencode(entry.name))

    def _leads_elsewhere(self, path: str) -> bool:
        """Say whether a link leads to where another root is the innermost; its photos are found there."""
        target = Path(os.path.realpath(os.path.join(self._root, path)))  # noqa: PTH118
        around = {target, *target.parents}
        deepest = max((len(place.parts) for place in self._other_places if place in around), default=0)
        return deepest > (len(self._place.parts) if self._place in around else 0)

    def _skip(self, path: str, error: OSError) -> None:
        self.unreachable.append(path)
        place = os.path.join(self._root, path) if path else self._root  # noqa: PTH118
        reason = error.strerror or type(error).__name__
        remedy = (
            "Give your account the right to read it"
            if isinstance(error, PermissionError)
            else "Look whether its drive is connected and healthy"
        )
        text = f"{as_text(place)} could not be looked at ({reason}). {remedy}, then index again."
        self.skipped.append(Skipped(place, text))


def _is_live_part(found: FoundFile, name: str, names: set[str]) -> bool:
    """Tell whether a file is the moving part of a photo among these names, which are case-folded."""
    stem, dot, suffix = name.casefold().rpartition(".")
    stills = _LIVE_PARTS.get(dot + suffix, frozenset())
    return found.size <= _LARGEST_LIVE_PART and any(stem + still in names for still in stills)


def _newest_sidecar(name: str, sidecars: dict[str, os.DirEntry[str]]) -> int:
    """Return when the newest of a photo's sidecars was changed, nanoseconds; 0 where there is none."""
    stem = name.rpartition(".")[0]
    newest = 0
    for beside in (known + suffix for known in (name, stem) for suffix in SIDECAR_SUFFIXES):
        entry = sidecars.get(beside)
        # One that vanished just now is none.
        with suppress(OSError):
            if entry is not None and entry.is_file(follow_symlinks=False):
                newest = max(newest, entry.stat(follow_symlinks=False).st_mtime_ns)
    return newest


def is_empty(folder: str) -> bool:
    """Tell whether nothing visible is in a folder.

    Raises:
        OSError: It cannot be looked at.
    """
    with os.scandir(folder) as listing:
        return all(_is_skipped(entry.name) for entry in listing)


def is_left_out(path: str) -> bool:
    """Tell whether a file or folder is never looked at, because of its name or that of a folder around it.

    Args:
        path: Relative to a root, with forward slashes.
    """
    return any(_is_skipped(name) for name in path.split("/"))


def as_text(path: str) -> str:
    """Return a path as text, whatever bytes it has, as `engine.image.ImageError` names files."""
    return path.encode("utf-8", "replace").decode("utf-8")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _is_skipped(name: str) -> bool:
    lowered = name.lower()
    return name.startswith(".") or lowered in SKIPPED_FOLDERS or lowered.endswith(_PREVIEW_SUFFIXES)


def _is_hidden(status: os.stat_result) -> bool:
    windows = getattr(status, "st_file_attributes", 0) & _WINDOWS_HIDDEN
    mac = getattr(status, "st_flags", 0) & _MAC_HIDDEN
    return bool(windows or mac)
