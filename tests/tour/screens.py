"""The screens of the tour, in order: how each is gone to, and what is done there before its picture is taken.

Taking pictures lives in `tests/tour/tour.py`, making the library that is shown in `tests/tour/stand_ins.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from stand_ins import NAMES

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.window import MainWindow

Visit = Callable[[], None]


class Screens:
    """Goes to the screens of one window.

    Args:
        window: Is shown.
        desk: Its library.
        wait: Waits until nothing happens any more.
    """

    def __init__(self, window: MainWindow, desk: Desk, wait: Visit) -> None:
        self._window, self._desk, self._wait = window, desk, wait

    def all(self) -> list[tuple[str, Visit]]:
        """Return the name of each screen, and what shows it."""
        from app.desktop.places import PageName

        largest, *_, smallest = self._people()
        photos = self._photos_of(largest)
        middle = photos[len(photos) // 2]
        return [
            ("photos", self._page(PageName.PHOTOS)),
            ("photos-events", self._divide_by_event),
            ("photos-chosen", self._choose_photos),
            ("search", self._page(PageName.PHOTOS, text=f"{NAMES[0]} and {NAMES[1]}")),
            ("search-nothing", self._page(PageName.PHOTOS, text=f"{NAMES[0]}, 1931")),
            ("search-suggestions", self._type_search),
            ("photo", self._page(PageName.PHOTO, id=middle, ids=tuple(photos))),
            ("photo-about", self._look_at_mentioned),
            ("photo-naming", self._name_in_photo),
            ("people", self._page(PageName.PEOPLE)),
            ("people-same", self._ask_whether_same),
            ("unnamed", self._page(PageName.UNNAMED)),
            ("unnamed-naming", self._type_name),
            ("ignored", self._page(PageName.IGNORED)),
            ("person", self._page(PageName.PERSON, id=smallest)),
            ("person-split", lambda: self._split(largest)),
            ("forget", lambda: self._forget(self._groups()[0])),
            ("review", self._page(PageName.REVIEW)),
            ("find", self._page(PageName.FIND)),
            ("find-results", self._page(PageName.FIND, id=self._face_of(largest))),
            ("places", self._page(PageName.PLACES)),
            ("folders", self._page(PageName.FOLDERS)),
            ("import", lambda: self._ask_over(PageName.FOLDERS, "Ctrl+I")),
            ("write", lambda: self._write_names(largest)),
            ("export", lambda: self._export(largest)),
            ("history", self._page(PageName.HISTORY)),
            ("preview", self._preview),
            ("settings", self._page(PageName.SETTINGS)),
            ("shortcuts", lambda: self._ask_over(PageName.REVIEW, "F1")),
        ]

    def _page(self, name: Any, **where: Any) -> Visit:
        from app.desktop.places import Place

        return lambda: self._window.go(Place(name, **where))

    def _go(self, name: str, **where: Any) -> None:
        from app.desktop.places import PageName

        self._page(PageName(name), **where)()
        self._wait()

    def _divide_by_event(self) -> None:
        from app.desktop.models.found_photos import Division

        self._go("photos")
        division: Any = self._window.page
        at = division._division.findData(Division.EVENTS.value)
        division._division.setCurrentIndex(at)
        division._division.activated.emit(at)

    def _choose_photos(self) -> None:
        self._go("photos")
        self._press("Ctrl+A")

    def _type_search(self) -> None:
        self._go("photos")
        self._press("Ctrl+F")
        self._write(f"{NAMES[0]} and ")

    def _look_at_mentioned(self) -> None:
        (photo,) = self._numbers("SELECT photo_id FROM mention LIMIT 1") or [0]
        if photo:
            self._go("photo", id=photo, ids=(photo,))
            self._press("I")

    def _name_in_photo(self) -> None:
        photo, face, _ = self._best_unnamed()
        self._go("photo", id=photo, ids=(photo,))
        page: Any = self._window.page
        if page.bar.about.isChecked():
            page.bar.about.toggle()
        page.view.face_clicked.emit(face)
        self._write(NAMES[3])

    def _ask_whether_same(self) -> None:
        self._go("people")
        page: Any = self._window.page
        page.does.name(self._best_unnamed()[2], NAMES[3])

    def _type_name(self) -> None:
        self._go("unnamed")
        self._press("Home")
        self._write(NAMES[0][:2])

    def _split(self, person: int) -> None:
        self._go("person", id=person)
        page: Any = self._window.page
        page.bar.split.click()

    def _forget(self, person: int) -> None:
        self._go("person", id=person)
        page: Any = self._window.page
        page.does.forget(person)

    def _ask_over(self, name: Any, keys: str) -> None:
        self._go(name)
        self._press(keys)

    def _write_names(self, person: int) -> None:
        self._go("person", id=person)
        page: Any = self._window.page
        page.write_action.trigger()

    def _export(self, person: int) -> None:
        from app.desktop.widgets.export_dialog import ExportDialog

        self._go("person", id=person)
        self._press("Ctrl+E")
        self._wait()
        for dialog in self._window.findChildren(ExportDialog):
            dialog.kind.setCurrentIndex(dialog.kind.findData("album"))

    def _preview(self) -> None:
        self._go("preview")
        page: Any = self._window.page
        page._slider.setValue(page._slider.minimum())

    def _people(self) -> list[int]:
        return self._numbers(
            "SELECT person_id FROM face JOIN person ON person.id = person_id WHERE name IS NOT NULL "
            "GROUP BY person_id ORDER BY -count(*)"
        )

    def _groups(self) -> list[int]:
        return self._numbers(
            "SELECT person_id FROM face JOIN person ON person.id = person_id WHERE name IS NULL "
            "AND person.ignored_at IS NULL GROUP BY person_id ORDER BY -count(*)"
        )

    def _best_unnamed(self) -> tuple[int, ...]:
        """Return photo, face and group of the best face in a group: that of somebody who has changed."""
        return self._pairs(
            "SELECT photo_id, face.id, person_id FROM face JOIN person ON person.id = person_id "
            "WHERE person.name IS NULL AND person.ignored_at IS NULL ORDER BY quality DESC LIMIT 1"
        )[0]

    def _photos_of(self, person: int) -> list[int]:
        return self._numbers(
            f"SELECT DISTINCT photo_id FROM face WHERE person_id = {person} ORDER BY photo_id"
        )

    def _face_of(self, person: int) -> int:
        return self._numbers(f"SELECT id FROM face WHERE person_id = {person} ORDER BY quality DESC")[0]

    def _numbers(self, statement: str) -> list[int]:
        return [number for (number, *_) in self._pairs(statement)]

    def _pairs(self, statement: str) -> list[tuple[int, ...]]:
        with sqlite3.connect(self._desk.library.path) as opened:
            return list(opened.execute(statement))

    def _press(self, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        sequence = QKeySequence(keys)[0]
        QTest.keyClick(self._target(), sequence.key(), sequence.keyboardModifiers())

    def _write(self, text: str) -> None:
        from PySide6.QtTest import QTest

        for letter in text:
            QTest.keyClick(self._target(), letter)

    def _target(self) -> Any:
        from PySide6.QtWidgets import QApplication

        self._wait()
        return QApplication.focusWidget() or self._window
