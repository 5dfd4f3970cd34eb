"""Pictures for whoever shows a library: those that are kept, and those that lack made.

Knows no window. What is kept is in `app.library.thumbnails` and `app.library.crops`; how a picture is made is
`engine.pictures`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import select

from app.library.crops import CropStore
from app.library.sidefile import tried
from app.library.store import Library
from app.library.tables import Face, Photo, Root
from app.library.thumbnails import Thumbnail, ThumbnailStore
from engine.crops import ENLARGED, LARGE_SIDE, MOST_SIDE, Crop
from engine.image import Image, ImageError, ImageProblem, decode, read_bytes
from engine.pictures import (
    THUMBNAIL_SIDES,
    crop_from_image,
    face_jpeg,
    make_thumbnails,
    side_for_crop,
    thumbnails_of,
)
from engine.stills import still

#: Pictures made before they are stored.
_BATCH: Final = 32
#: A file with one of these cannot be looked into, so what was seen of it before is shown.
_OUT_OF_REACH: Final = frozenset(
    {ImageProblem.MISSING, ImageProblem.FORBIDDEN, ImageProblem.NOT_A_FILE, ImageProblem.UNREADABLE}
)


@dataclass(frozen=True, slots=True)
class _File:
    """The file of a photo or video.

    Attributes:
        path: absolute.
        sha256: of its content as the library knows it; None where it could not be read.
        size: in bytes, when it was indexed.
        mtime_ns: when it had been changed then.
        shown_ms: of a video the moment whose frame stands for it; None for a photo.
    """

    path: str
    sha256: bytes | None
    size: int
    mtime_ns: int
    shown_ms: int | None

    @property
    def is_as_indexed(self) -> bool:
        """Whether size and time are as they were: what is in a video is not looked into for a picture."""
        try:
            status = os.stat(self.path)  # noqa: PTH116 - odd names
        except (OSError, ValueError):
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.mtime_ns)


@dataclass(frozen=True, slots=True, eq=False)
class _LackingFace:
    """A face of which there is no crop.

    Attributes:
        id: of the face.
        file: that of its photo; the box and the landmarks are of the content that the library knows.
        at_ms: of a face in a video the moment of the box; None for one in a photo.
        photo_side: longer side of the upright photo at full size, pixels.
        box: left, top, width and height in its pixels.
        landmarks: ten little-endian float32 in the same frame.
    """

    id: int
    file: _File
    at_ms: int | None
    photo_side: int
    box: tuple[float, float, float, float]
    landmarks: bytes


class PictureSupplier:
    """Supplies pictures of one library. May be used from many threads at once.

    A picture that has to be made takes a while and is made in the calling thread. Something wrong with a file
    of kept pictures is logged, and pictures are then made each time.

    Args:
        library: Whose pictures; stays open as long as this.
        crops: Its crops.
        thumbnails: Its thumbnails.
    """

    def __init__(self, library: Library, crops: CropStore, thumbnails: ThumbnailStore) -> None:
        self._library = library
        self._crops = crops
        self._thumbnails = thumbnails

    def thumbnail(self, photo_id: int, side: int) -> bytes | None:
        """Return a thumbnail as an upright JPEG, or None where there is none; as `thumbnails`.

        Raises:
            LibraryError: The library cannot be read.
        """
        return self.thumbnails([photo_id], side).get(photo_id)

    def thumbnails(self, photo_ids: Collection[int], side: int) -> dict[int, bytes]:
        """Return the thumbnails of those of some photos that have one or of which one can be made.

        Of a photo that cannot be reached a former thumbnail is given, also one of a former content; the files
        of a drive that is away, as far as the library knows, are not looked for.

        Args:
            photo_ids: Of which photos.
            side: The longer side, pixels: one of `engine.pictures.THUMBNAIL_SIDES`. A smaller photo's own is
                shorter.

        Returns:
            Upright JPEGs by photo id.

        Raises:
            LibraryError: The library cannot be read.
        """
        if side not in THUMBNAIL_SIDES:
            raise ValueError(f"thumbnails have sides of {THUMBNAIL_SIDES} pixels, not of {side}")
        found = self._kept(photo_ids, side, stale=False)
        lacking = sorted(set(photo_ids) - found.keys())
        for some in _portions(lacking):
            found |= self._make(some, side)
        return found

    def face(self, face_id: int, side: int) -> bytes | None:
        """Return a square picture of a face as a JPEG, or None where there is none; as `faces`.

        Raises:
            LibraryError: The library cannot be read.
        """
        return self.faces([face_id], side).get(face_id)

    def faces(self, face_ids: Collection[int], side: int) -> dict[int, bytes]:
        """Return square pictures of those of some faces of which there is a crop or one can be cut.

        A crop is cut where the photo has the content in which the face was found. A face without landmarks
        may be left of a former content, so it is shown by its crop alone.

        Args:
            face_ids: Of which faces.
            side: Pixels wanted; there are never more than a crop has: `engine.crops.MOST_SIDE`, or where more
                are wanted `LARGE_SIDE`, for which the photo itself is looked into the first time.

        Returns:
            Upright JPEGs by face id, as `engine.pictures.face_picture`.

        Raises:
            LibraryError: The library cannot be read.
        """
        none: dict[int, Crop] = {}
        found: dict[int, bytes] = {}
        if side > MOST_SIDE:
            large = tried(lambda: self._crops.get_large(face_ids), none, lacking="crops of faces")
            found = _shown(large, side)
            for some in _portions(sorted(set(face_ids) - found.keys())):
                found |= _shown(self._cut(some, large=True), side)
        rest = set(face_ids) - found.keys()
        crops = tried(lambda: self._crops.get(rest), none, lacking="crops of faces")
        found |= _shown(crops, side)
        lacking = sorted(rest - found.keys())
        for some in _portions(lacking):
            found |= _shown(self._cut(some), side)
        return found

    def _kept(self, photo_ids: Collection[int], side: int, *, stale: bool) -> dict[int, bytes]:
        return tried(
            lambda: self._thumbnails.get(photo_ids, side, stale=stale), {}, lacking="kept thumbnails"
        )

    def _make(self, photo_ids: Sequence[int], side: int) -> dict[int, bytes]:
        """Make and store thumbnails; where photos are out of reach, find former ones."""
        # Somebody who looks at one photo has seen it among others, and will again.
        sides = [smaller for smaller in THUMBNAIL_SIDES if smaller <= side]
        made: list[Thumbnail] = []
        out_of_reach: list[int] = []
        for photo_id, file in self._files(photo_ids):
            if file is None:
                out_of_reach.append(photo_id)
                continue
            try:
                sha256, pictures = _thumbnails(file, sides)
            except ImageError as error:
                if error.problem in _OUT_OF_REACH:
                    out_of_reach.append(photo_id)
                continue
            made += [Thumbnail(photo_id, size, sha256, jpeg) for size, jpeg in pictures.items()]
        tried(lambda: self._thumbnails.put(made), None, lacking="kept thumbnails")
        found = self._kept(out_of_reach, side, stale=True) if out_of_reach else {}
        return found | {new.photo_id: new.jpeg for new in made if new.side == side}

    def _files(self, photo_ids: Sequence[int]) -> list[tuple[int, _File | None]]:
        """Return the files of photos; None for those on drives that are away."""
        statement = (
            select(Photo.id, Root.offline_since, Root.path, *_FILE)
            .join(Root, Photo.root_id == Root.id)
            .where(Photo.id.in_(photo_ids))
            .order_by(Photo.id)
        )
        with self._library.read() as session:
            return [
                (photo_id, _file(root, *file) if away is None else None)
                for photo_id, away, root, *file in session.execute(statement)
            ]

    def _cut(self, face_ids: Sequence[int], *, large: bool = False) -> dict[int, Crop]:
        """Cut faces out of their photos, those that can be, and store the crops.

        Args:
            face_ids: Which faces.
            large: Make large crops, of those faces that are large enough in their photos.
        """
        crops: dict[int, Crop] = {}
        opened = _Opened()
        most_side = LARGE_SIDE if large else MOST_SIDE
        for face in self._lacking_faces(face_ids):
            if large and ENLARGED * max(face.box[2:]) <= MOST_SIDE:
                continue
            box = np.array(face.box)
            try:
                image = opened.picture(face, side_for_crop(box, face.photo_side, most_side=most_side))
                if image is not None:
                    points = np.frombuffer(face.landmarks, "<f4").reshape(5, 2)
                    crops[face.id] = crop_from_image(image, box=box, landmarks=points, most_side=most_side)
            except ImageError:
                continue
        store = self._crops.put_large if large else self._crops.put
        tried(lambda: store(crops), None, lacking="crops of faces")
        return crops

    def _lacking_faces(self, face_ids: Sequence[int]) -> list[_LackingFace]:
        """Return the faces that can be cut out, those of one photo together."""
        box = (Face.x, Face.y, Face.width, Face.height)
        statement = (
            select(Face.id, Face.at_ms, Photo.width, Photo.height, Face.landmarks, *box, Root.path, *_FILE)
            .join(Photo, Face.photo_id == Photo.id)
            .join(Root, Photo.root_id == Root.id)
            .where(Face.id.in_(face_ids), Photo.state == "analysed", Root.offline_since.is_(None))
            .order_by(Photo.id, Face.id)
        )
        found: list[_LackingFace] = []
        with self._library.read() as session:
            for face_id, at_ms, width, height, landmarks, x, y, w, h, root, *file in session.execute(
                statement
            ):
                if width is None or height is None or landmarks is None:
                    continue
                side = max(width, height)
                found.append(_LackingFace(face_id, _file(root, *file), at_ms, side, (x, y, w, h), landmarks))
        return found


#: The columns that `_file` wants after the root's path.
_FILE: Final = (Photo.path, Photo.sha256, Photo.size, Photo.mtime_ns, Photo.shown_ms)


def _file(root: str, path: Any, *facts: Any) -> _File:
    return _File(os.path.join(root, path), *facts)  # noqa: PTH118 - odd names, as in the walk


def _thumbnails(file: _File, sides: Sequence[int]) -> tuple[bytes, dict[int, bytes]]:
    """Make thumbnails of what is in a file now.

    Where the library does not know a photo's content yet, the thumbnail is fresh as soon as it does. A video
    is not read for its content, so that one that has changed is out of reach until it is indexed.

    Returns:
        The SHA-256 of that content, and JPEGs by side.

    Raises:
        ImageError: The file cannot be read or decoded.
    """
    if file.shown_ms is None:
        data = read_bytes(file.path)
        return hashlib.sha256(data).digest(), make_thumbnails(data, name=file.path, sides=sides)
    if file.sha256 is None or not file.is_as_indexed:
        raise ImageError(ImageProblem.MISSING, file.path)
    image = still(file.path, at_ms=file.shown_ms, at_least=max(sides))
    return file.sha256, thumbnails_of(image, sides)


class _Opened:
    """The photo that was opened last, since faces come by photo."""

    def __init__(self) -> None:
        self._path = ""
        self._data = b""

    def picture(self, face: _LackingFace, at_least: int) -> Image | None:
        """Return the picture that a face is in; None where the file is not as the library knows it.

        Raises:
            ImageError: The file cannot be read or decoded.
        """
        file = face.file
        if face.at_ms is not None:
            return still(file.path, at_ms=face.at_ms, at_least=at_least) if file.is_as_indexed else None
        if file.path != self._path:
            self._path, self._data = file.path, b""
            data = read_bytes(file.path)
            if hashlib.sha256(data).digest() == file.sha256:
                self._data = data
        return decode(self._data, name=file.path, at_least=at_least) if self._data else None


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _shown(crops: dict[int, Crop], side: int) -> dict[int, bytes]:
    """Return the pictures of faces by their crops, those that can be decoded."""
    shown: dict[int, bytes] = {}
    for face_id, crop in crops.items():
        try:
            shown[face_id] = face_jpeg(crop, side)
        except ImageError:
            continue
    return shown
