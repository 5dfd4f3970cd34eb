"""The page that looks for a face: one of the library, or of any picture that is dropped, pasted or opened.

Such a picture never enters the library. Comparing lives in `app.desktop.models.finder`, how results look in
`app.desktop.widgets.result_view`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.finder import Finder, Found, Loader, load_analyser
from app.desktop.models.results import Index, ResultRole, ResultsModel, no_ranking
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.chances import chance_in_words
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.name_field import NameField
from app.desktop.widgets.probe_picture import ProbePicture
from app.desktop.widgets.result_view import LikelyPeople, Results
from app.library.names import name_key
from app.operations import Changes, NewPerson
from app.search.photos import known_names
from app.search.similar import OutsidePicture
from engine.calibration import Calibration
from engine.image import SUFFIXES

#: Bounds of the similarity, in hundredths.
_LEAST: Final = 20
_MOST: Final = 90
#: Photos that one can go through from a result.
_PHOTOS: Final = 500
_FACE: Final = 200
#: The place of the results in the stack.
_FOUND: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Sought:
    """Whom is looked for: a face of the library, a picture, or nobody yet."""

    face: int = 0
    picture: OutsidePicture | None = None


class FindPage(Page):
    """Whom to look for on the left, who it may be and similar faces on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, load: Loader = load_analyser) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._finder = Finder(desk, load, self)
        self._finder.looked.connect(self._looked)
        self._finder.found.connect(self._show_found)
        self._finder.failed.connect(self._fail)
        self._model = ResultsModel(self)
        self._place = Place(PageName.FIND)
        self._sought = _Sought()
        self._calibration: Calibration | None = None
        self._build()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._paste).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def title(self) -> str:
        """Return the title."""
        return self.tr("Find a person")

    def arrive(self, place: Place) -> None:
        """Look for a face of the library or into a file; without either, show again what was found last."""
        if place == self._place or not (place.id or place.text):
            return
        self._place = place
        self._sought = _Sought(face=place.id)
        if place.id:
            self._wait(self.tr("Comparing faces…"))
            self._finder.rank_face(place.id)
        else:
            self._wait(self.tr("Looking for faces…"))
            self._finder.look_into_file(Path(place.text))

    def refresh(self, changes: Changes | None) -> None:
        """Compare again, because faces may have come or belong to others now."""
        self._finder.forget()
        if self._sought.face:
            self._finder.rank_face(self._sought.face)
        elif self._sought.picture is not None and len(self._sought.picture.boxes):
            self._finder.rank_embedding(self._sought.picture.embeddings[self._probe.face])

    def _build(self) -> None:
        invite = self._opener()
        self._empty = Empty(
            self.tr("Who is this?"),
            self.tr(
                "Drop a picture here, paste one, or open one, to find the people in it. It is only looked "
                "at, and not added to your library."
            ),
            invite,
        )
        self._waiting = Empty("", "")
        self._stack = QStackedWidget()
        for widget in (self._empty, self._waiting, self._build_found()):
            self._stack.addWidget(widget)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        down.addWidget(self._stack)

    def _build_found(self) -> QWidget:
        found = QWidget()
        across = QHBoxLayout(found)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.MARGIN)
        across.addLayout(self._build_left())
        across.addLayout(self._build_right(), 1)
        return found

    def _build_left(self) -> QVBoxLayout:
        self._probe = ProbePicture()
        self._probe.chosen.connect(self._choose)
        self._face = FacePicture(self.desk, _FACE, square=True)
        self._caption = QLabel()
        self._caption.setWordWrap(True)
        self._caption.setProperty("faint", True)
        self._caption.setFixedWidth(self._probe.width())
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(self._probe)
        left.addWidget(self._face)
        left.addWidget(self._caption)
        left.addWidget(self._opener(), 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        return left

    def _build_right(self) -> QVBoxLayout:
        self._people = LikelyPeople(self.desk)
        self._people.person_wanted.connect(lambda person: self.going.emit(Place(PageName.PERSON, id=person)))
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
        bar = QHBoxLayout()
        bar.setSpacing(theme.GAP)
        bar.addWidget(self._bound)
        bar.addWidget(self._slider, 1)
        bar.addWidget(self._count)
        self._results = Results(self._model, self.desk.pictures)
        self._results.activated.connect(self._open_photo)
        self._results.customContextMenuRequested.connect(self._offer)
        self._results.selectionModel().selectionChanged.connect(self._show_chosen)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._show_chosen)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self._people)
        right.addWidget(self._nobody)
        right.addLayout(bar)
        right.addWidget(self._none, 1)
        right.addWidget(self._results, 1)
        right.addWidget(self._build_saving())
        return right

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

    def _opener(self) -> QPushButton:
        button = QPushButton(self.tr("Open a picture…"))
        button.clicked.connect(self._choose_file)
        return button

    # Whom to look for

    def _choose_file(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a picture"), "", self.tr("Pictures ({patterns})").format(patterns=patterns)
        )
        if file:
            self.going.emit(Place(PageName.FIND, text=file))

    def _paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData) -> bool:
        """Look into what was dropped or pasted."""
        file = _picture_file(data)
        if file:
            self.going.emit(Place(PageName.FIND, text=file))
            return True
        image = data.imageData() if data.hasImage() else None
        if isinstance(image, QPixmap):
            image = image.toImage()
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._place, self._sought = Place(PageName.FIND), _Sought()
        self.replaced.emit(self._place)
        self._wait(self.tr("Looking for faces…"))
        self._finder.look_into_image(image, self.tr("The pasted picture"))
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures; leave folders to the window."""
        if _picture_file(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into a picture that is dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def _wait(self, text: str) -> None:
        self._model.load(no_ranking(), {})
        self._waiting.heading.setText(text)
        self._stack.setCurrentWidget(self._waiting)

    def _fail(self, problem: str) -> None:
        self._place, self._sought = Place(PageName.FIND), _Sought()
        self._empty.text.setText(problem)
        self._empty.heading.setText(self.tr("This cannot be looked for"))
        self._stack.setCurrentWidget(self._empty)

    def _looked(self, picture: OutsidePicture) -> None:
        self._sought = _Sought(picture=picture)
        if not len(picture.boxes):
            self._fail(self.tr("No face was found in {name}. Try another picture.").format(name=picture.name))
            return
        self._probe.show_picture(picture)
        self._choose(0)

    def _choose(self, number: int) -> None:
        picture = self._sought.picture
        if picture is not None:
            self._finder.rank_embedding(picture.embeddings[number])

    # What is found

    def _show_found(self, found: Found) -> None:
        first = self._calibration is None
        self._calibration = Calibration.of(found.card)
        names = {person: known.name for person, known in found.people.items() if known.name is not None}
        self._model.load(found.ranking, names)
        if first and found.card.recognition is not None:
            self._slider.setValue(round(found.card.recognition.same_person * 100))
        self._show_sought(found)
        self._show_people(found)
        self._filter()
        if self._stack.currentIndex() != _FOUND:
            self._stack.setCurrentIndex(_FOUND)
            self._results.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sought(self, found: Found) -> None:
        picture, place = self._sought.picture, found.place
        self._probe.setVisible(picture is not None)
        self._face.setVisible(place is not None)
        if picture is not None:
            faces = self.tr("%n face(s) found", "", len(picture.boxes))
            more = self.tr("Click another face to look for it.") if len(picture.boxes) > 1 else ""
            self._caption.setText(f"{picture.name}\n{faces}\n{more}".strip())
        elif place is not None:
            who = place.name or self.tr("A face without a name")
            self._face.show_face(self._sought.face, who)
            self._caption.setText(f"{who}\n{place.file.name}")

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
        if not len(ranking):
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
        self._chosen.setText(self.tr("%n face(s) chosen", "", chosen))

    def _open_photo(self, index: Index) -> None:
        rows = range(min(self._model.rowCount(), _PHOTOS))
        photo = index.data(ResultRole.PHOTO)
        photos = dict.fromkeys([photo, *(self._model.index(row).data(ResultRole.PHOTO) for row in rows)])
        self.going.emit(Place(PageName.PHOTO, id=photo, ids=tuple(photos)))

    def _offer(self, where: QPoint) -> None:
        """Offer what can be done with a face."""
        index = self._results.indexAt(where)
        if not index.isValid():
            index = self._results.currentIndex()
            where = self._results.visualRect(index).center()
        if not index.isValid():
            return
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
        faces = [index.data(ResultRole.FACE) for index in self._results.chosen()]

        def named(names: Mapping[str, str]) -> None:
            to = name if name_key(name) in names else NewPerson(name)
            self.desk.do(operations.move_faces, faces=faces, to=to)
            self._results.clearSelection()
            self._name.set_text("")

        if faces:
            self.desk.read(known_names, named, owner=self)


def _picture_file(data: QMimeData) -> str:
    """Return the first picture among files that are dropped or pasted, or nothing."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return next((str(file) for file in files if file.suffix.lower() in SUFFIXES and not file.is_dir()), "")
