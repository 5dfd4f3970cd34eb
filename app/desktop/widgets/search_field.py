"""The search field of the window: it helps while one types and says what was to be searched for.

The language lives in `app.search.language`, suggestions in `app.search.completion`; the photos that are found
are shown by the page of photos.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from sqlalchemy.orm import Session

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.desktop.sentences import translated
from app.desktop.widgets.search_suggestions import Suggested, Suggestions
from app.search.completion import Completion, complete
from app.search.errors import QueryError
from app.search.person import cover_faces
from app.search.photos import understand as query_of

#: Typing must pause so long before suggestions are looked for, in milliseconds.
_PAUSE_MS: Final = 80


class SearchField(QLineEdit):
    """A line to search people, dates and folders, with suggestions below it.

    Signals:
        searched: What the user wants to find, as `app.search.language` understands it, or does not; "" once
            it is cleared.
    """

    searched = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setPlaceholderText(self.tr("Search people, dates, places, folders: Anna and Bert 2019"))
        self.setAccessibleName(self.tr("Search"))
        self.setClearButtonEnabled(True)
        #: What was searched for last; clearing the field ends that search.
        self._last = ""
        self._showing = False
        self._asked: Ticket | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._below = Suggestions(self, desk.pictures)
        self._below.taken.connect(self._take_and_search)
        self.textChanged.connect(self._text_changed)
        self.returnPressed.connect(self._return_pressed)

    def start(self) -> None:
        """Let the user type a new search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_text(self, text: str) -> None:
        """Show a search that was made elsewhere."""
        self._last = text
        self._close()
        if text != self.text():
            self._showing = True
            self.setText(text)
            self._showing = False

    def _text_changed(self, text: str) -> None:
        if self._showing:
            return
        if text.strip():
            self._pause.start()
            return
        self._close()
        if self._last:
            self._last = ""
            self.searched.emit("")

    def _ask(self) -> None:
        text, cursor = self.text(), self.cursorPosition()

        def ask() -> Suggested:
            library = self._desk.library
            with library.read() as session:
                rows = complete(text, cursor, session)
            people = {row.person_id for row in rows if row.person_id is not None}
            return Suggested(rows, cover_faces(library, people=people))

        self._forget_asked()
        self._asked = self._desk.lanes.read(ask, self._suggest, owner=self)

    def _suggest(self, found: Suggested) -> None:
        self._asked = None
        if self.hasFocus():
            self._below.suggest(found)

    def _forget_asked(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _close(self) -> None:
        self._pause.stop()
        self._forget_asked()
        self._below.close_all()

    def _return_pressed(self) -> None:
        chosen = self._below.chosen()
        if chosen is not None:
            self._take_and_search(chosen)
        else:
            self._search()

    def _take_and_search(self, chosen: Completion) -> None:
        self._take(chosen, more=False)
        # A word that joins or a field is no search by itself: one goes on typing.
        if chosen.kind == "word":
            self.insert("" if chosen.text.endswith(":") else " ")
            self._pause.start()
        else:
            self._search()

    def _take(self, chosen: Completion, *, more: bool) -> None:
        text, after = self.text(), " " * (more and not chosen.text.endswith(":"))
        rest = text[chosen.end :].lstrip(" ") if after else text[chosen.end :]
        self.setText(f"{text[: chosen.start]}{chosen.text}{after}{rest}")
        self.setCursorPosition(chosen.start + len(chosen.text) + len(after))
        self._below.close_all()

    def _search(self) -> None:
        text = self.text().strip()
        self._close()

        def understand(session: Session) -> None:
            query_of(session, text)

        def understood(_: None) -> None:
            self._last = text
            self.searched.emit(text)

        self._desk.read(understand, understood, owner=self, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, QueryError):
            self._desk.lanes.broke.emit(error)
            return
        # The page says what is wrong, so that it does not go on showing what was found before.
        self._last = self.text().strip()
        self.searched.emit(self._last)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        indent = len(self.text()) - len(self.text().lstrip())
        self.setSelection(indent + error.start, error.end - error.start)
        self._below.announce(translated(str(error)))

    def event(self, event: QEvent) -> bool:
        """Let Tab take a suggestion, as long as there are any."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            tab = event.key() == Qt.Key.Key_Tab and not event.modifiers()
            best = self._below.chosen() or self._below.first() if tab else None
            if best is not None:
                self._take(best, more=True)
                self._pause.start()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the suggestions with up and down, and close them with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._below.isVisible():
            self._close()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._last:
            self.show_text(self._last)
        elif event.key() == Qt.Key.Key_Down and not self._below.first():
            self._ask()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._below.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the suggestions once something else is used."""
        super().focusOutEvent(event)
        self._close()
