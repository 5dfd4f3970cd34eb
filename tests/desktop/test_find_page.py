"""The page that looks for a face: of the library, or of a picture that is opened, dropped or pasted."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers.albums import PHOTOS
from makers.desks import settle
from makers.libraries import assignments, everything, members, vector
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QMenu, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.results import ResultRole
from app.desktop.pages.find import FindPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.probe_picture import ProbePicture
from app.desktop.widgets.result_view import Results
from engine.analysis import Analyser, PhotoFaces
from engine.crops import Crop
from engine.detection import Detections
from engine.embedding import unit
from engine.models import Catalogue, ModelError

#: Who is on each face of the album, by `Face.id`.
WHO = dict(enumerate((who for people in PHOTOS for who in people), 1))


class Pretender(Analyser):
    """Finds persons 0 and 1 in any picture, left and right; in a black one nobody."""

    def __init__(self, catalogue: Catalogue, detector: str, recogniser: str) -> None:
        """Load nothing."""

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        picture = Image.open(io.BytesIO(data))
        if not np.asarray(picture.convert("L")).any():
            nothing = Detections.none()
            no_vectors = np.zeros((0, 64), np.float32)
            none = np.zeros(0, np.float32)
            return PhotoFaces(*picture.size, "PNG", 1, False, None, nothing, none, no_vectors, ())
        boxes = np.array([[20, 40, 80, 80], [220, 40, 80, 80]], np.float32)
        found = Detections(boxes, np.zeros((2, 5, 2), np.float32), np.array([0.9, 0.8], np.float32))
        buffer = io.BytesIO()
        picture.convert("RGB").resize((64, 64)).save(buffer, "JPEG")
        crops = (Crop(buffer.getvalue(), None),) * 2
        vectors = np.stack([vector(0, 70), vector(1, 71)]).astype(np.float32)
        ones = np.ones(2, np.float32)
        return PhotoFaces(*picture.size, "PNG", 1, False, None, found, ones, vectors, crops)


def unloadable(catalogue: Catalogue, detector: str, recogniser: str) -> Analyser:
    raise ModelError("The recogniser is not installed. Install it with: familiar models install FILE")


class Shown:
    """A page as the user sees it, in a window that goes where it asks to."""

    def __init__(self, qtbot: QtBot, desk: Desk, load: type[Analyser] | object = Pretender) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.page = FindPage(desk, load=load)
        self.went: list[Place] = []
        self.page.going.connect(self._go)
        qtbot.addWidget(self.page)
        self.page.resize(1000, 700)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        settle(qtbot, desk)

    def _go(self, place: Place) -> None:
        self.went.append(place)
        if place.page is PageName.FIND:
            self.page.arrive(place)

    def arrive(self, **where: object) -> None:
        self.page.arrive(Place(PageName.FIND, **where))
        settle(self.qtbot, self.desk)

    @property
    def words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    @property
    def people(self) -> list[str]:
        cards = [one for one in self.page.findChildren(QPushButton) if "similarity" in one.accessibleName()]
        return [one.accessibleName() for one in cards if one.isVisible()]

    @property
    def results(self) -> QListView:
        found = self.page.findChild(Results)
        assert isinstance(found, QListView)
        return found

    @property
    def faces(self) -> list[int]:
        model = self.results.model()
        return [model.index(row, 0).data(ResultRole.FACE) for row in range(model.rowCount())]

    @property
    def slider(self) -> QSlider:
        found = self.page.findChild(QSlider)
        assert isinstance(found, QSlider)
        return found

    @property
    def probe(self) -> ProbePicture:
        found = self.page.findChild(ProbePicture)
        assert isinstance(found, ProbePicture)
        return found

    def click_result(self, row: int, *, add: bool = False) -> None:
        where = self.results.visualRect(self.results.model().index(row, 0)).center()
        modifier = Qt.KeyboardModifier.ControlModifier if add else Qt.KeyboardModifier.NoModifier
        self.qtbot.mouseClick(self.results.viewport(), Qt.MouseButton.LeftButton, modifier, where)

    def drop(self, data: QMimeData) -> bool:
        event = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.setAccepted(False)
        self.page.dropEvent(event)
        settle(self.qtbot, self.desk)
        return event.isAccepted()


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk) -> Shown:
    operations.name_person(desk.library, person=1, name="Anna")
    return Shown(qtbot, desk)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "outside.png"
    Image.new("RGB", (320, 160), "grey").save(file)
    return file


def test_it_invites_to_drop_a_picture(shown: Shown) -> None:
    assert "Drop a picture here" in shown.words


def test_a_face_of_the_library_is_compared_with_all_others(shown: Shown) -> None:
    shown.arrive(id=1)
    mine = {face for face, who in WHO.items() if who == 0} - {1}
    assert set(shown.faces) == mine
    assert shown.people[0].startswith("Anna: almost certainly (99 %)")
    assert f"{len(mine)} face(s)" in shown.words
    assert "1.jpg" in shown.words


def test_the_slider_shows_more_and_fewer_without_looking_again(shown: Shown) -> None:
    shown.arrive(id=1)
    few = shown.faces
    shown.slider.setValue(20)
    assert not shown.desk.lanes.busy
    assert set(few) <= set(shown.faces)
    assert "Similarity from 0.20" in shown.words
    shown.qtbot.keyClick(shown.slider, Qt.Key.Key_End)
    assert shown.faces == []
    assert "Move the slider to the left" in shown.words
    shown.qtbot.keyClick(shown.slider, Qt.Key.Key_Home)
    assert set(few) <= set(shown.faces)


def test_every_face_of_a_picture_can_be_chosen(shown: Shown, picture: Path) -> None:
    before = everything(shown.desk.library)
    shown.arrive(text=str(picture))
    assert "2 face(s) found" in shown.words
    assert {WHO[face] for face in shown.faces} == {0}
    shown.probe.setFocus()
    shown.qtbot.keyClick(shown.probe, Qt.Key.Key_Right)
    settle(shown.qtbot, shown.desk)
    assert {WHO[face] for face in shown.faces} == {1}
    # The left face: 60 of 320 pixels from the left edge.
    where = QPoint(round(shown.probe.width() * 60 / 320), shown.probe.height() // 2)
    shown.qtbot.mouseClick(shown.probe, Qt.MouseButton.LeftButton, pos=where)
    settle(shown.qtbot, shown.desk)
    assert {WHO[face] for face in shown.faces} == {0}
    shown.qtbot.mouseClick(shown.probe, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert shown.probe.face == 0
    assert everything(shown.desk.library) == before


def test_a_picture_is_dropped(shown: Shown, picture: Path, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl.fromLocalFile(str(picture))])
    assert shown.drop(data)
    assert shown.went == [Place(PageName.FIND, text=str(picture))]
    assert {WHO[face] for face in shown.faces} == {0}
    folder = QMimeData()
    folder.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    assert not shown.drop(folder)


@pytest.mark.parametrize("kind", ["file", "image"])
def test_a_picture_is_pasted(shown: Shown, picture: Path, kind: str) -> None:
    data = QMimeData()
    if kind == "file":
        data.setUrls([QUrl.fromLocalFile(str(picture))])
    else:
        image = QImage(320, 160, QImage.Format.Format_RGB32)
        image.fill(0x808080)
        data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    shown.page.setFocus()
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(shown.qtbot, shown.desk)
    assert {WHO[face] for face in shown.faces} == {0}
    # What Python made may not be in the clipboard when Python ends.
    QGuiApplication.clipboard().clear()


def test_a_picture_without_faces_and_what_is_no_picture_are_told(shown: Shown, tmp_path: Path) -> None:
    black, broken = tmp_path / "black.png", tmp_path / "broken.jpg"
    Image.new("RGB", (32, 32)).save(black)
    broken.write_bytes(b"no picture")
    shown.arrive(text=str(black))
    assert "No face was found in black.png" in shown.words
    shown.arrive(text=str(broken))
    assert "broken.jpg is not a picture of a known format" in shown.words
    shown.arrive(text=str(tmp_path / "gone.jpg"))
    assert "gone.jpg is no longer there" in shown.words
    shown.arrive(id=999)
    assert "This face cannot be compared" in shown.words


def test_a_model_that_is_not_there_is_told(qtbot: QtBot, desk: Desk, picture: Path) -> None:
    shown = Shown(qtbot, desk, unloadable)
    shown.arrive(text=str(picture))
    assert "The recogniser is not installed" in shown.words


class Unlike(Pretender):
    """Finds faces that look like nobody in the album."""

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        everybody = sum(vector(who, 70 + who) for who in set(WHO.values()))
        found = super().analyse(data, name=name)
        return replace(found, embeddings=np.stack([-unit(everybody)] * len(found.embeddings)))


def test_faces_that_look_like_nobody_are_told_from_no_faces(qtbot: QtBot, desk: Desk, picture: Path) -> None:
    shown = Shown(qtbot, desk, Unlike)
    shown.arrive(text=str(picture))
    assert "Nobody in the library looks like this." in shown.words
    assert "There are no faces in the library" not in shown.words
    shown.slider.setValue(shown.slider.minimum())
    assert shown.faces == []


def test_nothing_can_be_found_in_an_empty_library(qtbot: QtBot, empty_desk: Desk, picture: Path) -> None:
    shown = Shown(qtbot, empty_desk)
    shown.arrive(text=str(picture))
    assert "There are no faces in the library to compare with yet." in shown.words


@pytest.mark.parametrize("name", ["Zoe", "anna"])
def test_chosen_faces_are_saved_as_a_person(shown: Shown, name: str) -> None:
    lonely = next(face for face, who in WHO.items() if who == 3)
    shown.arrive(id=lonely)
    assert shown.faces == []
    # Face 3 is of group 2, which has no name.
    shown.arrive(id=3)
    field = shown.page.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert not field.isVisible()
    shown.click_result(0)
    shown.click_result(1, add=True)
    assert "2 face(s) chosen" in shown.words
    # Whom one looks for is the same person.
    assert "and the one looked for" in shown.words
    faces = {*shown.faces[:2], 3}
    shown.qtbot.keyClicks(field, name)
    shown.qtbot.keyClick(field, Qt.Key.Key_Return)
    shown.qtbot.waitUntil(lambda: all(assignments(shown.desk.library)[face][1] for face in faces))
    settle(shown.qtbot, shown.desk)
    entry = operations.history(shown.desk.library)[0]
    assert entry.kind == "move"
    owners = {assignments(shown.desk.library)[face][0] for face in faces}
    assert len(owners) == 1
    assert owners == {1} if name == "anna" else members(shown.desk.library)[owners.pop()] == faces
    assert not field.isVisible()
    assert ("Zoe" if name == "Zoe" else "Anna") in {
        shown.results.model().index(row, 0).data(ResultRole.NAME) for row in range(2)
    }


def test_results_lead_to_their_photo_person_and_to_others_like_them(shown: Shown) -> None:
    shown.arrive(id=1)
    index = shown.results.model().index(1, 0)
    where = shown.results.visualRect(index).center()
    shown.click_result(1)
    shown.qtbot.mouseDClick(shown.results.viewport(), Qt.MouseButton.LeftButton, pos=where)
    place = shown.went[-1]
    assert (place.page, place.id) == (PageName.PHOTO, index.data(ResultRole.PHOTO))
    assert set(place.ids) == {number for number, people in enumerate(PHOTOS, 1) if 0 in people} - {1}
    shown.results.customContextMenuRequested.emit(where)
    (menu,) = shown.page.findChildren(QMenu)
    actions = {action.text(): action for action in menu.actions()}
    face = index.data(ResultRole.FACE)
    actions["Show the person"].trigger()
    assert shown.went[-1] == Place(PageName.PERSON, id=1)
    actions["Look for this face"].trigger()
    assert shown.went[-1] == Place(PageName.FIND, id=face)
    settle(shown.qtbot, shown.desk)
    assert face not in shown.faces


def test_a_person_is_gone_to_by_a_click(shown: Shown) -> None:
    shown.arrive(id=1)
    cards = [one for one in shown.page.findChildren(QPushButton) if one.accessibleName().startswith("Anna")]
    shown.qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    assert shown.went == [Place(PageName.PERSON, id=1)]


def test_it_keeps_up_with_what_changes(shown: Shown) -> None:
    shown.arrive(id=1)
    shown.desk.do(operations.name_person, person=1, name="Berta")
    settle(shown.qtbot, shown.desk)
    assert shown.people[0].startswith("Berta")
    hidden = shown.faces[0]
    shown.desk.do(operations.ignore_faces, faces=[hidden])
    settle(shown.qtbot, shown.desk)
    assert hidden not in shown.faces
    shown.page.hide()
    shown.desk.undo()
    settle(shown.qtbot, shown.desk)
    shown.page.show()
    settle(shown.qtbot, shown.desk)
    assert hidden in shown.faces
