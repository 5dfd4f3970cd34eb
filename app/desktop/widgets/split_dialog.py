"""Where a person's faces fall apart, shown part by part, to tick what leaves.

The proposal is `app.grouping.propose_split`; doing it is `app.desktop.together.split_off`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.widgets.chances import percent
from app.desktop.widgets.face_grid import FaceGrid
from app.search.faces import FacesOfPerson

if TYPE_CHECKING:
    from app.grouping import Part, SplitProposal

_SIDE: Final = 72
#: Rows of faces of a part that are seen at one time.
_ROWS: Final = 3
#: A part that less probably belongs is ticked at first.
_DOUBTFUL: Final = 0.5


class SplitDialog(QDialog):
    """Which of these faces are somebody else's?

    Signals:
        chosen: Ids of faces of each part that leaves (list of lists of int).
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, proposal: SplitProposal, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = proposal.name or self.tr("this group")
        self.setWindowTitle(self.tr("Split {name}").format(name=name))
        self.resize(QSize(760, 600))
        text = QLabel(
            self.tr(
                "These parts look least like the rest. Ticked faces leave {name}: each part of several "
                "faces becomes an unnamed group, a face alone is nobody's again."
            ).format(name=name)
        )
        text.setWordWrap(True)
        self.parts: list[_PartBox] = []
        inside = QWidget()
        list_ = QVBoxLayout(inside)
        list_.setContentsMargins(0, 0, theme.GAP, 0)
        list_.setSpacing(theme.MARGIN)
        for part in (*proposal.parts, proposal.staying):
            box = _PartBox(desk, part, stays=part is proposal.staying)
            box.grid.faces.ticked.connect(self._count)
            self.parts.append(box)
            list_.addWidget(box)
        list_.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.button = QPushButton()
        self.button.setDefault(True)
        buttons.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._split)
        buttons.rejected.connect(self.reject)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        down.setSpacing(theme.MARGIN)
        down.addWidget(text)
        down.addWidget(area, 1)
        down.addWidget(buttons)
        self._count()

    def _count(self) -> None:
        leave = sum(len(box.ticked()) for box in self.parts)
        faces = sum(len(box.part.faces) for box in self.parts)
        self.button.setText(self.tr("Split off %n face(s)", "", leave) if leave else self.tr("Split off"))
        self.button.setEnabled(0 < leave < faces)
        self.button.setToolTip("" if leave < faces else self.tr("At least one face must stay"))

    def _split(self) -> None:
        self.chosen.emit([box.ticked() for box in self.parts if box.ticked()])
        self.accept()


class _PartBox(QFrame):
    """The faces of one part, to tick."""

    def __init__(self, desk: Desk, part: Part, *, stays: bool) -> None:
        super().__init__()
        self.part = part
        self.setObjectName("card")
        faces = self.tr("%n face(s)", "", len(part.faces))
        told = self.tr("Stays: {faces}").format(faces=faces)
        if not stays:
            told = self.tr("{faces}, {percent} % sure to belong").format(
                faces=faces, percent=percent(part.probability)
            )
        self.tick = QCheckBox(told)
        self.tick.clicked.connect(self._tick_all)
        self.grid = FaceGrid(desk, ticks=True, side=_SIDE)
        self.grid.setAccessibleName(told)
        self.grid.setStyleSheet("QListView { background: transparent; }")
        self.grid.faces.load(_faces_of(part))
        self.grid.faces.ticked.connect(self._show_ticks)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        down.addWidget(self.tick)
        down.addWidget(self.grid)
        if not stays and part.probability < _DOUBTFUL:
            self.grid.faces.tick({face.face_id for face in part.faces})

    def ticked(self) -> list[int]:
        """Return `Face.id` of those that leave, ascending."""
        return sorted(self.grid.faces.ticks)

    def resizeEvent(self, event: object) -> None:
        """Be as high as the faces need, up to a few rows."""
        tile = self.grid.tiles.tile()
        columns = max(1, (self.width() - 3 * theme.GAP) // tile.width())
        rows = min(_ROWS, -(-len(self.part.faces) // columns))
        self.grid.setFixedHeight(rows * tile.height() + 2)

    def _tick_all(self) -> None:
        ids = {face.face_id for face in self.part.faces}
        self.grid.faces.tick(ids if len(self.grid.faces.ticks) < len(ids) else set())
        self._show_ticks()

    def _show_ticks(self) -> None:
        number = len(self.grid.faces.ticks)
        some = Qt.CheckState.PartiallyChecked if number else Qt.CheckState.Unchecked
        self.tick.setCheckState(Qt.CheckState.Checked if number == len(self.part.faces) else some)


def _faces_of(part: Part) -> FacesOfPerson:
    """Return the faces of a part as a model takes them; their dates are not known here."""
    number = len(part.faces)
    return FacesOfPerson(
        ids=np.array([face.face_id for face in part.faces], np.int64),
        photo_ids=np.zeros(number, np.int64),
        days=np.zeros(number, np.int32),
        confirmed=np.array([face.confirmed for face in part.faces], np.bool_),
        quality=np.full(number, np.nan, np.float32),
        ages=np.full(number, -1, np.int16),
        similarity=np.array([face.score for face in part.faces], np.float32),
    )
