"""The window on a large library: how soon it is usable, how smoothly it scrolls, how much memory it takes.

    python benchmarks/desktop.py [--photos 100000] [--faces 200000] [--library FILE] [--gathered]

The library is made (people and photos as in `synthetic.py`, without pictures: thumbnails come from a
generator), and the window is drawn off the screen, so that the figures are of our work and not of a graphics
card. Printed are the seconds from the start of the process until photos are shown; how long frames take while
scrolling through photos and groups, sixty a second, with all else that the window does meanwhile, and when
all of it is drawn in each; the time from a name to the screen; and resident memory.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractScrollArea, QApplication

# Loading code makes no garbage: as `app.desktop.__main__` does.
gc.disable()
#: Where the tests make libraries.
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from app.desktop.desk import Desk  # noqa: E402 - after that
from app.desktop.window import MainWindow  # noqa: E402 - likewise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: Frames of each scroll, pixels each moves, and seconds each may take.
FRAMES = 300
STEP = 240
FRAME_S = 1 / 60


def main() -> None:
    """Make the library, and measure the window in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--faces", type=int, default=200_000)
    parser.add_argument("--library", type=Path, help="a library made before; it is changed")
    parser.add_argument("--gathered", action="store_true", help="photos by event, in stacks, with places")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        print(json.dumps(_measured(words.library, gathered=words.gathered)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = words.library or Path(folder, "library.db")
        if not path.exists():
            from makers.large_libraries import make_large_library

            make_large_library(path, photos=words.photos, faces=words.faces)
            if words.gathered:
                from gathering import gather_up

                gather_up(path)
        start = time.time()
        command = [sys.executable, __file__, "--one", "--library", str(path)]
        command += ["--gathered"] * words.gathered
        ran = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "STARTED": str(start)}
        )
        found = json.loads(ran.stdout.splitlines()[-1])
    for name, value in found.items():
        print(f"{name:44} {value}")


def _measured(path: Path, *, gathered: bool) -> dict[str, str]:
    import resource

    from makers.large_libraries import picture_generator
    from PySide6.QtCore import QSettings

    from app.desktop import start
    from app.desktop.garbage import Garbage
    from app.desktop.kept import keep
    from app.desktop.places import PageName, Place
    from app.library.pictures import PictureSupplier
    from app.library.store import Library

    supply = picture_generator()
    PictureSupplier.thumbnails = PictureSupplier.faces = supply  # type: ignore[method-assign]
    app = start.make_application()
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(path.parent / "settings"))
    keep("photos/division", "events" if gathered else "months")
    desk = Desk(Library.open(path))
    desk.jobs.group = lambda: None  # type: ignore[method-assign] - the made faces are grouped as they are
    window = MainWindow(desk, start.MAKERS)
    window.show()
    # Not as it was left the last time.
    window.resize(1280, 820)
    found: dict[str, str] = {}

    def wait(done: Callable[[], bool], limit: float = 30.0) -> None:
        end = time.time() + limit
        while not done() and time.time() < end:
            app.processEvents()
            time.sleep(0.001)

    wait(lambda: window.has_arrived and not desk.lanes.busy)
    app.processEvents()
    began = float(os.environ.get("STARTED", time.time()))
    found["start of the process to photos on the screen"] = f"{time.time() - began:.2f} s"
    start.load_pages()
    Garbage(window)
    for page in (PageName.PHOTOS, PageName.PLACES if gathered else PageName.UNNAMED):
        window.go(Place(page))
        wait(lambda: not desk.lanes.busy)
        app.processEvents()
        found[f"{page}: a frame, 99th of 100, longest"] = _scrolled(window, whole=False)
        found[f"{page}: drawn in full"] = _scrolled(window, whole=True)
    window.go(Place(PageName.PEOPLE))
    wait(lambda: not desk.lanes.busy)
    found |= _named(window, desk, wait)
    found["resident memory, at most"] = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    window.close()
    return found


def _named(window: MainWindow, desk: Desk, wait: Callable[[Callable[[], bool]], None]) -> dict[str, str]:
    """Rename somebody on the page of people that is shown."""
    from app import operations
    from app.desktop.models.people import PersonRole

    people = window.page.grid.people  # type: ignore[attr-defined]
    told: list[float] = []
    desk.changed.connect(lambda _: told.append(time.perf_counter()))
    name = f"Somebody {time.time_ns()}"
    begin = time.perf_counter()
    desk.do(operations.name_person, person=100, name=name)
    wait(lambda: any(index.data(PersonRole.NAME) == name for index in people.indexes_of([100])))
    QApplication.processEvents()
    shown = time.perf_counter()
    wait(lambda: not desk.lanes.busy)
    return {
        "a name to the news of it": f"{1000 * (told[0] - begin):.0f} ms",
        "a name to the screen": f"{1000 * (shown - begin):.0f} ms",
        "a name to everything being up to date": f"{1000 * (time.perf_counter() - begin):.0f} ms",
    }


def _scrolled(window: MainWindow, *, whole: bool) -> str:
    """Scroll through the page that is shown, first by a third of it a frame and then by whole pages.

    Args:
        window: Shows the page.
        whole: Draw all of the window in each frame, not only what comes in; else what is left of each frame's
            time goes to what arrives meanwhile, and that counts where it takes longer than the frame.
    """
    areas = [area for area in window.page.findChildren(QAbstractScrollArea) if area.isVisible()]
    bar = max(areas, key=lambda one: one.verticalScrollBar().maximum()).verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    frames = []
    for frame in range(FRAMES):
        begin = time.perf_counter()
        bar.setValue(bar.value() + STEP * (4 if frame > FRAMES // 2 else 1))
        QApplication.processEvents()
        if whole:
            window.grab()
        took = time.perf_counter() - begin
        while not whole and time.perf_counter() < begin + FRAME_S:
            turn = time.perf_counter()
            QApplication.processEvents()
            took = max(took, time.perf_counter() - turn)
            time.sleep(0.0005)
        frames.append(1000 * took)
    frames.sort()
    middle, late = frames[len(frames) // 2], frames[int(len(frames) * 0.99)]
    return f"{middle:.1f}, {late:.1f}, {frames[-1]:.1f} ms"


if __name__ == "__main__":
    main()
