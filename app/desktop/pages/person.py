"""The page of one person or group: who it is, who else it may be, and all faces.

What is done to people lives in `app.desktop.widgets.person_actions`; the parts of the page have files of
their own beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app import operations
from app.desktop import theme, together
from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.grouped import elsewhere, look_alikes, split_proposal
from app.desktop.keys import Shortcut, shortcuts_of
from app.desktop.lanes import Ticket
from app.desktop.models.faces import FaceRole
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.alike_strip import AlikeStrip
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.face_actions import FaceActions, FacesBar
from app.desktop.widgets.face_grid import FaceGrid
from app.desktop.widgets.mentioned_photos import MentionedPhotos
from app.desktop.widgets.peek import Peeking
from app.desktop.widgets.person_actions import PersonActions
from app.desktop.widgets.person_header import PersonHeader
from app.desktop.widgets.photos_view import MARGIN as PHOTOS_MARGIN
from app.desktop.widgets.split_dialog import SplitDialog
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.writings import ToWrite
from app.exchange.exporting import of_person
from app.library.names import PersonNotFoundError
from app.operations import Changes
from app.search.browsing import Timeline, timeline
from app.search.completion import as_typed
from app.search.faces import FaceOrder, FacesOfPerson, faces_of_person
from app.search.mentions import mentioned_photos
from app.search.people import PersonAbout, about_person, birthday_of, owner_of
from app.search.places import FacePlace, face_places
from app.search.videos import InVideos, in_videos
from engine.models import ModelError

if TYPE_CHECKING:
    from app.grouping import SplitProposal, Suggested


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What is shown of a person; where they are no more, who has their first face now."""

    about: PersonAbout | None
    faces: FacesOfPerson | None = None
    #: Photos that name them, nobody knows where.
    mentioned: Timeline | None = None
    videos: InVideos | None = None
    heir: int | None = None


