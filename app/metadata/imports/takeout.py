"""People that Google Photos knows, out of the JSON files beside the photos of a Google Takeout.

Takeout tells who is in a photo and not where: `"people": [{"name": "Anna"}]`, with the photo's own name as
`title`. Which file belongs to which photo Google does not say, and the names are cut and numbered. The rules
here are those that others found (TheLastGimbus/GooglePhotosTakeoutHelper, simulot/immich-go, ente-io/ente and
the issues of these projects):

1. `IMG_1.jpg` has `IMG_1.jpg.json`, since 2024 `IMG_1.jpg.supplemental-metadata.json`.
2. What is before `.json` is cut to 46 UTF-16 units: `….jpg.supplemental-me.json`, `….jpg.s.json`,
   `….jpg..json`, and of longer names parts of the name itself.
3. A number that makes a name unique is at the end and not cut: `IMG_1(2).jpg` has `IMG_1.jpg(2).json` or
   `IMG_1.jpg.supplemental-metadata(2).json`; some exports leave it in its place.
4. An edited photo, `IMG_1-edited.jpg` in any language, has no file of its own: that of `IMG_1.jpg` counts.
5. What no rule gives to a photo is given by its `title`, where a photo of that name is in the folder and has
   none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from app.metadata.imports.reading import folders, people_of, read_json, tidy_name
from app.metadata.imports.records import Import, ImportedPhoto, SourceError, Token, check
from app.metadata.people import People
from app.printing import printable
from engine.image import SUFFIXES

#: Such a file has 1 to 5 kB; comments on a shared photo may make it longer.
_LARGEST: Final = 4 << 20
#: UTF-16 units before `.json`: a name of 23 emoji is cut like one of 46 letters.
_CUT: Final = 46
_MORE: Final = ".supplemental-metadata"
_NUMBERED: Final = re.compile(r"(.+)(\(\d{1,6}\))\Z", re.ASCII)
#: The last word after a hyphen, without digits: what was done to the photo.
_EDITED: Final = re.compile(r"(.+)-[^\W\d_][^\d-]{1,20}\Z")
#: What Google writes instead of letters that some systems have no file names with.
_REPLACED: Final = str.maketrans(dict.fromkeys("\\/:*?\"<>|&'%", "_"))


def read_takeout(path: Path, *, token: Token | None = None) -> Import:
    """Read the people of the photos in a folder of an unpacked Takeout and all folders below.

    Args:
        path: The folder, or one of the JSON files, which stands for its folder.
        token: Stops reading.

    Raises:
        SourceError: No file there is of a Takeout.
        StoppedError: The token was cancelled.
    """
    top = path if path.is_dir() else path.parent
    problems: list[str] = []
    photos: list[ImportedPhoto] = []
    read = 0
    for folder, names in folders(top, problems, token):
        seen, found = _folder(folder, names, problems, token)
        read += seen
        photos.extend(found)
    if not read:
        raise SourceError(
            f"{printable(top)} has no JSON files of a Google Takeout. Unpack all parts of the Takeout into "
            "one folder and choose that."
        )
    return Import("takeout", tuple(photos), tuple(problems))


def is_takeout(file: Path) -> bool:
    """Tell whether a file is one that Takeout puts beside a photo; never raises."""
    try:
        return _is_ours(read_json(file, _LARGEST))
    except SourceError:
        return False


def _is_ours(content: object) -> bool:
    return (
        isinstance(content, dict)
        and isinstance(content.get("title"), str)
        and any(key in content for key in ("photoTakenTime", "googlePhotosOrigin", "geoDataExif"))
    )


def _folder(
    folder: Path, names: list[str], problems: list[str], token: Token | None
) -> tuple[int, list[ImportedPhoto]]:
    """Return how many files of Takeout a folder has, and its photos with people."""
    contents: dict[str, dict[str, Any]] = {}
    for name in names:
        if not name.casefold().endswith(".json"):
            continue
        check(token)
        try:
            content = read_json(folder / name, _LARGEST)
        except SourceError as error:
            problems.append(str(error))
            continue
        if _is_ours(content):
            contents[name] = content
    if not contents:
        return 0, []
    pictures = [name for name in names if PurePath(name).suffix.casefold() in SUFFIXES]
    owner = _owners(pictures, contents)
    photos = []
    for name in pictures:
        people = _people(contents[owner[name]]) if name in owner else People()
        if people:
            photos.append(ImportedPhoto(str(folder / name), people))
    taken = set(owner.values())
    alone = [name for name in contents if name not in taken and _people(contents[name])]
    if alone:
        problems.append(
            f"{len(alone)} files in {printable(folder)}, such as {printable(alone[0])}, name people of "
            "photos that are not beside them. Unpack all parts of the Takeout into one folder and import "
            "again."
        )
    return len(contents), photos


def _people(content: dict[str, Any]) -> People:
    """Return whom a file names."""
    people = content.get("people")
    if not isinstance(people, list):
        return People()
    found = (tidy_name(one.get("name")) for one in people if isinstance(one, dict))
    return people_of((), (name for name in found if name is not None))


def _owners(pictures: list[str], contents: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the JSON file of each picture, by their names in one folder."""
    owner = {}
    for picture in pictures:
        found = next((name for name in json_names(picture) if name in contents), None)
        if found is not None:
            owner[picture] = found
    taken = set(owner.values())
    by_title: dict[str, str] = {}
    for name, content in contents.items():
        if name not in taken:
            by_title.setdefault(content["title"].translate(_REPLACED), name)
    for picture in pictures:
        if picture not in owner:
            found = by_title.get(picture) or _of_original(picture, contents)
            if found is not None:
                owner[picture] = found
    return owner


def _of_original(picture: str, contents: dict[str, dict[str, Any]]) -> str | None:
    """Return the JSON file of the photo that an edited one was made of."""
    path = PurePath(picture)
    stem, number = _split_number(path.stem)
    edited = _EDITED.match(stem)
    if edited is None:
        return None
    names = json_names(f"{edited[1]}{number}{path.suffix}")
    return next((name for name in names if name in contents), None)


def json_names(picture: str) -> Iterator[str]:
    """Yield the names that the JSON file of a photo may have, the likeliest first.

    Args:
        picture: The name of the photo's file, without folders.
    """
    path = PurePath(picture)
    stem, number = _split_number(path.stem)
    plain = f"{stem}{path.suffix}"
    yield f"{plain}{number}.json"
    for name in (f"{plain}{_MORE}", plain):
        yield f"{_cut(name)}{number}.json"
    if number:
        for name in (f"{picture}{_MORE}", picture):
            yield f"{_cut(name)}.json"
    # Cut elsewhere, as in exports of some weeks.
    for length in range(len(_MORE), 0, -1):
        yield f"{plain}{_MORE[:length]}{number}.json"


def _split_number(stem: str) -> tuple[str, str]:
    found = _NUMBERED.match(stem)
    return (found[1], found[2]) if found else (stem, "")


def _cut(name: str) -> str:
    """Return the first 46 UTF-16 units of a name."""
    return name.encode("utf-16-le", "surrogatepass")[: 2 * _CUT].decode("utf-16-le", "ignore")
