"""Faces that look like one that is looked for, best first, down to a similarity that the user moves.

All of them are in memory as arrays: moving the bound shows more or fewer rows and computes nothing. The
search is `app.search.similar`; how a row looks lives in `app.desktop.widgets.result_view`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desktop.hints import hint
from app.search.similar import Ranking

Index = QModelIndex | QPersistentModelIndex

_NO_INDEX: Final = QModelIndex()


class ResultRole(IntEnum):
    """What is known of a row, besides Qt's own roles.

    FACE, PHOTO and PERSON are ids, PERSON 0 for nobody; NAME is theirs or None, SIMILARITY a cosine.
    """

    FACE = Qt.ItemDataRole.UserRole + 1
    PHOTO = FACE + 1
    PERSON = FACE + 2
    NAME = FACE + 3
    SIMILARITY = FACE + 4


def no_ranking() -> Ranking:
    """Return the ranking of nothing."""
    ids, shares = np.zeros(0, np.int64), np.zeros(0, np.float32)
    return Ranking(ids, ids, ids, shares, ids, shares, shares, ids, 0)


class ResultsModel(QAbstractListModel):
    """The faces of a ranking that are similar enough."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ranking = no_ranking()
        self._names: Mapping[int, str] = {}
        self._least = 0.0
        self._rows = 0

    @property
    def ranking(self) -> Ranking:
        """All faces that can be shown, also those that are not similar enough."""
        return self._ranking

    def load(self, ranking: Ranking, names: Mapping[int, str]) -> None:
        """Show another ranking; the rows stay where the faces are the same.

        Args:
            ranking: As `app.search.similar.FaceIndex.rank` gives it.
            names: Of people, by `Person.id`.
        """
        rows = ranking.at_least(self._least)
        same = rows == self._rows and np.array_equal(
            ranking.face_ids[:rows], self._ranking.face_ids[: self._rows]
        )
        if same:
            self._ranking, self._names = ranking, names
            if rows:
                self.dataChanged.emit(self.index(0), self.index(rows - 1))
            return
        self.beginResetModel()
        self._ranking, self._names, self._rows = ranking, names, rows
        self.endResetModel()

    def set_least(self, similarity: float) -> None:
        """Show the faces that are at least so similar."""
        self._least = similarity
        rows = self._ranking.at_least(similarity)
        if rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < self._rows:
            self.beginRemoveRows(QModelIndex(), rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many faces are similar enough."""
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt or a delegate asks of a row."""
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        row = index.row()
        person = int(self._ranking.person_ids[row])
        match role:
            case ResultRole.FACE:
                return int(self._ranking.face_ids[row])
            case ResultRole.PHOTO:
                return int(self._ranking.photo_ids[row])
            case ResultRole.PERSON:
                return person
            case ResultRole.NAME:
                return self._names.get(person)
            case ResultRole.SIMILARITY:
                return float(self._ranking.similarity[row])
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._told(person, float(self._ranking.similarity[row]))
            case Qt.ItemDataRole.ToolTipRole:
                return hint(self._told(person, float(self._ranking.similarity[row])))
        return None

    def _told(self, person: int, similarity: float) -> str:
        nobody = self.tr("a group without a name") if person else self.tr("nobody's")
        return self.tr("{name}, similarity {similarity}").format(
            name=self._names.get(person, nobody), similarity=f"{similarity:.2f}"
        )
