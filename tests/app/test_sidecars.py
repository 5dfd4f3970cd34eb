"""Which files are a photo's sidecars."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.metadata.containers import sidecar_for, sidecars


def test_both_ways_of_naming_them(tmp_path: Path) -> None:
    photo = tmp_path / "IMG 1.jpg"
    assert sidecars(photo) == ()
    (tmp_path / "IMG 1.xmp").touch()
    assert sidecars(photo) == (tmp_path / "IMG 1.xmp",)
    (tmp_path / "IMG 1.jpg.xmp").touch()
    (tmp_path / "IMG 2.xmp").touch()
    (tmp_path / "IMG 1.jpeg.xmp").touch()
    assert sidecars(photo) == (tmp_path / "IMG 1.jpg.xmp", tmp_path / "IMG 1.xmp")


def test_capital_letters(tmp_path: Path) -> None:
    (tmp_path / "a.JPG.XMP").touch()
    found = sidecars(tmp_path / "a.JPG")
    assert len(found) == 1
    assert found[0].samefile(tmp_path / "a.JPG.XMP")


@pytest.mark.parametrize("name", ["noext", ".hidden", "a.b.c.jpg", "Фото.jpg", "x.xmp"])
def test_names(tmp_path: Path, name: str) -> None:
    photo = tmp_path / name
    photo.touch()
    assert sidecars(photo) == ()
    place = sidecar_for(photo)
    assert place == tmp_path / f"{name}.xmp"
    place.touch()
    assert sidecars(photo) == (place,)


def test_what_is_no_plain_file_does_not_count(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    (tmp_path / "a.jpg.xmp").mkdir()
    assert sidecars(photo) == ()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    (tmp_path / "a.xmp").symlink_to(elsewhere)
    assert sidecars(photo) == ()


def test_a_link_to_a_photo_has_its_sidecars_beside_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "b.jpg").touch()
    (tmp_path / "real" / "b.jpg.xmp").touch()
    link = tmp_path / "a.jpg"
    link.symlink_to(tmp_path / "real" / "b.jpg")
    assert sidecars(link) == ()
    assert sidecar_for(link) == tmp_path / "a.jpg.xmp"


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    photo = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jpg"))
    sidecar_for(photo).touch()
    assert sidecars(photo) == (sidecar_for(photo),)
    assert sidecars(tmp_path / "nul\0.jpg") == ()
