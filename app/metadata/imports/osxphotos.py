"""People that Apple Photos knows, as the program osxphotos exports them.

Two kinds of JSON files are read:

- What `osxphotos query --json` and `osxphotos dump --json` print: a list of photos with `path`,
  `original_filename`, `persons` and `faces` (`PhotoInfo.json()` of its documentation). A face has `center_x`
  and `center_y`, shares of the upright photo from its bottom left corner, and `size`, a share of its longer
  side; `width` and `height` are pixels of the upright photo (`FaceInfo.mwg_rs_area` of osxphotos turns the
  same numbers into a region of the stored picture). Of an edited photo they are of the edited version.
- The files that `osxphotos export --sidecar json` and `--sidecar exiftool` put beside the photos, as exiftool
  writes JSON, with or without groups: `XMP:PersonInImage`, and `XMP:RegionName` with `RegionAreaX` to
  `RegionAreaH`, middles and sizes in shares of the stored picture.

People without a name (`_UNKNOWN_`), films and what is in the bin are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePath
from typing import Any, Final

from app.metadata.imports.reading import (
    MOST_PEOPLE,
    folders,
    json_items,
    named_region,
    number,
    people_of,
    read_json,
    tidy_name,
    whole,
)
from app.metadata.imports.records import Import, ImportedPhoto, SourceError, Token, check
from app.metadata.people import NamedRegion
from app.printing import printable
from engine.image import SUFFIXES

_LARGEST_SIDECAR: Final = 4 << 20
_UNKNOWN: Final = "_UNKNOWN_"
_AREA: Final = ("RegionAreaX", "RegionAreaY", "RegionAreaW", "RegionAreaH")
#: Tags by one of which a sidecar is known.
_SIDECAR_KEYS: Final = frozenset({"PersonInImage", "RegionName", "_CreatedBy", "ExifToolVersion"})


def read_osxphotos(path: Path, *, token: Token | None = None) -> Import:
    """Read the people of an osxphotos export.

    Args:
        path: The JSON file of `query` or `dump`, one sidecar, or a folder of photos with sidecars.
        token: Stops reading.

    Raises:
        SourceError: It is none of these.
        StoppedError: The token was cancelled.
    """
    problems: list[str] = []
    if path.is_dir():
        photos = _of_folder(path, problems, token)
    else:
        content = json_items(path, token)
        first: Any = next(content, None)
        if _is_sidecar([first]):
            photos = [photo for photo in [_of_sidecar(path, first, problems)] if photo is not None]
        elif _is_query(first):
            photos = list(_of_query(chain([first], content), path, problems))
        else:
            raise SourceError(
                f"{printable(path)} has no people of osxphotos. Make the file with osxphotos query --json, "
                "or export with --sidecar json and choose the folder. The report of an export has no people."
            )
    return Import("osxphotos", tuple(photos), tuple(problems))


def is_osxphotos(file: Path) -> bool:
    """Tell whether a JSON file is one that osxphotos makes and that has people; never raises."""
    try:
        first = next(json_items(file), None)
    except SourceError:
        return False
    return _is_sidecar([first]) or _is_query(first)


def _is_sidecar(content: object) -> bool:
    if not (isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict)):
        return False
    keys = {str(key).rpartition(":")[2] for key in content[0]}
    return bool(keys & _SIDECAR_KEYS) and "uuid" not in keys


def _is_query(photo: object) -> bool:
    return isinstance(photo, dict) and "uuid" in photo and "persons" in photo


def _of_folder(top: Path, problems: list[str], token: Token | None) -> list[ImportedPhoto]:
    photos, sidecars = [], 0
    for folder, names in folders(top, problems, token):
        for name in names:
            if not name.casefold().endswith(".json"):
                continue
            check(token)
            file = folder / name
            try:
                content = read_json(file, _LARGEST_SIDECAR)
            except SourceError as error:
                problems.append(str(error))
                continue
            if _is_sidecar(content):
                sidecars += 1
                photo = _of_sidecar(file, content[0], problems, names)
                if photo is not None:
                    photos.append(photo)
    if not sidecars:
        raise SourceError(
            f"{printable(top)} has no JSON files of osxphotos beside its photos. Export with --sidecar json, "
            "or choose the file that osxphotos query --json made."
        )
    return photos


def _of_sidecar(
    file: Path, content: dict[str, Any], problems: list[str], names: list[str] | None = None
) -> ImportedPhoto | None:
    """Return the photo that a sidecar is of, None where it names nobody."""
    tags = {str(key).rpartition(":")[2]: value for key, value in content.items()}
    regions, present = _regions_of_tags(tags)
    present += _names(tags.get("PersonInImage"))
    people = people_of(regions, present)
    if not people:
        return None
    photo = _beside(file, names)
    if photo is None:
        problems.append(f"{printable(file)} names people, but its photo is not beside it.")
        return None
    return ImportedPhoto(str(photo), people, as_stored=True)


def _beside(file: Path, names: list[str] | None) -> Path | None:
    """Return the photo of a sidecar: `IMG_1.jpg` of `IMG_1.jpg.json`, or the only one of `IMG_1.json`."""
    if names is None:
        try:
            names = sorted(entry.name for entry in file.parent.iterdir())
        except OSError:
            return None
    stem = file.name[: -len(".json")]
    if stem in names:
        return file.parent / stem
    same = [
        name for name in names if PurePath(name).stem == stem and PurePath(name).suffix.casefold() in SUFFIXES
    ]
    return file.parent / same[0] if len(same) == 1 else None


def _regions_of_tags(tags: dict[str, Any]) -> tuple[list[NamedRegion], list[str]]:
    """Return the face regions of exiftool's flat lists, and names whose region cannot be used."""
    names = _listed(tags.get("RegionName"))
    areas = [_listed(tags.get(key)) for key in _AREA]
    kinds, units = _listed(tags.get("RegionType")), _listed(tags.get("RegionAreaUnit"))
    usable = all(len(area) == len(names) for area in areas) and not any(
        isinstance(unit, str) and unit != "normalized" for unit in units
    )
    regions: list[NamedRegion] = []
    unplaced: list[str] = []
    for at, raw in enumerate(names):
        name = _name(raw)
        if name is None or (len(kinds) == len(names) and kinds[at] != "Face"):
            continue
        sides = [number(area[at]) for area in areas] if usable else []
        x, y, width, height = sides if len(sides) == 4 else (None, None, None, None)
        if x is None or y is None or width is None or height is None:
            unplaced.append(name)
            continue
        region = named_region(name, x - width / 2, y - height / 2, width, height)
        if region is None:
            unplaced.append(name)
        else:
            regions.append(region)
    return regions, unplaced


