"""People who are in a photo, nobody knows where: each a row, with a click to say where or that they are not.

Who they are is looked up by `app.search.mentions`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.desktop.hints import hint
from app.desktop.theme import GAP
from app.desktop.widgets.buttons import flat_button
from app.search.mentions import Mentioned


class MentionedPeople(QWidget):
    """The people of one photo.

    Args:
        people: Who they are, at least one.

    Signals:
        person_wanted: `Person.id` of somebody to go to.
        face_wanted: The name of somebody whose face the user wants to point at.
        drawing_wanted: The name of somebody around whose face the user wants to draw a box.
        removal_wanted: `Person.id` of somebody who is not there.
    """

    person_wanted = Signal(int)
    face_wanted = Signal(str)
    drawing_wanted = Signal(str)
    removal_wanted = Signal(int)

    def __init__(self, people: Sequence[Mentioned], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(GAP // 2)
        title = QLabel(self.tr("Also in this photo; where is not known"))
        title.setProperty("faint", True)
        title.setWordWrap(True)
        down.addWidget(title)
        for one in people:
            down.addLayout(self._row(one))

    def _row(self, one: Mentioned) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(GAP // 2)
        name = flat_button(one.name, self.tr("Go to {name}").format(name=one.name))
        # In line with the title.
        name.setStyleSheet("padding-left: 0; padding-right: 2px;")
        name.clicked.connect(lambda _: self.person_wanted.emit(one.person_id))
        where = QPushButton(self.tr("Where?"))
        where.setAccessibleName(self.tr("Say where {name} is").format(name=one.name))
        where.setToolTip(hint(where.accessibleName()))
        menu = QMenu(where)
        menu.addAction(self.tr("Choose the face…"), lambda: self.face_wanted.emit(one.name))
        menu.addAction(self.tr("Draw around the face…"), lambda: self.drawing_wanted.emit(one.name))
        where.setMenu(menu)
        remove = flat_button("✕", self.tr("{name} is not in this photo").format(name=one.name))
        remove.clicked.connect(lambda _: self.removal_wanted.emit(one.person_id))
        across.addWidget(name, 1, Qt.AlignmentFlag.AlignLeft)
        across.addWidget(where)
        across.addWidget(remove)
        return across
