"""A process that may have no network: whoever asks for a socket in it, Python or a library, ends it.

    python -m makers.offline commands FOLDER
    python -m makers.offline window FOLDER
    python -m makers.offline offend WHAT

FOLDER holds an album (`makers.albums`). The first two drive every command and every page; what they drive is
printed, one line each. Sockets within the computer (AF_UNIX, by which Qt talks to the desktop and Python to
its own processes) are let through.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: What Python reports that has to do with a network, but for `socket.__new__`, whose family is looked at.
_EVENTS = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    "socket.getnameinfo", "socket.getservbyname", "socket.sendto", "socket.sendmsg", "urllib.Request",
    "http.client.connect", "ftplib.connect", "smtplib.connect", "webbrowser.open",
)  # fmt: skip
#: The number of the call `socket`, and what the kernel calls the processor (linux/audit.h).
_KERNEL = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
_LOCAL = getattr(socket, "AF_UNIX", None)


def forbid_network() -> None:
    """End this process, and all that it starts, at the first socket that leads out; for good."""

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        outward = event in _EVENTS or (event == "socket.__new__" and arguments[1] not in {_LOCAL, -1})
        if outward and not (event.startswith("socket.") and _is_local(arguments)):
            sys.stderr.write(f"asked for the network: {event} {arguments!r}\n")
            sys.stderr.flush()
            os._exit(77)

    sys.addaudithook(look)
    if can_forbid():
        _forbid_socket()


def can_forbid() -> bool:
    """Tell whether the kernel ends whoever asks for a socket, also below Python."""
    return sys.platform == "linux" and platform.machine() in _KERNEL


def _is_local(arguments: tuple[Any, ...]) -> bool:
    return bool(arguments) and getattr(arguments[0], "family", None) == _LOCAL


def _forbid_socket() -> None:
    """Have the kernel kill the process at `socket` of any family but AF_UNIX (seccomp, as BPF)."""
    number, processor = _KERNEL[platform.machine()]
    load, equal, answer = 0x20, 0x15, 0x06
    kill, allow = 0x80000000, 0x7FFF0000
    # Other calls go to the last step but one; so do those of another processor, of which there is none here.
    program = [
        (load, 0, 0, 4),  # the processor
        (equal, 0, 4, processor),
        (load, 0, 0, 0),  # the call
        (equal, 0, 2, number),
        (load, 0, 0, 16),  # its first argument, the family
        (equal, 0, 1, int(socket.AF_UNIX)),
        (answer, 0, 0, allow),
        (answer, 0, 0, kill),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    steps = ctypes.create_string_buffer(code)
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(steps)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_privileges, set_seccomp, filtered = 38, 22, 2
    for words in ((no_new_privileges, 1, 0, 0, 0), (set_seccomp, filtered, whole, 0, 0)):
        if prctl(*words):
            raise OSError(ctypes.get_errno(), "the kernel refuses to forbid sockets")


def offend(what: str) -> None:
    """Ask for the network, in a way that no caller would notice."""
    with contextlib.suppress(Exception):
        match what:
            case "connect":
                socket.create_connection(("127.0.0.1", 9), timeout=1)
            case "name":
                socket.getaddrinfo("localhost", 80)
            case "below Python":
                ctypes.CDLL(None).socket(2, 1, 0)
            case "udp":
                socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            case "local":
                for one in socket.socketpair():
                    one.close()


def leaf_commands() -> list[str]:
    """Return the words of all commands."""
    from typer.main import get_command

    from app.cli.commands import app

    def leaves(command: Any, words: str) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words.strip()
            return
        for name, one in inner.items():
            yield from leaves(one, f"{words} {name}")

    return list(leaves(get_command(app), ""))


def run_commands(folder: Path) -> None:
    """Run every command once, as the programs start: decoders run in processes of their own."""
    from makers.films import RATE, film, greys

    from app.cli.main import main
    from engine.image import isolate
    from engine.video import frame

    isolate(1)
    photos, other = folder / "photos", folder / "other"
    other.mkdir()
    for number in (1, 2):
        shutil.copy(photos / f"{number}.jpg", other / f"new {number}.jpg")
    film(other / "new.mp4", greys(2 * RATE))
    model, card = _own_model(folder)
    one, two = photos / "1.jpg", photos / "2.jpg"
    tour: dict[str, list[object]] = {
        "status": [], "people": ["--all"], "show": [1], "name": [1, "Anna"], "merge": ["Anna", 2],
        "move": [1, "--nobody"], "confirm": ["Anna"], "reject": ["Anna", "--face", 1], "undo": [], "redo": [],
        "split": ["Anna", "--part", 2], "ignore": [3], "erase": [5], "birthday": ["Anna", "1990-01-01"],
        "mention": ["Anna", photos / "3.jpg"], "history": [], "preview": ["--strictness", 0.3],
        "review": ["--json"], "suggest": ["Anna"], "find": [one], "search": ["Anna"], "sightings": ["Anna"],
        "stacks": [], "places": [], "events": [], "compare": [one, two], "index": [other],
        "watch": [other], "draw": [other / "new 1.jpg", 10, 10, 80, 80, "--new", "Bert"],
        "export": ["Anna", "--to", folder / "out"], "export training-set": ["--to", folder / "set"],
        "export photos": ["Anna", "--to", folder / "album.html"],
        "export names": ["--to", folder / "names.json"], "import": [folder / "names.json", "--yes"],
        "metadata show": [one],
        "metadata write": [one, "--sidecars", "--yes"], "models list": [], "models verify": [],
        "models install": [model, card], "models select": ["sface-2021dec"], "settings": [],
        "doctor": [], "backup": [folder / "copy.db"], "restore": ["--list"], "forget-missing": ["--yes"],
        "forget": ["Anna", "--yes"], "stop-watching": [other, "--yes"],
    }  # fmt: skip
    missing = {*leaf_commands()} ^ {*tour}
    if missing:
        sys.exit(f"not driven, or gone: {sorted(missing)}")
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    for command, words in tour.items():
        # The faces of the album are made up, and none of a network's can be among them.
        own = command in {"index", "watch", "draw", "stop-watching"}
        library = folder / ("own.db" if own else "library.db")
        signal.setitimer(signal.ITIMER_REAL, 3 if command == "watch" else 0)
        status = main(["--library", str(library), *command.split(), *map(str, words)])
        _driven(status, command)
    # Indexing would have listed a video that ended its process as one that could not be read.
    frame(other / "new.mp4", 0)


def _own_model(folder: Path) -> tuple[Path, Path]:
    from makers.onnx_models import recogniser, recogniser_card

    model, card = folder / "tiny.onnx", folder / "tiny.toml"
    model.write_bytes(recogniser())
    card.write_text(recogniser_card(recogniser()), "utf-8")
    return model, card


def _driven(status: int, what: str) -> None:
    sys.stdout.write(f"\nDRIVEN {status} {what}\n")
    sys.stdout.flush()


def open_pages(folder: Path) -> None:
    """Open the window, go to every page, and look at a photo and a person."""
    from PySide6.QtCore import QSettings
    from PySide6.QtTest import QTest

    from app.desktop.desk import Desk
    from app.desktop.places import PageName, Place
    from app.desktop.start import MAKERS, load_pages, make_application
    from app.desktop.window import MainWindow
    from app.library.store import Library
    from engine.image import isolate

    isolate(1)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings"))
    app = make_application()
    load_pages()
    library = Library.open(folder / "library.db")
    desk = Desk(library)
    window = MainWindow(desk, MAKERS)
    window.show()

    def settle() -> None:
        for _ in range(3000):
            QTest.qWait(10)
            if window.has_arrived and not desk.lanes.busy:
                return
        sys.exit("it does not come to rest")

    photo = folder / "photos" / "1.jpg"
    ids = {PageName.PHOTO: 1, PageName.PERSON: 1}
    for page in MAKERS:
        if page is PageName.START:
            continue
        window.go(Place(page, id=ids.get(page, 0), text=str(photo) if page is PageName.FIND else ""))
        settle()
        QTest.qWait(200)
        _driven(0, page)
    desk.jobs.index([folder / "photos"])
    while desk.jobs.running or desk.lanes.busy:
        QTest.qWait(20)
    window.close()
    app.processEvents()


if __name__ == "__main__":
    forbid_network()
    match sys.argv[1]:
        case "offend":
            offend(sys.argv[2])
        case "commands":
            run_commands(Path(sys.argv[2]))
        case "window":
            open_pages(Path(sys.argv[2]))
