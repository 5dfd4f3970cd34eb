"""People and groups as a list: who is shown, in which order, and what a cover says of each.

How covers are painted lives in `app.desktop.widgets.covers`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDate, QLocale, QMimeData, QModelIndex, QObject, Qt, Signal

from app.desktop.hints import hint
from app.desktop.models.ids import Ids, IdsModel, Index, in_both
from app.search.faces import People
from app.search.people import LastSeen
from app.search.words import plain

#: People that are dragged, as a JSON list of ids.
PEOPLE_MIME: Final = "application/x-familiar-people"
#: The id of the last row, which stands for all faces that are seen once.
LONELY: Final = 0


_OF_LONELY: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_OF_PEOPLE: Final = (
    _OF_LONELY
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)


class PersonRole(IntEnum):
    """What is known of a row, besides Qt's own roles.

    ID is `Person.id` (int; `LONELY` for the last row of unnamed groups), NAME a str or None, FACES and PHOTOS
    are numbers, COVER is `Face.id` or 0, BIRTHDAY an ISO 8601 date or None. COVERED is a `Cover`.
    """

    ID = Qt.ItemDataRole.UserRole + 1
    NAME = ID + 1
    FACES = ID + 2
    PHOTOS = ID + 3
    COVER = ID + 4
    BIRTHDAY = ID + 5
    COVERED = ID + 6


class Cover(NamedTuple):
    """All that is painted of somebody.

    Attributes:
        person: `Person.id`, or `LONELY`.
        name: Or None.
        faces: How many.
        face: `Face.id` of the picture, or 0.
        mentions: In how many photos they are named, nobody knows where; of people without a face alone.
    """

    person: int
    name: str | None
    faces: int
    face: int
    mentions: int = 0


class PeopleOrder(StrEnum):
    """Who comes first: by name with groups behind, most faces, or seen most recently."""

    NAME = "name"
    FACES = "faces"
    SEEN = "seen"


class PeopleModel(IdsModel):
    """People and groups of one kind.

    Signals:
        merge_wanted: People that were dropped on somebody (list of int), and on whom (int).
    """

    merge_wanted = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        nothing = np.zeros(0, np.int64)
        self._people = People(nothing, (), (), nothing, nothing, nothing, ())
        self._days: NDArray[np.int32] = np.zeros(0, np.int32)
        #: The names as they are compared with a filter; made when there is one.
        self._known: list[str] | None = None
        self._place: dict[int, int] = {}
        self._of_cover: dict[int, int] = {}
        self._order, self._filter, self._lonely = PeopleOrder.NAME, "", 0
        self._mentions: Mapping[int, int] = {}

    def load(
        self,
        people: People,
        seen: LastSeen,
        lonely: int = 0,
        mentions: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Show these people.

        Args:
            people: As `people_overview` gives them; only those to be shown.
            seen: When they were seen last.
            lonely: How many faces are seen once: a last row tells of them, unless there are none.
            mentions: In how many photos people without a face are named, by `Person.id`.
        """
        before, self._mentions = self._mentions, mentions
        self._show_now(people, seen.of(people.ids), lonely)
        changed = {person for person, _ in before.items() ^ mentions.items()}
        for index in self.indexes_of(list(changed)):
            self.dataChanged.emit(index, index)

    def sort_by(self, order: PeopleOrder) -> None:
        """Change who comes first."""
        self._order = order
        self._show_now(self._people, self._days, self._lonely)

    def filter_by(self, text: str) -> None:
        """Show only those in whose name each word of a text begins a word; everybody for an empty one."""
        self._filter = text
        self._show_now(self._people, self._days, self._lonely)

    def person(self, index: Index) -> int:
        """Return `Person.id` of a row, 0 for the row of those seen once."""
        return self.id_at(index)

    def with_cover(self, face: int) -> QModelIndex:
        """Return the index of whom a face is the cover of, or an invalid one."""
        person = self._of_cover.get(face)
        row = None if person is None else self.row_of(person)
        return QModelIndex() if row is None else self.index(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt or a delegate asks of a row."""
        if not index.isValid():
            return None
        person = self.id_at(index)
        if role == PersonRole.ID:
            return person
        if person == LONELY:
            return self._lonely_data(role)
        at = self._place[person]
        name, faces = self._people.names[at], int(self._people.faces[at])
        if role == PersonRole.COVERED:
            return Cover(person, name, faces, int(self._people.covers[at]), self._mentions.get(person, 0))
        return self._said(role, at, name, faces)

    def _said(self, role: int, at: int, name: str | None, faces: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return name or ""
            case PersonRole.NAME:
                return name
            case PersonRole.FACES:
                return faces
            case PersonRole.PHOTOS:
                return int(self._people.photos[at])
            case PersonRole.COVER:
                return int(self._people.covers[at])
            case PersonRole.BIRTHDAY:
                return self._people.birthdays[at]
            case Qt.ItemDataRole.AccessibleTextRole:
                called = name or self.tr("Unnamed group")
                mentions = self._mentions.get(int(self._people.ids[at]), 0)
                counted = self._mentioned(mentions) if mentions else self._counted(faces)
                return self.tr("{name}, {faces}").format(name=called, faces=counted)
            case Qt.ItemDataRole.ToolTipRole:
                return hint(f"{name}\n{self._tip(at)}") if name else self._tip(at)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a row: all may be named, dragged and dropped on but the last."""
        if not index.isValid():
            return super().flags(index)
        # Asked for of each row that is painted.
        return _OF_LONELY if self.id_at(index) == LONELY else _OF_PEOPLE

    def mimeTypes(self) -> list[str]:
        """Return what may be dropped."""
        return [PEOPLE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return people to drag."""
        data = QMimeData()
        data.setData(PEOPLE_MIME, json.dumps([self.id_at(index) for index in indexes]).encode())
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        """Return that rows stay where they are when they are dragged."""
        return Qt.DropAction.LinkAction

    def supportedDropActions(self) -> Qt.DropAction:
        """Return the same as for dragging."""
        return Qt.DropAction.LinkAction

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index
    ) -> bool:
        """Tell whether people may be dropped here: on somebody else."""
        return bool(parent.isValid() and self._dropped(data, parent))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the people who were dropped to be merged with whom they were dropped on."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.merge_wanted.emit(self._dropped(data, parent), self.id_at(parent))
        return True

    def _dropped(self, data: QMimeData, onto: Index) -> list[int]:
        target = self.id_at(onto)
        if target == LONELY or not data.hasFormat(PEOPLE_MIME):
            return []
        dragged = json.loads(bytes(data.data(PEOPLE_MIME).data()))
        return [] if target in dragged else dragged

    def _show_now(self, people: People, days: NDArray[np.int32], lonely: int) -> None:
        before, lonely_was = self._people, self._lonely
        if people is not before:
            self._known = None

        def switch() -> Ids:
            self._people, self._days, self._lonely = people, days, lonely
            changed = np.zeros(0, np.int64)
            if people is not before:
                self._place = {person: at for at, person in enumerate(people.ids.tolist())}
                self._of_cover = dict(zip(people.covers.tolist(), people.ids.tolist(), strict=True))
                changed = _otherwise(before, people)
            return np.append(changed, LONELY) if lonely != lonely_was else changed

        self.become(self._wanted(people, days, lonely), switch)

    def _wanted(self, people: People, days: NDArray[np.int32], lonely: int) -> Ids:
        words = plain(self._filter.casefold()).split()
        rows = self._matching(people, words) if words else np.arange(len(people))
        if self._order is PeopleOrder.FACES:
            rows = rows[np.argsort(-people.faces[rows], kind="stable")]
        elif self._order is PeopleOrder.SEEN:
            rows = rows[np.argsort(-days[rows], kind="stable")]
        ids = people.ids[rows]
        return np.append(ids, LONELY) if lonely and not words else ids

    def _matching(self, people: People, words: list[str]) -> NDArray[np.intp]:
        if self._known is None:
            self._known = [plain(name.casefold()) if name else "" for name in people.names]
        return np.array([row for row, name in enumerate(self._known) if _matches(name, words)], np.intp)

    def _lonely_data(self, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("%n face(s) seen once", "", self._lonely)
            case PersonRole.COVERED:
                return Cover(LONELY, None, self._lonely, 0)
            case PersonRole.FACES:
                return self._lonely
            case PersonRole.COVER:
                return 0
            case Qt.ItemDataRole.ToolTipRole:
                return self.tr("When one of these people is seen again, a group is made of the two.")
        return None

    def _counted(self, faces: int) -> str:
        return self.tr("%n face(s)", "", faces)

    def _mentioned(self, photos: int) -> str:
        return self.tr("named in %n photo(s), nobody knows where", "", photos)

    def _tip(self, at: int) -> str:
        mentions = self._mentions.get(int(self._people.ids[at]), 0)
        if mentions:
            return self._mentioned(mentions)
        faces = self._counted(int(self._people.faces[at]))
        photos = self.tr("%n photo(s)", "", int(self._people.photos[at]))
        day = int(self._days[at])
        if not day:
            return self.tr("{faces} in {photos}").format(faces=faces, photos=photos)
        date = QDate(day // 10_000, day // 100 % 100, day % 100)
        shown = QLocale().toString(date, QLocale.FormatType.LongFormat)
        return self.tr("{faces} in {photos}, last seen on {date}").format(
            faces=faces, photos=photos, date=shown
        )


def chosen_people(people: People, keep: NDArray[np.bool_]) -> People:
    """Return those of some people for whom `keep` (n,) is true, in the same order."""
    return people.take(np.flatnonzero(keep))


def _otherwise(before: People, now: People) -> Ids:
    """Return who is in both lists, and of whom something else is shown now."""
    both, was, at = in_both(before.ids, now.ids)
    changed = np.zeros(len(both), np.bool_)
    for old, new in (
        (before.faces, now.faces),
        (before.photos, now.photos),
        (before.covers, now.covers),
        (_texts(before.names), _texts(now.names)),
        (_texts(before.birthdays), _texts(now.birthdays)),
    ):
        changed |= old[was] != new[at]
    return both[changed]


def _texts(values: Sequence[str | None]) -> NDArray[np.object_]:
    found = np.empty(len(values), np.object_)
    found[:] = values
    return found


def _matches(name: str, words: list[str]) -> bool:
    """Tell whether each word begins a word of the name; all of it is looked at where it has no spaces."""
    return all(f" {word}" in f" {name}" or (not word.isascii() and word in name) for word in words)