def _of_query(content: Iterable[Any], file: Path, problems: list[str]) -> Iterator[ImportedPhoto]:
    """Yield the photos of a `query`; those that were edited twice, as they are and as they were."""
    unusable = 0
    for photo in content:
        if not isinstance(photo, dict):
            unusable += 1
            continue
        if photo.get("intrash") is True or photo.get("ismovie") is True:
            continue
        names = _names(photo.get("persons"))
        regions = list(_faces(photo))
        people = people_of(regions, [*names])
        if not people:
            continue
        original = _text(photo.get("original_filename")) or _text(photo.get("filename"))
        place = _text(photo.get("path")) or original
        if not place:
            unusable += 1
            continue
        size = whole(photo.get("original_filesize"))
        if photo.get("hasadjustments") is not True:
            yield ImportedPhoto(place, people, size=size, names=_bare(original))
            continue
        edited = _text(photo.get("path_edited"))
        base = PurePath(original or place)
        suffix = PurePath(edited).suffix if edited else base.suffix
        # What `osxphotos export` calls the edited version.
        yield ImportedPhoto(
            edited or f"{base.stem}_edited{suffix}", people, names=(f"{base.stem}_edited{suffix}",)
        )
        if not _same_frame(photo):
            people = people_of((), [*names, *(region.name for region in regions)])
        yield ImportedPhoto(place, people, size=size, names=_bare(original))
    if unusable:
        problems.append(f"{unusable} entries of {printable(file)} are no photos and were left out.")


def _same_frame(photo: dict[str, Any]) -> bool:
    """Tell whether the edited version has the size and orientation of the original."""
    pairs = [(photo.get(key), photo.get(f"original_{key}")) for key in ("width", "height", "orientation")]
    return all(now is not None and now == then for now, then in pairs)


def _faces(photo: dict[str, Any]) -> Iterator[NamedRegion]:
    """Yield the named faces of a photo as regions of it upright."""
    width, height = whole(photo.get("width")), whole(photo.get("height"))
    faces = photo.get("faces", photo.get("face_info"))
    if not isinstance(faces, list) or width is None or height is None:
        return
    for face in faces[:MOST_PEOPLE]:
        name = _name(face.get("name")) if isinstance(face, dict) else None
        if name is None:
            continue
        x, y, size = (number(face.get(key)) for key in ("center_x", "center_y", "size"))
        if x is None or y is None or size is None or face.get("intrash") is True:
            continue
        wide, high = size * max(width, height) / width, size * max(width, height) / height
        region = named_region(name, x - wide / 2, 1 - y - high / 2, wide, high)
        if region is not None:
            yield region


def _name(value: object) -> str | None:
    return None if value == _UNKNOWN else tidy_name(value)


def _names(value: object) -> list[str]:
    return [name for name in map(_name, _listed(value)[:MOST_PEOPLE]) if name is not None]


def _listed(value: object) -> list[Any]:
    """Return a list: exiftool writes the only element of one by itself."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str:
    return value if isinstance(value, str) and "\0" not in value and len(value) < 5000 else ""


def _bare(name: str) -> tuple[str, ...]:
    return (PurePath(name).name,) if name else ()
