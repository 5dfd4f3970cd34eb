"""Aligned faces with their people, in one file: what networks are trained and measured on.

A crop is kept as the bytes of a JPEG and decoded when it is asked for. Where crops come from is the business
of `preparing` (folders of photos) and `library_set` (a library's export); several sets become one in
`joining`. Which faces make up a batch is the business of `sampling`.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.image.encoding import to_jpeg

Pixels = NDArray[np.uint8]
Integers = NDArray[np.int64]

#: Side of a stored crop and how far inside it the recogniser's region lies, pixels.
SIZE, MARGIN = 144, 16
#: Of the JPEGs, with colour at full size.
QUALITY = 95

_VERSION = 1
_COLUMNS = ("people", "families", "photos", "sets")
_TEXTS = ("names", "family_names", "set_names", "files")


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """n faces with their people.

    Attributes:
        people: (n,) int64, places in `names`.
        families: (n,) int64, places in `family_names`; people without a known family have one of their own.
        photos: (n,) int64, a number for each photo; two faces of one photo are different people.
        sets: (n,) int64, places in `set_names`: where each face came from.
        names: of the people, each with at least one face.
        family_names: of the families, each with at least one face.
        set_names: of the sets, each with at least one face, unless there is only one.
        files: n names of the pictures, relative to their set's folder.
        size: side of the square crops, pixels.
        margin: how far inside a crop the recogniser's region lies, pixels.
        jpegs: (b,) uint8, the bytes of the JPEGs, in any order; in memory, or mapped from the file.
        starts: (n,) int64, where each crop begins in `jpegs`.
        ends: (n,) int64, where it ends.
        made: TOML that says how the set was made.

    Raises:
        ValueError: the parts do not fit together.
    """

    people: Integers
    families: Integers
    photos: Integers
    sets: Integers
    names: tuple[str, ...]
    family_names: tuple[str, ...]
    set_names: tuple[str, ...]
    files: tuple[str, ...]
    size: int
    margin: int
    jpegs: Pixels
    starts: Integers
    ends: Integers
    made: str = ""

    def __post_init__(self) -> None:
        n = len(self.files)
        for column in (*_COLUMNS, "starts", "ends"):
            values = getattr(self, column)
            if values.dtype != np.int64 or values.shape != (n,):
                raise ValueError(f"{column} must be {n} int64, not {values.shape} {values.dtype}")
        for column, table in (("people", "names"), ("families", "family_names"), ("sets", "set_names")):
            values, known = getattr(self, column), len(getattr(self, table))
            if n and not (values.min() >= 0 and values.max() < known):
                raise ValueError(f"{column} must be places in {table}")
        if not (self.size > 0 and 0 <= 2 * self.margin < self.size):
            raise ValueError(f"a margin of {self.margin} does not fit into crops of {self.size} pixels")
        if self.jpegs.dtype != np.uint8 or self.jpegs.ndim != 1:
            raise ValueError("jpegs must be bytes")
        if n and not (
            self.starts.min() >= 0
            and (self.ends - self.starts >= 4).all()
            and self.ends.max() <= len(self.jpegs)
        ):
            raise ValueError("a crop lies outside the bytes")

    def __len__(self) -> int:
        return len(self.files)

    @classmethod
    def of(
        cls,
        jpegs: Sequence[bytes],
        people: Sequence[str],
        *,
        name: str,
        families: Sequence[str] | None = None,
        photos: Sequence[str] | None = None,
        files: Sequence[str] | None = None,
        size: int = SIZE,
        margin: int = MARGIN,
        made: str = "",
    ) -> Self:
        """Put a set together from n crops.

        Args:
            jpegs: n JPEGs of (size, size) pixels.
            people: n names.
            name: of the set.
            families: n names of families; by default each person is a family.
            photos: n names of photos; by default each crop is from a photo of its own.
            files: n names of pictures; by default numbers.
            size: of the crops, pixels.
            margin: of the crops, pixels.
            made: TOML that says how.

        Raises:
            ValueError: the parts do not fit together.
        """
        names, labels = _numbered(people)
        family_names, family = _numbered(people if families is None else families)
        ends = np.cumsum([len(jpeg) for jpeg in jpegs], dtype=np.int64)
        own = [str(index) for index in range(len(jpegs))]
        return cls(
            people=labels,
            families=family,
            photos=_numbered(own if photos is None else photos)[1],
            sets=np.zeros(len(jpegs), np.int64),
            names=names,
            family_names=family_names,
            set_names=(name,),
            files=tuple(own if files is None else files),
            size=size,
            margin=margin,
            jpegs=np.frombuffer(b"".join(jpegs), np.uint8),
            starts=np.concatenate([np.zeros(1, np.int64), ends])[: len(jpegs)],
            ends=ends,
            made=made,
        )

    @classmethod
    def of_crops(cls, crops: Pixels, people: Sequence[str], *, name: str, **more: Any) -> Self:
        """Put a set together from (n, size, size, 3) uint8 RGB crops; `more` is that of `of`."""
        jpegs = [encoded(crop) for crop in crops]
        return cls.of(jpegs, people, name=name, size=crops.shape[1], **more)

    def crops(self, indices: NDArray[np.integer] | Sequence[int]) -> Pixels:
        """Decode crops.

        Args:
            indices: (k,) of faces.

        Returns:
            (k, size, size, 3) uint8 RGB.

        Raises:
            ValueError: a crop is damaged.
            IndexError: there is no such face.
        """
        crops = np.empty((len(indices), self.size, self.size, 3), np.uint8)
        for crop, index in zip(crops, indices, strict=True):
            decoded = cv2.imdecode(
                self.jpegs[self.starts[index] : self.ends[index]],
                cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION,
            )
            if decoded is None or decoded.shape != crop.shape:
                raise ValueError(
                    f"The crop of {self.files[index]} is damaged. Prepare the training set again."
                )
            cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB, dst=crop)
        return crops

    def jpeg(self, index: int) -> bytes:
        """Return a crop as it is stored."""
        return self.jpegs[self.starts[index] : self.ends[index]].tobytes()

    def subset(self, indices: NDArray[np.integer] | Sequence[int]) -> Self:
        """Return only these faces (k,), in this order, with only their people, families and sets.

        The bytes are shared, not copied.
        """
        chosen = np.asarray(indices, np.int64)
        people, names = _compact(self.people[chosen], self.names)
        families, family_names = _compact(self.families[chosen], self.family_names)
        sets, set_names = _compact(self.sets[chosen], self.set_names)
        return replace(
            self,
            people=people,
            families=families,
            photos=self.photos[chosen],
            sets=sets,
            names=names,
            family_names=family_names,
            set_names=set_names or self.set_names[:1],
            files=tuple(self.files[index] for index in chosen),
            starts=self.starts[chosen],
            ends=self.ends[chosen],
        )

    def full_names(self) -> tuple[str, ...]:
        """Return the people's names with their set's before: SET/PERSON, whether or not sets were joined."""
        return _full(self.names, self.people, self.sets, self.set_names)

    def full_family_names(self) -> tuple[str, ...]:
        """Return the families' names with their set's before: SET/FAMILY."""
        return _full(self.family_names, self.families, self.sets, self.set_names)

    def save(self, file: Path) -> None:
        """Write the set into one file; an older one of that name is replaced only when all is written.

        Raises:
            OSError: it cannot be written.
        """
        texts = {key: getattr(self, key) for key in _TEXTS}
        about = {"version": _VERSION, "size": self.size, "margin": self.margin, "made": self.made, **texts}
        lengths = self.ends - self.starts
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "wb") as opened:
                np.savez(
                    opened,
                    about=np.frombuffer(json.dumps(about).encode("ascii"), np.uint8),
                    lengths=lengths,
                    jpegs=self._gathered(lengths),
                    **{column: getattr(self, column) for column in _COLUMNS},
                )
            Path(scratch).chmod(0o644)
            Path(scratch).replace(file)
        finally:
            Path(scratch).unlink(missing_ok=True)

    def _gathered(self, lengths: Integers) -> Pixels:
        """Return the bytes of the crops in order, without what is between them."""
        ends = np.cumsum(lengths)
        if np.array_equal(ends, self.ends) and len(self.jpegs) == lengths.sum():
            return self.jpegs
        gathered = np.empty(int(lengths.sum()), np.uint8)
        for end, length, start in zip(ends, lengths, self.starts, strict=True):
            gathered[end - length : end] = self.jpegs[start : start + length]
        return gathered

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a set; its crops stay in the file until they are asked for.

        Raises:
            ValueError: it is no training set, of another version, or damaged.
            OSError: it cannot be read.
        """
        try:
            with file.open("rb") as opened:
                return cls._read(opened, file)
        # zipfile and NumPy raise these and more for foreign bytes; all of them mean the same to the user.
        except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, OverflowError) as error:
            raise ValueError(
                f"{file} is not a training set that can be used ({error}). Make it again with "
                "`trainer prepare`."
            ) from error

    @classmethod
    def _read(cls, opened: BinaryIO, file: Path) -> Self:
        if not zipfile.is_zipfile(opened):
            raise ValueError("it is no such file at all, or it broke off")
        opened.seek(0)
        with np.load(opened, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if not isinstance(about, dict) or about.get("version") != _VERSION:
                raise ValueError("another version of Familiar made it")
            columns = {column: arrays[column] for column in _COLUMNS}
            lengths = arrays["lengths"]
        jpegs = _mapped(file, "jpegs.npy")
        if lengths.dtype != np.int64 or lengths.ndim != 1 or lengths.sum() != len(jpegs):
            raise ValueError("its crops are not all there")
        ends = np.cumsum(lengths)
        texts = {key: tuple(map(str, about[key])) for key in _TEXTS}
        read = cls(
            people=columns["people"],
            families=columns["families"],
            photos=columns["photos"],
            sets=columns["sets"],
            names=texts["names"],
            family_names=texts["family_names"],
            set_names=texts["set_names"],
            files=texts["files"],
            size=int(about["size"]),
            margin=int(about["margin"]),
            jpegs=jpegs,
            starts=ends - lengths,
            ends=ends,
            made=str(about["made"]),
        )
        # The first and last two bytes of every JPEG: cheap, and wrong as soon as a length or the bytes are.
        marks = [jpegs[at] for at in (read.starts, read.starts + 1, read.ends - 2, read.ends - 1)]
        if any((mark != byte).any() for mark, byte in zip(marks, b"\xff\xd8\xff\xd9", strict=True)):
            raise ValueError("its crops are damaged")
        return read


def encoded(crop: Pixels, *, quality: int = QUALITY) -> bytes:
    """Return a crop (size, size, 3) uint8 RGB as a JPEG with colour at full size."""
    return to_jpeg(crop, quality=quality, full_colour=True)


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Integers]:
    known = sorted(set(names))
    place = {name: index for index, name in enumerate(known)}
    return tuple(known), np.array([place[name] for name in names], np.int64)


