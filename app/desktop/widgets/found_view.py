"""What is found for a face: who it may be, similar faces with a slider, and saving some of them as a person.

How the people and faces are drawn lives in `app.desktop.widgets.result_view`, comparing in
`app.desktop.models.finder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSlider, QVBoxLayout, QWidget

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.finder import Found
from app.desktop.models.results import Index, ResultRole, ResultsModel, no_ranking
from app.desktop.places import PageName, Place
from app.desktop.widgets.chances import chance_in_words
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.result_view import LikelyPeople, Results
from app.library.names import name_key
from app.operations import NewPerson
from app.search.photos import known_names
from app.search.similar import LEAST_SHOWN
from engine.calibration import Calibration

#: Bounds of the similarity, in hundredths.
_LEAST: Final = round(LEAST_SHOWN * 100)
_MOST: Final = 90
#: Photos that one can go through from a result.
_PHOTOS: Final = 500


class FoundView(QWidget):
    """The people a face may be, and the faces that look like it.

    Signals:
        going: A `Place` the user wants to go to.
    """

    going = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._model = ResultsModel(self)
        self._calibration: Calibration | None = None
        #: The face of the library that is looked for, where it is nobody's yet: it is saved with the others.
        self._with = 0
        self._build()

    def clear(self) -> None:
        """Show nothing."""
        self._model.load(no_ranking(), {})

    def show_found(self, found: Found, face: int) -> None:
        """Show what was found for a face; `face` is `Face.id`, 0 for one of another picture."""
        first = self._calibration is None
        self._calibration = Calibration.of(found.card)
        names = {person: known.name for person, known in found.people.items() if known.name is not None}
        self._with = face if found.place is not None and found.place.name is None else 0
        self._model.load(found.ranking, names)
        if first and found.card.recognition is not None:
            self._slider.setValue(round(found.card.recognition.same_person * 100))
        self._show_people(found)
        self._filter()

    def focus(self) -> None:
        """Let keys go to the faces."""
        self._results.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self._people = LikelyPeople(self.desk)
        self._people.person_wanted.connect(lambda person: self.going.emit(Place(PageName.PERSON, id=person)))
        self._people.face_wanted.connect(lambda face: self.going.emit(Place(PageName.FIND, id=face)))
        self._nobody, self._none = QLabel(), QLabel()
        self._nobody.setWordWrap(True)
        self._none.setProperty("faint", True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(_LEAST, _MOST)
        self._slider.setPageStep(5)
        self._slider.setAccessibleName(self.tr("Least similarity"))
        self._slider.setToolTip(self.tr("Show only faces that are at least so similar"))
        self._slider.valueChanged.connect(self._filter)
        self._bound, self._count = QLabel(), QLabel()
        self._count.setProperty("faint", True)
        self._bound.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setSpacing(theme.GAP)
        bar.addWidget(self._bound, 1)
        bar.addWidget(self._count)
        self._results = Results(self._model, self.desk.pictures)
        self._results.activated.connect(self._open_photo)
        self._results.customContextMenuRequested.connect(self._offer)
        self._results.selectionModel().selectionChanged.connect(self._show_chosen)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._show_chosen)
        right = QVBoxLayout(self)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.GAP)
        right.addWidget(self._people)
        right.addWidget(self._nobody)
        right.addLayout(bar)
        right.addWidget(self._slider)
        right.addWidget(self._none, 1)
        right.addWidget(self._results, 1)
        right.addWidget(self._build_saving())

    def _build_saving(self) -> QWidget:
        self._saving = QWidget()
        self._chosen = QLabel()
        self._name = NameField(self.desk)
        self._name.set_placeholder(self.tr("Save as a person"))
        self._name.named.connect(self._save)
        self._name.given_up.connect(self._results.setFocus)
        save = QPushButton(self.tr("Save"))
        save.clicked.connect(self._name.line.returnPressed)
        nothing = QPushButton(self.tr("Choose none"))
        nothing.clicked.connect(self._results.clearSelection)
        along = QHBoxLayout(self._saving)
        along.setContentsMargins(0, 0, 0, 0)
        along.addWidget(self._chosen)
        along.addStretch(1)
        top = Qt.AlignmentFlag.AlignTop
        along.addWidget(nothing, 0, top)
        along.addWidget(self._name, 0, top)
        along.addWidget(save, 0, top)
        return self._saving

    def _show_people(self, found: Found) -> None:
        ranking, shown = found.ranking, []
        for person, similarity, chance in zip(
            ranking.people.tolist(),
            ranking.people_similarity.tolist(),
            ranking.people_probability.tolist(),
            strict=True,
        ):
            known = found.people.get(person)
            if known is None or similarity < _LEAST / 100:
                continue
            name = known.name or self.tr("No name yet")
            if known.ignored:
                name = self.tr("{name} (ignored)").format(name=name)
            shown.append((person, name, found.covers.get(person, 0), similarity, chance))
        self._people.show_people(shown)
        if not ranking.compared:
            self._nobody.setText(self.tr("There are no faces in the library to compare with yet."))
        else:
            self._nobody.setText(self.tr("Nobody in the library looks like this."))
        self._nobody.setVisible(not shown)

    def _filter(self) -> None:
        least = self._slider.value() / 100
        self._model.set_least(least)
        if self._calibration is not None:
            chance = chance_in_words(float(self._calibration.probability(least)))
            text = self.tr("Similarity from {least}: the same person {chance}")
            self._bound.setText(text.format(least=f"{least:.2f}", chance=chance))
        rows, all_faces = self._model.rowCount(), len(self._model.ranking)
        self._count.setText(self.tr("%n face(s)", "", rows))
        self._results.setVisible(rows > 0)
        self._none.setVisible(not rows)
        fewer = self.tr("No face is so similar. Move the slider to the left for others.")
        self._none.setText(fewer if all_faces else "")

    def _show_chosen(self) -> None:
        # Ranges, because there may be very many rows.
        ranges = self._results.selectionModel().selection()
        chosen = sum(part.bottom() - part.top() + 1 for part in ranges.toList())
        self._saving.setVisible(bool(chosen))
        if self._with:
            self._chosen.setText(self.tr("%n face(s) chosen, and the one looked for", "", chosen))
        else:
            self._chosen.setText(self.tr("%n face(s) chosen", "", chosen))

    def _open_photo(self, index: Index) -> None:
        rows = range(min(self._model.rowCount(), _PHOTOS))
        photo = index.data(ResultRole.PHOTO)
        photos = dict.fromkeys([photo, *(self._model.index(row).data(ResultRole.PHOTO) for row in rows)])
        face = index.data(ResultRole.FACE)
        self.going.emit(Place(PageName.PHOTO, id=photo, ids=tuple(photos), faces=(face,)))

    def _offer(self, where: QPoint) -> None:
        """Offer what can be done with a face."""
        # A press of the right button has made the face under it the current one; the Menu key is about that.
        index = self._results.currentIndex()
        if not index.isValid():
            return
        if not self._results.visualRect(index).contains(where):
            where = self._results.visualRect(index).center()
        face, person = index.data(ResultRole.FACE), index.data(ResultRole.PERSON)
        menu = QMenu(self)
        menu.addAction(self.tr("Show photo")).triggered.connect(lambda: self._open_photo(index))
        menu.addAction(self.tr("Look for this face")).triggered.connect(
            lambda: self.going.emit(Place(PageName.FIND, id=face))
        )
        if person:
            menu.addAction(self.tr("Show the person")).triggered.connect(
                lambda: self.going.emit(Place(PageName.PERSON, id=person))
            )
        menu.addSeparator()
        menu.addAction(self.tr("Choose all")).triggered.connect(self._results.selectAll)
        menu.popup(self._results.viewport().mapToGlobal(where))

    def _save(self, name: str) -> None:
        """Give the chosen faces to somebody, who is made if there is nobody of that name."""
        chosen = [index.data(ResultRole.FACE) for index in self._results.chosen()]
        faces = [*chosen, *([self._with] if self._with else [])]

        def named(names: Mapping[str, str]) -> None:
            to = name if name_key(name) in names else NewPerson(name)
            self.desk.do(operations.move_faces, faces=faces, to=to)
            self._results.clearSelection()
            self._name.set_text("")

        if chosen:
            self.desk.read(known_names, named, owner=self)
