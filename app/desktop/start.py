"""Starting the window: the application, its language and appearance, the library, and the first folders."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from app.desktop import choices, theme
from app.desktop.desk import Desk
from app.desktop.garbage import Garbage, spare_what_is_there
from app.desktop.meant import meant
from app.desktop.opening import Opening, asks_to_restore
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place
from app.desktop.sentences import translated
from app.desktop.window import MainWindow, Maker
from app.library.restoring import Restorable
from app.library.store import Library, default_path
from app.parts import version
from engine.models.runtime import RuntimeProblemError, available_providers

#: The module below `app.desktop.pages` and the class of each page. What only other pages than the first need
#: takes as long to load as all else, so it is loaded once photos are shown.
_PAGES: Final = {
    PageName.START: ("start", "StartPage"),
    PageName.PHOTOS: ("photos", "PhotosPage"),
    PageName.PHOTO: ("photo", "PhotoPage"),
    PageName.PEOPLE: ("people", "PeoplePage"),
    PageName.PERSON: ("person", "PersonPage"),
    PageName.REVIEW: ("review", "ReviewPage"),
    PageName.UNNAMED: ("people", "UnnamedPage"),
    PageName.IGNORED: ("people", "IgnoredPage"),
    PageName.FOLDERS: ("folders", "FoldersPage"),
    PageName.PLACES: ("geography", "PlacesPage"),
    PageName.FIND: ("find", "FindPage"),
    PageName.HISTORY: ("history", "HistoryPage"),
    PageName.PREVIEW: ("preview", "PreviewPage"),
    PageName.SETTINGS: ("settings", "SettingsPage"),
}


def _made(name: PageName, desk: Desk) -> Page:
    module, kind = _PAGES[name]
    return cast("Maker", getattr(import_module(f"app.desktop.pages.{module}"), kind))(desk)


MAKERS: Final[dict[PageName, Maker]] = {name: partial(_made, name) for name in _PAGES}

_RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
_TRANSLATIONS: Final = _RESOURCES / "translations"
_ICON: Final = _RESOURCES / "icons" / "familiar.svg"
#: The code of other pages than the first is loaded so long after the window was shown, in milliseconds.
_LOAD_AFTER_MS: Final = 500
_LOOK_EVERY_MS: Final = 50
#: How the system knows the window's entry among its programs (`packaging/linux`).
_DESKTOP_ENTRY: Final = "photos.familiar.Familiar"


def main(words: Sequence[str] | None = None) -> int:
    """Open the window; return the exit status once it is closed."""
    parser = argparse.ArgumentParser(prog="familiar-desktop", description="Familiar's window.")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="Photo folders to add. A picture is looked into for people you know, a library is opened.",
    )
    parser.add_argument("--library", type=Path, help="The library file; by default the user's own.")
    parser.add_argument("--version", action="version", version=f"familiar {version()}")
    parser.add_argument(
        "--check",
        action="store_true",
        help="Open the window, and close it once its first page is shown; ask nothing.",
    )
    said = parser.parse_args(words)
    if not has_screen():
        sys.stderr.write(
            "There is no screen to open a window on. Work without one: familiar index FOLDER; "
            "familiar --help lists all commands.\n"
        )
        return 3
    app = make_application()
    what = meant(said.paths)
    path = said.library or what.library or Path(os.environ.get("FAMILIAR_LIBRARY") or default_path())
    opening = Opening(path)
    windows: list[MainWindow] = []
    problems: list[str] = []

    def opened(library: Library) -> None:
        windows.append(open_window(library, what.folders, what.picture))
        opening.close()
        if said.check:
            close_once_shown(windows[0])

    def failed(problem: str) -> None:
        problems.append(problem)
        if said.check:
            # Nobody is there to close a dialog.
            sys.stderr.write(f"{problem}\n")
        else:
            QMessageBox.critical(None, "Familiar", translated(problem))
        app.quit()

    def damaged(problem: str, copy: Restorable) -> None:
        if said.check:
            failed(problem)
        elif asks_to_restore(problem, copy):
            opening.restore(copy)
        else:
            problems.append(problem)
            app.quit()

    opening.opened.connect(opened)
    opening.failed.connect(failed)
    opening.damaged.connect(damaged)
    opening.begin()
    status = app.exec()
    opening.finish()
    return 3 if problems else status


def open_window(library: Library, folders: Sequence[Path], picture: Path | None = None) -> MainWindow:
    """Show the window of an open library, and begin to look for photos in these folders and known ones.

    Args:
        library: Closed with the window.
        folders: To be added.
        picture: To look for people in; None for none.
    """
    desk = Desk(library)
    window = MainWindow(desk, MAKERS)
    window.show()
    Garbage(window)
    for folder in folders:
        if not folder.is_dir():
            text = QCoreApplication.translate(
                "MainWindow", "{folder} is no folder. Choose one with: Folders, Add a folder."
            )
            desk.troubled.emit(text.format(folder=folder))
    if picture is not None:
        window.go(Place(PageName.FIND, text=str(picture.absolute())))
    desk.watching.start()
    wanted = [folder.resolve() for folder in folders if folder.is_dir()]
    # Known folders are looked at, too: photos may have come since the last time. What became of writing that
    # was cut off is found out before: both want the library for themselves.
    desk.writings.make_truthful(lambda: desk.jobs.index(wanted))

    def load() -> None:
        desk.lanes.read(load_pages, lambda _: spare_what_is_there())

    QTimer.singleShot(_LOAD_AFTER_MS, window, load)
    return window


def close_once_shown(window: MainWindow) -> None:
    """Close a window as soon as it shows a page."""

    def look() -> None:
        if window.has_arrived:
            looks.stop()
            window.close()

    looks = QTimer(window, interval=_LOOK_EVERY_MS)
    looks.timeout.connect(look)
    looks.start()


def load_pages() -> None:
    """Load the code of all pages, and what networks and grouping need, so that none waits for that later."""
    for module, _ in _PAGES.values():
        import_module(f"app.desktop.pages.{module}")
    import_module("scipy.sparse.csgraph")
    # Whoever wants a network is told what is wrong.
    with suppress(RuntimeProblemError):
        available_providers()


def make_application() -> QApplication:
    """Make the application, with the language and appearance that the user chose."""
    app = QApplication(sys.argv[:1])
    app.setOrganizationName("Familiar")
    app.setApplicationName("Familiar")
    app.setApplicationVersion(version())
    app.setDesktopFileName(_DESKTOP_ENTRY)
    app.setWindowIcon(QIcon(str(_ICON)))
    app.setStyle("Fusion")
    QLocale.setDefault(choices.language())
    install_translations(app, choices.language())
    theme.choose(theme.Appearance(choices.APPEARANCE.get()))
    return app


def install_translations(app: QApplication, locale: QLocale) -> list[QTranslator]:
    """Let the window speak a language, and English where that is not known; returns what was installed."""
    installed = []
    for spoken, catalogue, folder in (
        # The plurals of the texts as they are written.
        (QLocale(QLocale.Language.English), "familiar", str(_TRANSLATIONS)),
        (locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (locale, "familiar", str(_TRANSLATIONS)),
    ):
        translator = QTranslator(app)
        if translator.load(spoken, catalogue, "_", folder):
            app.installTranslator(translator)
            installed.append(translator)
    return installed


def has_screen() -> bool:
    """Tell whether a window can be opened here."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
