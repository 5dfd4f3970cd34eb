"""The faces of somebody as a list, or the photos these are in; which of them are ticked.

How they are painted lives in `app.desktop.widgets.covers`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDate, QLocale, QObject, Qt, Signal

from app.desktop.hints import hint
from app.desktop.models.ids import Ids, IdsModel, Index, in_both
from app.desktop.pictures import Kind
from app.search.faces import FacesOfPerson
from app.search.sightings import mark
from app.search.videos import InVideos


class FaceRole(IntEnum):
    """What is known of a row, besides Qt's own roles.

    KIND says what the row shows: a face or a photo (`app.desktop.pictures.Kind`); ID is that one's. FACES are
    the ids of the faces it stands for (tuple of int), PHOTO the photo's id. CONFIRMED: all of these are.
    CAPTION is when the photo was taken, or the age there; "" where neither is known. VIDEO is, of a face in a
    video, when it is seen there, of a video how long it is; "" of what is in no video.
    """

    ID = Qt.ItemDataRole.UserRole + 1
    KIND = ID + 1
    FACES = ID + 2
    PHOTO = ID + 3
    CONFIRMED = ID + 4
    CAPTION = ID + 5
    VIDEO = ID + 6


def no_faces() -> FacesOfPerson:
    """Return the faces of nobody."""
    none = np.zeros(0, np.int64)
    days, ages = np.zeros(0, np.int32), np.zeros(0, np.int16)
    return FacesOfPerson(none, none, days, np.zeros(0, np.bool_), np.zeros(0, np.float32), ages, None)


class FacesModel(IdsModel):
    """Faces of one person or group.

    Signals:
        ticked: Other rows are ticked now.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        #: All faces, and those of them that are shown.
        self._all = self._faces = no_faces()
        self._videos, self._in_videos = InVideos(), False
        self._kind, self._by_age, self._ticks = Kind.FACE, False, ticks
        self._at: dict[int, list[int]] = {}
        self._ticked: set[int] = set()

    @property
    def kind(self) -> Kind:
        """What the rows show."""
        return self._kind

    def photos(self) -> tuple[int, ...]:
        """Return `Photo.id` of all faces, each once, in the order of the rows."""
        return tuple(dict.fromkeys(self._faces.photo_ids.tolist()))

    def in_videos(self) -> tuple[int, ...]:
        """Return `Face.id` of all faces that are in videos."""
        return tuple(self._videos.moments)

    def load(self, faces: FacesOfPerson, *, by_age: bool = False, videos: InVideos | None = None) -> None:
        """Show faces.

        Args:
            faces: In the order in which they are shown.
            by_age: With the age in place of the date, where it is known.
            videos: Which of them are in videos.
        """
        self._videos = videos or InVideos()
        self._load(faces, self._kind, by_age=by_age)

    def show_kind(self, kind: Kind, *, in_videos: bool = False) -> None:
        """Show each face, or each photo once, where its first face is; `in_videos`: of videos alone."""
        if (kind, in_videos) != (self._kind, self._in_videos):
            self._in_videos = in_videos
            self._load(self._all, kind, by_age=self._by_age)

    def tick(self, ids: set[int]) -> None:
        """Tick these rows and no others."""
        changed = self._ticked ^ ids
        self._ticked = set(ids)
        for index in self.indexes_of(list(changed)):
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        if changed:
            self.ticked.emit()

    @property
    def ticks(self) -> set[int]:
        """The ids of the rows that are ticked."""
        return set(self._ticked)

    def faces_at(self, rows: NDArray[np.intp]) -> list[int]:
        """Return `Face.id` of all that some rows (m,) stand for."""
        return [int(self._faces.ids[place]) for id_ in self._ids[rows].tolist() for place in self._at[id_]]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt or a delegate asks of a row."""
        if not index.isValid():
            return None
        row = self.id_at(index)
        places = self._at[row]
        match role:
            case FaceRole.ID:
                return row
            case FaceRole.KIND:
                return self._kind
            case FaceRole.FACES:
                return tuple(self._faces.ids[places].tolist())
            case FaceRole.PHOTO:
                return int(self._faces.photo_ids[places[0]])
            case FaceRole.CONFIRMED:
                return bool(self._faces.confirmed[places].all())
            case FaceRole.CAPTION:
                return self._caption(places[0]) or ""
            case FaceRole.VIDEO:
                return self._video(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._told(places)
            case Qt.ItemDataRole.ToolTipRole:
                return hint(self._told(places))
            case Qt.ItemDataRole.CheckStateRole if self._ticks:
                return Qt.CheckState.Checked if row in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or take its tick away."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._ticks:
            return False
        row = {self.id_at(index)}
        checked = Qt.CheckState(value) is Qt.CheckState.Checked
        self.tick(self._ticked | row if checked else self._ticked - row)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a row."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticks and index.isValid() else flags

    def _load(self, faces: FacesOfPerson, kind: Kind, *, by_age: bool) -> None:
        self._all = faces
        if self._in_videos:
            faces = faces.take(np.flatnonzero(np.isin(faces.ids, list(self._videos.moments))))
        rows = faces.ids if kind is Kind.FACE else faces.photo_ids
        at: dict[int, list[int]] = {}
        for place, row in enumerate(rows.tolist()):
            at.setdefault(row, []).append(place)
        before, was_by_age = self._faces, self._by_age

        def switch() -> Ids:
            self._faces, self._kind, self._at, self._by_age = faces, kind, at, by_age
            self._ticked &= at.keys()
            return ids if by_age != was_by_age else _otherwise(before, faces, kind, by_age=by_age)

        ids = np.fromiter(at, np.int64, len(at))
        if kind is self._kind:
            self.become(ids, switch)
            return
        # Photos and faces may have the same numbers.
        self.beginResetModel()
        switch()
        self._show(ids)
        self.endResetModel()

    def _caption(self, place: int) -> str | None:
        age, day = int(self._faces.ages[place]), int(self._faces.days[place])
        if self._by_age and age >= 0:
            return self.tr("aged {years}").format(years=age)
        if not day:
            return None
        return QLocale().toString(_date(day), QLocale.FormatType.ShortFormat)

    def _video(self, row: int) -> str:
        known = self._videos.moments if self._kind is Kind.FACE else self._videos.lengths
        return mark(known[row]) if row in known else ""

    def _told(self, places: list[int]) -> str:
        parts = [self._caption(places[0]) or self.tr("no date")]
        moment = self._videos.moments.get(int(self._faces.ids[places[0]]))
        if moment is not None:
            parts.append(self.tr("in a video at {moment}").format(moment=mark(moment)))
        if len(places) > 1:
            parts.append(self.tr("%n face(s)", "", len(places)))
        confirmed = self._faces.confirmed[places].all()
        parts.append(self.tr("confirmed") if confirmed else self.tr("not confirmed"))
        return QLocale().createSeparatedList(parts)


def _otherwise(before: FacesOfPerson, now: FacesOfPerson, kind: Kind, *, by_age: bool) -> Ids:
    """Return the ids of rows of which something else is shown now; also of those that came or went."""
    was_rows, rows = (before.ids, now.ids) if kind is Kind.FACE else (before.photo_ids, now.photo_ids)
    _, was, at = in_both(before.ids, now.ids)
    same = (was_rows[was] == rows[at]) & (before.confirmed[was] == now.confirmed[at])
    same &= before.ages[was] == now.ages[at] if by_age else before.days[was] == now.days[at]
    # A photo may also have lost a face, or come by one.
    return np.unique(np.concatenate([np.delete(was_rows, was[same]), np.delete(rows, at[same])]))


def _date(day: int) -> QDate:
    return QDate(day // 10_000, day // 100 % 100, day % 100)
