"""What the events of a grid are called: their days at once, places and people when they have been read."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QObject, QTimeZone, Signal

from app.desktop.desk import Desk
from app.search.events import Events, EventTitle, event_titles

#: Events of which is read what they are called at one time, and how many such windows are kept.
_WINDOW: Final = 16
_KEPT: Final = 64


class EventNames(QObject):
    """Names the events of one library.

    Signals:
        came: Some events are called otherwise now.
    """

    came = Signal()

    def __init__(self, desk: Desk, events: Events, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._events = desk, events
        self._windows: OrderedDict[int, list[EventTitle]] = OrderedDict()
        self._asked: set[int] = set()

    def name(self, event: int) -> str:
        """Return what an event is called, as far as is known by now.

        Args:
            event: Its number; -1 for photos without a date.
        """
        if event < 0:
            return QCoreApplication.translate("Month", "Without a date")
        days = days_text(int(self._events.first[event]), int(self._events.last[event]))
        title = self._title(event)
        if title is None:
            return days
        places = QLocale().createSeparatedList(list(title.towns))
        people = QLocale().createSeparatedList(list(title.people))
        return " · ".join(filter(None, (days, places, people)))

    def _title(self, event: int) -> EventTitle | None:
        number, at = divmod(event, _WINDOW)
        found = self._windows.get(number)
        if found is not None:
            self._windows.move_to_end(number)
            return found[at]
        if number not in self._asked:
            self._asked.add(number)
            end = min((number + 1) * _WINDOW, len(self._events))
            groups = [self._events.photos(one) for one in range(number * _WINDOW, end)]
            self._desk.read(
                lambda session: event_titles(session, groups),
                lambda titles: self._take(number, titles),
                owner=self,
            )
        return None

    def _take(self, number: int, titles: list[EventTitle]) -> None:
        self._asked.discard(number)
        self._windows[number] = titles
        while len(self._windows) > _KEPT:
            self._windows.popitem(last=False)
        self.came.emit()


def days_text(first: int, last: int) -> str:
    """Return the days of an event as people of this language write them.

    Args:
        first: When it begins: seconds since 1970 of the camera's local time.
        last: When it ends.
    """
    begin, end = _day(first), _day(last)
    if begin == end:
        return begin
    return QCoreApplication.translate("EventNames", "{first} – {last}").format(first=begin, last=end)


def _day(seconds: int) -> str:
    day: QDate = QDateTime.fromSecsSinceEpoch(seconds, QTimeZone.utc()).date()
    # How a day is written with the name of its month, in letters that Qt knows (QLocale::toString).
    return QLocale().toString(day, QCoreApplication.translate("EventNames", "d MMMM yyyy"))
