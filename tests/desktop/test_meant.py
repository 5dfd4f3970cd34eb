"""What files and folders mean that the window is opened with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import start
from app.desktop.meant import Meant, meant
from app.desktop.pages.find import FindPage
from app.library.store import Library


def test_each_is_taken_for_what_it_is(tmp_path: Path) -> None:
    library, picture, folder = tmp_path / "my library", tmp_path / "a.JPG", tmp_path / "photos.jpg"
    Library.open(library).close()
    picture.write_bytes(b"")
    folder.mkdir()
    (tmp_path / "note.txt").write_text("no picture")
    rest = (folder, tmp_path / "note.txt", tmp_path / "nowhere")
    assert meant([folder, picture, rest[1], library, rest[2]]) == Meant(library, picture, rest)
    assert meant([]) == Meant(None, None, ())


def test_the_first_of_several_is_opened(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"")
    assert meant([tmp_path / "b.png", tmp_path / "a.png"]) == Meant(None, tmp_path / "b.png", ())


def test_a_picture_is_looked_into(qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "wall.png"
    PIL.Image.fromarray(np.full((200, 300, 3), 90, np.uint8)).save(picture)
    window = start.open_window(Library.open(tmp_path / "library.db"), [], picture)
    qtbot.addWidget(window)
    page = window.page
    assert isinstance(page, FindPage)
    qtbot.waitUntil(lambda: "No face was found in wall.png" in page._empty.text.text(), timeout=20_000)
    # The first page does not take its place once it is known.
    assert window.page is page
    window.close()


def test_a_window_that_is_only_checked_closes(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start.open_window(Library.open(tmp_path / "library.db"), [])
    qtbot.addWidget(window)
    start.close_once_shown(window)
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.has_arrived