def _compact(values: Integers, table: tuple[str, ...]) -> tuple[Integers, tuple[str, ...]]:
    used, places = np.unique(values, return_inverse=True)
    return places.astype(np.int64), tuple(table[index] for index in used)


def _full(
    table: tuple[str, ...], values: Integers, sets: Integers, set_names: tuple[str, ...]
) -> tuple[str, ...]:
    of = np.zeros(len(table), np.int64)
    of[values] = sets
    prefixes = [f"{set_names[index]}/" for index in of]
    return tuple(
        name if name.startswith(prefix) else prefix + name
        for name, prefix in zip(table, prefixes, strict=True)
    )


def _mapped(file: Path, member: str) -> Pixels:
    """Map one array of an uncompressed .npz into memory, which NumPy itself does not do.

    Raises:
        ValueError: it is compressed, or not an array of bytes.
    """
    with zipfile.ZipFile(file) as archive:
        info = archive.getinfo(member)
        if info.compress_type != zipfile.ZIP_STORED:
            raise ValueError("it is compressed")
        with archive.open(info) as stream:
            version = np.lib.format.read_magic(stream)
            shape, _, dtype = (
                np.lib.format.read_array_header_1_0(stream)
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0(stream)
            )
            header = stream.tell()
    if dtype != np.uint8 or len(shape) != 1 or shape[0] != info.file_size - header:
        raise ValueError("its crops are not bytes")
    if not shape[0]:
        return np.zeros(0, np.uint8)
    with file.open("rb") as opened:
        opened.seek(info.header_offset)
        local = opened.read(30)
    # The local header's name and extra field may be longer than those of the directory (APPNOTE 4.3.7).
    start = (
        info.header_offset
        + 30
        + int.from_bytes(local[26:28], "little")
        + int.from_bytes(local[28:30], "little")
    )
    return np.memmap(file, np.uint8, "r", start + header, shape)
