"""What a Linux desktop is told, and the scripts that install a bundle and take it away again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import RawConfigParser
from contextlib import closing
from pathlib import Path

import bundle as bundling
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from trying import stated_version

from app.desktop.start import make_application
from app.library.store import Library

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
FILES = {kind: LINUX / f"{bundling.ENTRY}.{kind}" for kind in ("desktop", "metainfo.xml", "mime.xml")}
MIME = {"": "http://www.freedesktop.org/standards/shared-mime-info"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this is for Linux")


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def entry() -> dict[str, str]:
    parser = RawConfigParser(delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(FILES["desktop"].read_text("utf-8"))
    return dict(parser["Desktop Entry"])


def test_the_entry_names_what_is_there() -> None:
    found = entry()
    assert found["Icon"] == bundling.ENTRY
    assert found["Exec"] == "familiar-desktop %F"
    types = set(found["MimeType"].rstrip(";").split(";"))
    (own,) = ET.parse(FILES["mime.xml"]).iterfind("mime-type", MIME)
    assert {own.get("type"), "inode/directory", "image/jpeg", "image/heic"} <= types


def test_the_catalogue_entry_says_what_the_project_says() -> None:
    told = ET.parse(FILES["metainfo.xml"])
    assert told.findtext("id") == bundling.ENTRY
    assert told.findtext("launchable") == f"{bundling.ENTRY}.desktop"
    (release, *_) = told.iter("release")
    assert release.get("version") == stated_version()


def test_the_window_is_known_by_its_entry(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QApplication

    from app.desktop import start

    told: list[str] = []
    application = QApplication.instance()
    monkeypatch.setattr(start, "QApplication", lambda _: application)
    monkeypatch.setattr(type(application), "setDesktopFileName", told.append)
    monkeypatch.setattr(start, "install_translations", lambda *_: [])
    make_application()
    assert told == [bundling.ENTRY]
    assert entry()["StartupWMClass"] == QApplication.applicationName()
    assert not QApplication.windowIcon().isNull()


@pytest.mark.parametrize(
    ("program", "kind", "options"),
    [
        ("desktop-file-validate", "desktop", []),
        ("appstreamcli", "metainfo.xml", ["validate", "--no-net", "--no-color"]),
        ("xmllint", "mime.xml", ["--noout"]),
    ],
)
def test_the_systems_own_tools_find_no_fault(program: str, kind: str, options: list[str]) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    done = run(program, *options, FILES[kind])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout.lower()


def test_libraries_are_known_by_their_beginning(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    content = path.read_bytes()
    for match in ET.parse(FILES["mime.xml"]).iter(f"{{{MIME['']}}}match"):
        at, value = int(str(match.get("offset"))), str(match.get("value")).encode()
        assert content[at : at + len(value)] == value
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE photo (id)")
    assert (tmp_path / "other.db").read_bytes()[68:72] != b"Faml"


def test_desktops_know_a_library_from_other_databases(tmp_path: Path) -> None:
    if not all(map(shutil.which, ("update-mime-database", "gio"))):
        pytest.skip("update-mime-database or gio is not installed")
    packages = tmp_path / "share" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(FILES["mime.xml"], packages / "familiar.xml")
    assert run("update-mime-database", tmp_path / "share" / "mime").returncode == 0
    Library.open(tmp_path / "library").close()
    told = run(
        *("gio", "info", "-a", "standard::content-type", tmp_path / "library"),
        XDG_DATA_HOME=str(tmp_path / "share"),
    )
    assert "standard::content-type: application/x-familiar-library" in told.stdout


@pytest.fixture
def made(tmp_path: Path, qtbot: QtBot) -> Path:
    """A bundle whose programs only say that they are there."""
    folder = tmp_path / "familiar-new"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "part").write_text("a part")
    for name in ("familiar", "familiar-desktop"):
        (folder / name).write_text(f'#!/bin/sh\necho "this is {name}"\n')
        (folder / name).chmod(0o755)
    bundling.furnish(folder)
    return folder


def everything(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir()}


def test_icons_are_drawn_in_all_sizes(made: Path) -> None:
    icons = made / "share" / "icons" / "hicolor"
    assert (icons / "scalable" / "apps" / f"{bundling.ENTRY}.svg").is_file()
    for side in (16, 48, 256, 512):
        image = QImage(str(icons / f"{side}x{side}" / "apps" / f"{bundling.ENTRY}.png"))
        assert (image.width(), image.height()) == (side, side)
        assert image.pixelColor(side // 2, side // 4).alpha() == 255
        assert image.pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("name", ["prefix", "a place of 'mine'"])
def test_installing_and_taking_away(tmp_path: Path, made: Path, name: str) -> None:
    prefix = tmp_path / name
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "other").write_text("somebody else's")
    (prefix / "share" / "applications").mkdir(parents=True)
    (prefix / "share" / "applications" / "other.desktop").write_text("[Desktop Entry]\n")
    before = everything(prefix)

    done = run(made / "install", prefix, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert run(prefix / "bin" / "familiar").stdout == "this is familiar\n"
    installed = prefix / "share" / "applications" / f"{bundling.ENTRY}.desktop"
    assert f'Exec="{prefix}/bin/familiar-desktop" %F' in installed.read_text("utf-8").splitlines()
    if shutil.which("desktop-file-validate"):
        assert run("desktop-file-validate", installed).returncode == 0
    share = everything(made / "share")
    assert share <= everything(prefix / "share")
    shutil.rmtree(made)

    gone = run(prefix / "lib" / "familiar" / "uninstall", HOME=str(tmp_path))
    assert gone.returncode == 0, gone.stderr
    caches = {file for file in everything(prefix) - before if "/mime/" in file or "cache" in file}
    assert everything(prefix) - caches == before
    assert not (prefix / "lib" / "familiar").exists()


def test_installing_again_replaces_what_is_there(tmp_path: Path, made: Path) -> None:
    prefix = tmp_path / "prefix"
    assert run(made / "install", prefix, HOME=str(tmp_path)).returncode == 0
    (made / "_internal" / "part").unlink()
    (made / "_internal" / "new part").write_text("a new part")
    assert run(made / "install", prefix, HOME=str(tmp_path)).returncode == 0
    assert everything(prefix / "lib" / "familiar") == everything(made)
    again = run(prefix / "lib" / "familiar" / "install", prefix, HOME=str(tmp_path))
    assert again.returncode == 1
    assert "installed from here already" in again.stderr
    assert everything(prefix / "lib" / "familiar") == everything(made)


def test_what_is_not_familiar_stays(tmp_path: Path, made: Path) -> None:
    prefix = tmp_path / "prefix"
    (prefix / "lib" / "familiar").mkdir(parents=True)
    (prefix / "lib" / "familiar" / "thesis").write_text("mine")
    done = run(made / "install", prefix, HOME=str(tmp_path))
    assert done.returncode == 1
    assert "is not Familiar" in done.stderr
    assert everything(prefix) == {"lib/familiar/thesis"}
    assert run(made / "install", tmp_path / "a$b", HOME=str(tmp_path)).returncode == 1
    gone = run(made / "uninstall")
    assert gone.returncode == 1
    assert made.is_dir()
