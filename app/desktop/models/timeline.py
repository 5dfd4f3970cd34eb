"""The photos of a grid, as a model: ids at once, what is told of each read in windows when it is asked for.

Where each photo lies is computed by `app.desktop.models.rows_of_photos`; which photos there are is decided by
`app.search`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.desktop.desk import Desk
from app.desktop.hints import hint
from app.desktop.models.event_names import EventNames
from app.desktop.models.gathered import Gathered, gather
from app.printing import printable
from app.search.browsing import PhotoRow, Timeline, photo_rows
from app.search.events import Events
from app.search.sightings import mark
from app.search.videos import video_lengths

#: Photos read at one time, and how many such windows are kept.
_WINDOW: Final = 64
_KEPT: Final = 32

_EMPTY: Final = Timeline(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the model tells of a photo besides its file's name."""

    PHOTO = Qt.ItemDataRole.UserRole
    MONTH = Qt.ItemDataRole.UserRole + 1
    RATIO = Qt.ItemDataRole.UserRole + 2
    SHOTS = Qt.ItemDataRole.UserRole + 3


class TimelineModel(QAbstractListModel):
    """A list of photos in the order in which they are shown.

    Signals:
        named: Some headings are other ones now.
    """

    named = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timeline = _EMPTY
        self._gathered = gather(_EMPTY)
        self._events: EventNames | None = None
        self._tuple: tuple[int, ...] | None = None
        self._windows: OrderedDict[int, list[PhotoRow | None]] = OrderedDict()
        self._asked: set[int] = set()
        self._version = 0
        #: Of videos, milliseconds, by `Photo.id`.
        self._lengths: dict[int, int] = {}

    @property
    def timeline(self) -> Timeline:
        """What is shown."""
        return self._timeline

    @property
    def ids(self) -> NDArray[np.int64]:
        """(n,) int64, `Photo.id` of each row."""
        return self._timeline.ids

    def ids_tuple(self) -> tuple[int, ...]:
        """Return the ids as a tuple, made once."""
        if self._tuple is None:
            self._tuple = tuple(self._timeline.ids.tolist())
        return self._tuple

    @property
    def gathered(self) -> Gathered:
        """What is shown, with the stacks."""
        return self._gathered

    def show(self, photos: Timeline | Gathered, events: Events | None = None) -> None:
        """Show other photos.

        Args:
            photos: The photos, with stacks or without.
            events: Those that they are divided by; None where they are divided by month.
        """
        self.beginResetModel()
        self._gathered = photos if isinstance(photos, Gathered) else gather(photos)
        self._timeline = self._gathered.timeline
        if self._events is not None:
            self._events.deleteLater()
            self._events = None
        if events is not None:
            self._events = EventNames(self._desk, events, self)
            self._events.came.connect(self.named)
        self._tuple = None
        self._version += 1
        self._windows.clear()
        self._asked.clear()
        self.endResetModel()
        self._desk.read(video_lengths, self._take_lengths, owner=self)

    def row_of(self, photo: int) -> int:
        """Return the row of a photo; -1 where it is not shown."""
        rows = np.flatnonzero(self._timeline.ids == photo)
        return int(rows[0]) if len(rows) else -1

    def heading(self, key: int) -> str:
        """Return what a section is called.

        Args:
            key: As `Timeline.keys`.
        """
        return month_name(key) if self._events is None else self._events.name(key)

    def badge(self, row: int) -> str:
        """Return what is to be said of the stack that a photo is on top of; empty where it is not."""
        shots = int(self._gathered.shots[row])
        return "" if not shots else "RAW" if shots == 1 else QLocale().toString(shots)

    def length(self, row: int) -> str:
        """Return how long a video is, as players say it; empty of a photo."""
        length = self._lengths.get(int(self._timeline.ids[row]))
        return "" if length is None else mark(length)

    def is_open(self, row: int) -> bool:
        """Tell whether a photo is in a stack whose photos are shown."""
        return bool(self._gathered.opened[row])

    def photo(self, row: int) -> PhotoRow | None:
        """Return what is known of a photo; None until it has been read, `dataChanged` tells of that."""
        number, place = divmod(row, _WINDOW)
        window = self._windows.get(number)
        if window is None:
            self._ask(number)
            return None
        self._windows.move_to_end(number)
        return window[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return how many photos are shown."""
        return 0 if parent.isValid() else len(self._timeline)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the file's name, a tool tip, or what a `Role` says."""
        if not index.isValid():
            return None
        row = index.row()
        if role == Role.PHOTO:
            return int(self._timeline.ids[row])
        if role == Role.MONTH:
            return int(self._timeline.months[row])
        if role == Role.RATIO:
            return float(self._timeline.ratios[row])
        if role == Role.SHOTS:
            return int(self._gathered.shots[row])
        if role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            photo = self.photo(row)
            name = printable(photo.file.name) if photo else month_name(int(self._timeline.months[row]))
            if role == Qt.ItemDataRole.DisplayRole:
                return name
            if photo is not None and photo.taken_at is not None:
                name = self.tr("{name}, {date}").format(name=name, date=date_text(photo.taken_at))
            if length := self.length(row):
                name = self.tr("{name}, video of {length}").format(name=name, length=length)
            told = self._with_stack(row, name)
            return hint(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None

    def _with_stack(self, row: int, name: str) -> str:
        shots = int(self._gathered.shots[row])
        if shots == 1:
            return self.tr("{name}, with its RAW file").format(name=name)
        return self.tr("{name}, stack of %n photo(s)", "", shots).format(name=name) if shots else name

    def _take_lengths(self, lengths: dict[int, int]) -> None:
        if lengths != self._lengths:
            self._lengths = lengths
            if len(self._timeline):
                self.dataChanged.emit(self.index(0), self.index(len(self._timeline) - 1))

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        ids = self._timeline.ids[number * _WINDOW : (number + 1) * _WINDOW].tolist()
        version = self._version
        self._desk.read(
            lambda session: photo_rows(session, ids),
            lambda rows: self._take(version, number, ids, rows),
            owner=self,
        )

    def _take(self, version: int, number: int, ids: Sequence[int], rows: Sequence[PhotoRow]) -> None:
        if version != self._version:
            return
        self._asked.discard(number)
        by_id = {row.id: row for row in rows}
        self._windows[number] = [by_id.get(photo) for photo in ids]
        while len(self._windows) > _KEPT:
            self._windows.popitem(last=False)
        first = number * _WINDOW
        self.dataChanged.emit(self.index(first), self.index(first + len(ids) - 1))


def month_name(month: int) -> str:
    """Return a month as people of this language write it.

    Args:
        month: As 201907; 0 for no date.
    """
    if not month:
        return QCoreApplication.translate("Month", "Without a date")
    year, number = divmod(month, 100)
    name = QLocale().standaloneMonthName(number)
    written = QCoreApplication.translate("Month", "{month} {year}")
    return written.format(month=name[:1].upper() + name[1:], year=year)


def date_text(taken_at: str, *, long: bool = False) -> str:
    """Return when a photo was taken as people of this place write it.

    Args:
        taken_at: ISO 8601 local time of the camera.
        long: With the weekday.
    """
    moment = QDateTime.fromString(taken_at[:19], Qt.DateFormat.ISODate)
    if not moment.isValid():
        return taken_at
    if long:
        locale = QLocale()
        day = locale.toString(QDate(moment.date()), QLocale.FormatType.LongFormat)
        return f"{day}, {locale.toString(moment.time(), QLocale.FormatType.ShortFormat)}"
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
