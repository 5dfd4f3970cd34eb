"""Starting the window: the application, its language and appearance, the library, and the first folders."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from app.desktop import choices, theme
from app.desktop.desk import Desk
from app.desktop.pages.find import FindPage
from app.desktop.pages.folders import FoldersPage
from app.desktop.pages.history import HistoryPage
from app.desktop.pages.people import IgnoredPage, PeoplePage, UnnamedPage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.preview import PreviewPage
from app.desktop.pages.review import ReviewPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.pages.start import StartPage
from app.desktop.places import PageName
from app.desktop.window import MainWindow, Maker
from app.library.errors import LibraryError
from app.library.store import default_path

MAKERS: dict[PageName, Maker] = {
    PageName.START: StartPage,
    PageName.PHOTOS: PhotosPage,
    PageName.PHOTO: PhotoPage,
    PageName.PEOPLE: PeoplePage,
    PageName.PERSON: PersonPage,
    PageName.REVIEW: ReviewPage,
    PageName.UNNAMED: UnnamedPage,
    PageName.IGNORED: IgnoredPage,
    PageName.FOLDERS: FoldersPage,
    PageName.FIND: FindPage,
    PageName.HISTORY: HistoryPage,
    PageName.PREVIEW: PreviewPage,
    PageName.SETTINGS: SettingsPage,
}

_TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


def main(words: Sequence[str] | None = None) -> int:
    """Open the window; return the exit status once it is closed."""
    parser = argparse.ArgumentParser(prog="familiar-desktop", description="Familiar's window.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="Photo folders to add.")
    parser.add_argument("--library", type=Path, help="The library file; by default the user's own.")
    said = parser.parse_args(words)
    if not has_screen():
        sys.stderr.write(
            "There is no screen to open a window on. Work without one: familiar index FOLDER; "
            "familiar --help lists all commands.\n"
        )
        return 3
    app = make_application()
    path = said.library or Path(os.environ.get("FAMILIAR_LIBRARY") or default_path())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        desk = Desk(path)
    except (LibraryError, OSError) as error:
        QMessageBox.critical(None, "Familiar", str(error))
        return 3
    window = MainWindow(desk, MAKERS)
    window.show()
    folders = [folder for folder in said.folders if folder.is_dir()]
    for folder in said.folders:
        if folder not in folders:
            desk.troubled.emit(f"{folder} is no folder. Choose one with: Folders, Add a folder.")
    # Known folders are looked at, too: photos may have come since the last time.
    desk.jobs.index([folder.resolve() for folder in folders])
    return app.exec()


def make_application() -> QApplication:
    """Make the application, with the language and appearance that the user chose."""
    app = QApplication(sys.argv[:1])
    app.setOrganizationName("Familiar")
    app.setApplicationName("Familiar")
    app.setStyle("Fusion")
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
