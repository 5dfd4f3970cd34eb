"""The menu of a face in a photo: each entry is one operation, or a page to go to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app import operations
from app.desktop.desk import Desk
from app.desktop.places import PageName, Place
from app.search.faces import FaceInPhoto


class FaceMenu(QObject):
    """Makes menus of faces.

    Signals:
        naming: `Face.id` of a face that is to be named.
        going: A `Place` the user wants to go to.
    """

    naming = Signal(int)
    going = Signal(object)

    def __init__(self, desk: Desk, widget: QWidget) -> None:
        super().__init__(widget)
        self._desk, self._widget = desk, widget

    def made_for(self, face: FaceInPhoto) -> QMenu:
        """Return the menu of a face, to be shown once."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        desk, faces, person, name = self._desk, [face.id], face.person_id, face.name

        def add(text: str, work: Callable[[], None]) -> None:
            menu.addAction(text).triggered.connect(lambda _: work())

        add(self.tr("Name…"), lambda: self.naming.emit(face.id))
        if person is not None:
            if name is not None and not face.confirmed:
                add(
                    self.tr("This is {name}").format(name=name),
                    lambda: desk.do(operations.confirm_faces, faces=faces),
                )
            not_this = self.tr("This is not {name}") if name else self.tr("This is somebody else")
            add(
                not_this.format(name=name),
                lambda: desk.do(operations.reject_faces, faces=faces, person=person),
            )
            add(
                self.tr("Use as cover"),
                lambda: desk.do(operations.set_cover, person=person, face=face.id),
            )
            menu.addSeparator()
            go = self.tr("Go to {name}") if name else self.tr("Go to the group")
            add(go.format(name=name), lambda: self.going.emit(Place(PageName.PERSON, id=person)))
        add(
            self.tr("Find this person in other photos"),
            lambda: self.going.emit(Place(PageName.FIND, id=face.id)),
        )
        menu.addSeparator()
        if face.ignored:
            add(self.tr("Restore this face"), lambda: desk.do(operations.restore_faces, faces=faces))
        else:
            add(self.tr("Ignore this face"), lambda: desk.do(operations.ignore_faces, faces=faces))
        add(self.tr("Delete the box: no face"), lambda: desk.do(operations.erase_faces, faces=faces))
        return menu
