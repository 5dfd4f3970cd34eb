"""The window on a large library: how soon it is usable, how smoothly it scrolls, how much memory it takes.

    python benchmarks/desktop.py [--photos 100000] [--faces 200000] [--library FILE]

The library is made (people and photos as in `synthetic.py`, without pictures: thumbnails come from a
generator), and the window is drawn off the screen, so that the figures are of our work and not of a graphics
card. Printed are the seconds from the start of the process until photos are shown, how long frames take while
scrolling through photos and groups, the time from a name to the screen, and resident memory.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from app.desktop.window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: Frames of each scroll, and pixels each moves.
FRAMES = 300
STEP = 240
#: When everything in the made library was made.
NOW = "2026-01-01T00:00:00.000000+00:00"


def main() -> None:
    """Make the library, and measure the window in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--faces", type=int, default=200_000)
    parser.add_argument("--library", type=Path, help="a library made before; it is changed")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        print(json.dumps(_measured(words.library)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = words.library or Path(folder, "library.db")
        if not path.exists():
            _make(path, words.photos, words.faces)
        start = time.time()
        command = [sys.executable, __file__, "--one", "--library", str(path)]
        ran = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "STARTED": str(start)}
        )
        found = json.loads(ran.stdout.splitlines()[-1])
    for name, value in found.items():
        print(f"{name:44} {value}")


def _make(path: Path, photos: int, faces: int) -> None:
    """Write a library: a dozen people with two fifths of the faces, friends, strangers, ten years."""
    import sqlite3

    import numpy as np
    from library_file import create

    from engine.embedding import pack

    random = np.random.default_rng(1)
    ranks = np.concatenate(
        [np.repeat(np.arange(12), 20), np.repeat(np.arange(12, 80), 3), np.arange(80, 10_000)]
    )
    who = np.where(
        random.random(faces) < 0.8, random.choice(ranks[:444], faces), random.integers(80, 10_000, faces)
    )
    centres = random.standard_normal((10_000, 128)).astype(np.float32)
    vectors = centres[who] + 0.6 * random.standard_normal((faces, 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = np.sort(random.integers(0, photos, faces))
    create(path, pack(vectors), order)
    with sqlite3.connect(path) as opened:
        opened.executemany(
            "INSERT OR IGNORE INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, "
            "orientation, indexed_at) VALUES (?1, 1, ?1 || '.jpg', 1, 1, ?1, 'analysed', 0, 1, ?2)",
            ((photo, NOW) for photo in range(1, photos + 1)),
        )
        opened.execute(
            "UPDATE photo SET taken_at = strftime('%Y-%m-%dT%H:%M:%S', 1262304000 + id * 3155, 'unixepoch'), "
            "width = 4000, height = 3000, indexed_at = ?",
            (NOW,),
        )
        names = (f"Person {one + 1}" if one < 80 else None for one in range(10_000))
        opened.executemany(
            "INSERT INTO person (id, name, name_key, created_at) VALUES (?1, ?2, lower(?2), ?3)",
            ((one, name, NOW) for one, name in enumerate(names, 1)),
        )
        opened.executemany(
            "UPDATE face SET person_id = ? WHERE id = ?",
            ((int(one) + 1, at) for at, one in enumerate(who, 1)),
        )
        opened.execute("DELETE FROM newcomer")


def _measured(path: Path) -> dict[str, str]:
    import resource

    from PIL import Image
    from PySide6.QtCore import QSettings

    from app import operations
    from app.desktop import start
    from app.desktop.desk import Desk
    from app.desktop.places import PageName, Place
    from app.library.pictures import PictureSupplier

    buffer = io.BytesIO()
    Image.new("RGB", (256, 192), (120, 140, 160)).save(buffer, "JPEG")
    picture = buffer.getvalue()
    PictureSupplier.thumbnails = lambda _self, ids, _side: dict.fromkeys(ids, picture)  # type: ignore[method-assign]
    PictureSupplier.faces = lambda _self, ids, _side: dict.fromkeys(ids, picture)  # type: ignore[method-assign]
    app = start.make_application()
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(path.parent / "settings"))
    desk = Desk(path)
    desk.jobs.group = lambda: None  # type: ignore[method-assign] - the made faces are grouped as they are
    window = MainWindow(desk, start.MAKERS)
    window.show()
    found: dict[str, str] = {}

    def wait(done: Callable[[], bool], limit: float = 30.0) -> None:
        end = time.time() + limit
        while not done() and time.time() < end:
            app.processEvents()
            time.sleep(0.001)

    wait(lambda: window.has_arrived and not desk.lanes.busy)
    began = float(os.environ.get("STARTED", time.time()))
    found["start of the process to photos on the screen"] = f"{time.time() - began:.2f} s"
    for page in (PageName.PHOTOS, PageName.UNNAMED):
        window.go(Place(page))
        wait(lambda: not desk.lanes.busy)
        found[f"{page}: a frame, 99th of 100, longest"] = _scrolled(window)
    window.go(Place(PageName.PEOPLE))
    wait(lambda: not desk.lanes.busy)
    told: list[float] = []
    desk.changed.connect(lambda _: told.append(time.perf_counter()))
    begin = time.perf_counter()
    desk.do(operations.name_person, person=100, name="Somebody new")
    wait(lambda: bool(told) and not desk.lanes.busy)
    found["a name to the news of it"] = f"{1000 * (told[0] - begin):.0f} ms"
    found["a name to the page being up to date"] = f"{1000 * (time.perf_counter() - begin):.0f} ms"
    found["resident memory, at most"] = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    window.close()
    return found


def _scrolled(window: MainWindow) -> str:
    """Scroll through the page that is shown: slowly first, then by whole pages."""
    areas = [area for area in window.page.findChildren(QAbstractScrollArea) if area.isVisible()]
    bar = max(areas, key=lambda one: one.verticalScrollBar().maximum()).verticalScrollBar()
    frames = []
    for frame in range(FRAMES):
        begin = time.perf_counter()
        bar.setValue(bar.value() + STEP * (40 if frame > FRAMES // 2 else 1))
        QApplication.processEvents()
        window.grab()
        frames.append(1000 * (time.perf_counter() - begin))
    frames.sort()
    middle, late = frames[len(frames) // 2], frames[int(len(frames) * 0.99)]
    return f"{middle:.1f}, {late:.1f}, {frames[-1]:.1f} ms"


if __name__ == "__main__":
    main()
