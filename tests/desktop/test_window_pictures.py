"""Pictures for the screen: large faces come last, and small ones are shown until then."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator

import pytest
from makers.desks import settle
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.covers import asked_side
from engine.crops import LARGE_SIDE, MOST_SIDE

LARGE = 384


class Supplier:
    """Gives grey squares; large ones when they may come."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, ...]] = []
        self.may_come = threading.Event()

    def thumbnails(self, ids: Collection[int], side: int) -> dict[int, bytes]:
        self.asked.append((0, side, *ids))
        return {one: jpeg(side) for one in ids}

    def faces(self, ids: Collection[int], side: int) -> dict[int, bytes]:
        self.asked.append((side, *ids))
        if side > MOST_SIDE:
            self.may_come.wait(10)
        return {one: jpeg(side) for one in ids if one != 13}


def jpeg(side: int) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(0x808080)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


@pytest.fixture
def supplier() -> Iterator[Supplier]:
    made = Supplier()
    yield made
    made.may_come.set()


def test_the_small_face_is_shown_until_the_large_one_comes(
    qtbot: QtBot, empty_desk: Desk, supplier: Supplier
) -> None:
    pictures = Pictures(supplier, empty_desk.lanes)  # type: ignore[arg-type]
    assert pictures.get(Kind.FACE, 1, LARGE) is None
    assert pictures.get(Kind.PHOTO, 7, 256) is None

    def width() -> int:
        picture = pictures.get(Kind.FACE, 1, LARGE)
        return 0 if picture is None else picture.width()

    qtbot.waitUntil(lambda: width() == MOST_SIDE)
    # What is quick came first, although it was asked for later.
    qtbot.waitUntil(lambda: len(supplier.asked) == 3)
    assert supplier.asked[-1] == (LARGE, 1)
    supplier.may_come.set()
    qtbot.waitUntil(lambda: width() == LARGE)
    settle(qtbot, empty_desk)


def test_a_face_without_a_picture_stays_without(qtbot: QtBot, empty_desk: Desk, supplier: Supplier) -> None:
    supplier.may_come.set()
    pictures = Pictures(supplier, empty_desk.lanes)  # type: ignore[arg-type]
    assert pictures.get(Kind.FACE, 13, LARGE) is None
    qtbot.waitUntil(lambda: pictures.lacks(Kind.FACE, 13, LARGE))
    qtbot.waitUntil(lambda: pictures.lacks(Kind.FACE, 13, MOST_SIDE))
    assert pictures.get(Kind.FACE, 13, LARGE) is None
    settle(qtbot, empty_desk)


def test_so_much_is_asked_for_as_is_drawn() -> None:
    # What grids draw needs no photo to be looked into.
    assert [asked_side(side, 1) for side in (64, 72, 112, 180)] == [64, 128, 128, MOST_SIDE]
    assert [asked_side(side, 2) for side in (112, 220, 400)] == [256, 512, LARGE_SIDE]
    assert asked_side(220, 1) == 256