class PersonPage(Page):
    """One person or group."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._person, self._first_face = 0, 0
        self._about: PersonAbout | None = None
        self._faces: frozenset[int] = frozenset()
        self._asked: Ticket | None = None
        self._alike_asked: Ticket | None = None
        self.does = PersonActions(desk, self)
        self.header = PersonHeader(desk)
        self.does.kept_apart.connect(lambda _: self.header.edit_name())
        self.header.named.connect(lambda name: self.does.name(self._person, name))
        self.header.unnamed.connect(lambda: self.does.remove_name(self._person))
        self.header.confirm_wanted.connect(lambda: desk.do(operations.confirm_person, person=self._person))
        self.header.find_wanted.connect(self._find)
        self.header.birthday_wanted.connect(lambda: self.does.birthday(self._person))
        self.header.notes_wanted.connect(lambda: self.does.notes(self._person))
        self.strip = AlikeStrip(desk)
        self.strip.answered.connect(self._answer)
        self.strip.merge_wanted.connect(lambda other: self.does.merge([other], self._person))
        self.strip.review_wanted.connect(lambda: self.going.emit(Place(PageName.REVIEW)))
        self.strip.person_wanted.connect(lambda other: self.going.emit(Place(PageName.PERSON, other)))
        self.strip.photos_wanted.connect(self._show_photos_of)
        self.grid = FaceGrid(desk)
        self.grid.setAccessibleName(self.tr("Faces"))
        self.grid.opened.connect(self._open)
        self.peeking = Peeking(desk, self.grid)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.acts = FaceActions(desk, self.grid, self.does)
        self.bar = FacesBar(self.grid, self.acts)
        self.bar.ordered.connect(self._read)
        self.bar.split_wanted.connect(self._propose_split)
        self.named_in = MentionedPhotos(desk)
        self.named_in.opened.connect(
            lambda photo: self.going.emit(Place(PageName.PHOTO, photo, ids=self.named_in.ids()))
        )
        self._lay_out()

    def title(self) -> str:
        """Return who it is."""
        return (
            self.tr("Unnamed group") if self._about is None else self._about.name or self.tr("Unnamed group")
        )

    def part_of(self) -> PageName | None:
        """Return the list that they are in."""
        if self._about is None:
            return None
        if self._about.ignored:
            return PageName.IGNORED
        return PageName.PEOPLE if self._about.name is not None else PageName.UNNAMED

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [*shortcuts_of(self.grid.actions()), *self.grid.shortcuts()]

    def arrive(self, place: Place) -> None:
        """Show a person or group."""
        self._stale = False
        if place.id != self._person:
            self._person, self._about, self._first_face = place.id, None, 0
            self.acts.person = place.id
            self.strip.show_alike(place.id, None, [])
            self.strip.show_missing(0)
            self.grid.clearSelection()
            self.grid.scrollToTop()
        self._read()
        self._read_alike()
        self.grid.go_in()

    def refresh(self, changes: Changes | None) -> None:
        """Read again what has changed of this person."""
        if not self._person:
            return
        if changes is None:
            self._read()
            self._read_alike()
            return
        if self._person in changes.people or not set(changes.faces).isdisjoint(self._faces):
            self._read()
        if changes.people or changes.faces:
            # How many are missing is estimated anew when groups are; that takes longer.
            self._read_suggestions()

    def _look(self, session: Session) -> _Found:
        order: FaceOrder = self.bar.order.currentData()
        if order == "age" and birthday_of(session, self._person) is None:
            order = "time"
        faces = faces_of_person(session, self._person, order=order)
        about = about_person(session, self._person, faces=faces)
        if about is None:
            return _Found(None, heir=owner_of(session, self._first_face))
        mentioned = timeline(session, mentioned_photos(session, self._person))
        return _Found(about, faces, mentioned, in_videos(session, self._person))

    def _read(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self.desk.read(self._look, self._show, owner=self)

    def _read_alike(self) -> None:
        self._read_suggestions()
        library, catalogue, person = self.desk.library, self.desk.catalogue, self._person

        def estimated(more: int) -> None:
            if person == self._person:
                self.strip.show_missing(more)

        self.desk.lanes.read(
            lambda: elsewhere(library, catalogue, person), estimated, self._no_estimate, owner=self
        )

    def _no_estimate(self, _: Exception) -> None:
        """Say nothing of what is missing; where the person is gone, the page tells."""
        self.strip.show_missing(0)

    def _read_suggestions(self) -> None:
        if self._alike_asked is not None:
            self._alike_asked.cancel()
        library, person = self.desk.library, self._person

        def found(alike: list[Suggested]) -> None:
            if person == self._person:
                self.strip.show_alike(person, self._about.name if self._about else None, alike)

        self._alike_asked = self.desk.lanes.read(lambda: look_alikes(library, person), found, owner=self)

    def _show(self, found: _Found) -> None:
        self._asked = None
        self._about = found.about
        if found.about is None or found.faces is None or found.mentioned is None:
            if found.heir is not None:
                # The faces have become somebody else's, as after a merge.
                self.arrive(Place(PageName.PERSON, found.heir))
            else:
                self.stack.setCurrentWidget(self.gone)
            return
        self.header.show_person(found.about, len(found.mentioned))
        self.ignore_action.setText(self.tr("Restore") if found.about.ignored else self.tr("Ignore"))
        self.unname_action.setVisible(found.about.name is not None)
        self.photos_action.setVisible(found.about.name is not None)
        self.write_action.setVisible(found.about.name is not None)
        self.bar.show_orders(with_age=found.about.birthday is not None)
        by_age = self.bar.order.currentData() == "age"
        self.grid.faces.load(found.faces, by_age=by_age, videos=found.videos)
        self.bar.show_videos(there=found.videos is not None and bool(found.videos.moments))
        self._faces = frozenset(found.faces.ids.tolist())
        if len(found.faces):
            self._first_face = int(found.faces.ids[0])
        self.bar.split.setEnabled(len(found.faces) > 1)
        self._show_which(found.faces, found.mentioned)
        self.stack.setCurrentWidget(self.whole)
        if self.isVisible():
            # The title may be another now.
            self.replaced.emit(Place(PageName.PERSON, self._person))
        self.acts.go_on()
        self.bar.count()

    def _show_which(self, faces: FacesOfPerson, mentioned: Timeline) -> None:
        """Show the faces; where there are none, the photos that name them."""
        focused = QApplication.focusWidget()
        has_keys = focused is not None and self.faces_stack.isAncestorOf(focused)
        self.named_in.show_photos(mentioned)
        which = self.grid if len(faces) else self.named_in if len(mentioned) else self.faceless
        self.faces_stack.setCurrentWidget(which)
        # In line with the head: faces and photos have other margins of their own.
        own = PHOTOS_MARGIN if which is self.named_in else theme.GAP // 2
        self.inner.setContentsMargins(theme.MARGIN - own, 0, 0, 0)
        if has_keys and which is self.named_in:
            self.named_in.grid.setFocus()
        self.bar.setVisible(bool(len(faces)))

    def _lay_out(self) -> None:
        self.faceless = Empty(
            self.tr("No faces"),
            self.tr("Move faces here from other people, or find more in other photos."),
        )
        back = QPushButton(self.tr("Show everybody"))
        back.clicked.connect(lambda: self.going.emit(Place(PageName.PEOPLE)))
        self.gone = Empty(
            self.tr("Nobody is here any more"),
            self.tr("This person or group has been merged, forgotten or taken apart."),
            back,
        )
        self.faces_stack = QStackedWidget()
        for shown in (self.grid, self.faceless, self.named_in):
            self.faces_stack.addWidget(shown)
        self.whole = QWidget()
        down = QVBoxLayout(self.whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        for part in (self.header, self.strip, self.bar):
            down.addWidget(part)
        self.inner = QHBoxLayout()
        self.inner.addWidget(self.faces_stack)
        down.addLayout(self.inner, 1)
        self.stack = QStackedLayout(self)
        self.stack.addWidget(self.whole)
        self.stack.addWidget(self.gone)
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self.header.menu
        self.photos_action = menu.addAction(self.tr("Show all photos"), self._show_all_photos)
        menu.addAction(self.tr("Use the best face as cover"), lambda: self.acts.set_cover(None))
        self.unname_action = menu.addAction(
            self.tr("Remove the name"), lambda: self.does.remove_name(self._person)
        )
        self.merge_action = menu.addAction(
            self.tr("Merge with…"), lambda: self.does.merge_with([self._person])
        )
        self.ignore_action = menu.addAction(self.tr("Ignore"), self._ignore_person)
        menu.addSeparator()
        menu.addAction(self.tr("Export photos…"), self._export)
        self.write_action = menu.addAction(self.tr("Write names into photos…"), self._write_names)
        menu.addSeparator()
        self.forget_action = menu.addAction(
            self.tr("Forget for good…"), lambda: self.does.forget(self._person)
        )

    def to_export(self) -> list[Which]:
        """Return the photos of this person."""
        person, name = self._person, self.title()
        if self._about is None:
            return []
        text = self.tr("All photos of {name}").format(name=name)
        return [Which(text, name, lambda library: of_person(library, person))]

    def _export(self) -> None:
        ExportDialog(self.desk.exports, self.to_export(), self.window()).open()

    def _write_names(self) -> None:
        text = self.tr("All photos of {name}").format(name=self.title())
        WriteDialog(self.desk.writings, ToWrite(text, person=self._person), self.window()).open()

    def _ignore_person(self) -> None:
        if self._about is not None and self._about.ignored:
            self.does.restore([self._person])
            return
        self.does.ignore([self._person])
        named = self._about is not None and self._about.name is not None
        self.going.emit(Place(PageName.PEOPLE if named else PageName.UNNAMED))

    def _show_all_photos(self) -> None:
        """Go to the photos that a search for them finds: also those that name them, nobody knows where."""
        if self._about is not None and self._about.name is not None:
            self.going.emit(Place(PageName.PHOTOS, text=as_typed(self._about.name)))

    def _find(self) -> None:
        self.going.emit(Place(PageName.FIND, self.header.cover.face))

    def _answer(self, alike: list[Suggested], same: bool) -> None:
        self.desk.do(together.answer_alike, suggestions=alike, same=same)

    def _open(self, photo: int, face: int) -> None:
        """Go to the photo of a face; videos are shown where they are seen."""
        shown = self.grid.faces
        self.going.emit(Place(PageName.PHOTO, photo, ids=shown.photos(), faces=(face, *shown.in_videos())))

    def _show_photos_of(self, *faces: int) -> None:
        def found(places: dict[int, FacePlace]) -> None:
            photos = tuple(dict.fromkeys(places[face].photo_id for face in faces if face in places))
            if photos:
                self.going.emit(Place(PageName.PHOTO, photos[0], ids=photos, faces=faces))

        self.desk.read(lambda session: face_places(session, faces), found, owner=self)

    def _propose_split(self) -> None:
        library, catalogue, person = self.desk.library, self.desk.catalogue, self._person

        def proposed(proposal: SplitProposal) -> None:
            self.bar.split.setEnabled(True)
            if not proposal.parts:
                told = self.tr("There is nothing to split: too few faces can be compared.")
                self.desk.told.emit(told, False)
                return
            dialog = SplitDialog(self.desk, proposal, self)
            dialog.chosen.connect(lambda parts: self.desk.do(together.split_off, person=person, parts=parts))
            dialog.open()

        def failed(error: Exception) -> None:
            self.bar.split.setEnabled(True)
            if isinstance(error, PersonNotFoundError | ModelError):
                self.desk.troubled.emit(str(error))
            else:
                self.desk.lanes.broke.emit(error)

        self.bar.split.setEnabled(False)
        self.desk.lanes.read(lambda: split_proposal(library, catalogue, person), proposed, failed, owner=self)

    def _show_menu(self, at: QPoint) -> None:
        if not self.grid.chosen():
            return
        current = self.grid.currentIndex()
        if not current.isValid():
            current = self.grid.chosen()[0]
        face = current.data(FaceRole.FACES)[0]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open photo"), lambda: self._open(current.data(FaceRole.PHOTO), face))
        menu.addAction(self.tr("Look closer"), self.peeking.begin)
        menu.addAction(
            self.tr("Find this face in other photos"),
            lambda: self.going.emit(Place(PageName.FIND, face)),
        )
        menu.addSeparator()
        menu.addActions([*self.acts.for_many, self.acts.make_cover])
        # The Menu key asks for it in the middle of the grid.
        shown = self.grid.visualRect(current)
        place = at if shown.contains(at) else shown.center()
        menu.popup(self.grid.viewport().mapToGlobal(place))
