"""Sets Familiar up in its own environment and starts it. Needs Python 3.11 to 3.13 and nothing else.

    python3 run.py [FOLDER ...]     open the window, and find the people in these photo folders
    python3 run.py --headless [...] find them without a window, and print them
    python3 run.py test [...]       run the tests; further words go to pytest
    python3 run.py --help           print this

Where there is no screen, it works as with --headless. Then options of `familiar index` may follow the
folders; `.venv/bin/familiar index --help` lists them. A folder whose name starts with - follows the word --.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
# Versions of large dependencies that are known to work together here.
CONSTRAINTS = "constraints.txt"
# What is installed besides what Familiar cannot do without.
USUAL = "video"
VERSIONS = ((3, 13), (3, 12), (3, 11))

# Compiled modules of the dependencies; a bare server may lack a system library that one of them needs.
COMPILED = (
    "cv2",
    "numpy",
    "onnx",
    "onnxruntime",
    "PIL.Image",
    "pi_heif",
    "PySide6.QtWidgets",
    "scipy",
    "sklearn",
)

# System libraries and the packages that bring them: Debian and Ubuntu, Fedora, Arch, Alpine.
LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "libegl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "mesa-gl"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "glib"),
    "libgomp.so.1": ("libgomp1", "libgomp", "gcc-libs", "libgomp"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "glib"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs", "libstdc++"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11", "libx11"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11", "libx11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": (
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11",
        "libxkbcommon-x11",
    ),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon"),
}
INSTALLERS = (
    ("apt-get", "sudo apt-get install"),
    ("dnf", "sudo dnf install"),
    ("pacman", "sudo pacman -S"),
    ("apk", "sudo apk add"),
)


def main(words: list[str]) -> int:
    """Set up and start what the words ask for; return the exit status."""
    if words[:1] in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    if sys.version_info[:2] not in VERSIONS:
        return start_with_another_python(words)
    testing = words[:1] == ["test"]
    python = set_up("dev,raw,trainer,video" if testing else "")
    if testing:
        return hand_over([python, "-m", "pytest", "-n", "auto", *words[1:]], folder=HERE)
    # The folders are relative to where the user stands. -P: a module of the user's there is not ours.
    options = [word for word in words[: words.index("--") if "--" in words else None] if word[:1] == "-"]
    if not options and has_screen():
        check_window_libraries()
        return hand_over([python, "-P", "-m", "app.desktop", *words])
    if not options:
        say("There is no screen here, so Familiar works without its window, as with --headless.")
    return hand_over(
        [python, "-P", "-m", "app.cli", "index", *(word for word in words if word != "--headless")]
    )


def has_screen() -> bool:
    """Tell whether a window can be opened here."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def hand_over(command: list[str], *, folder: Path | None = None) -> int:
    """Run a command to its end, in this folder if one is given, and return its exit status.

    As in a shell, that is 128 + n for a command that signal n has ended.
    Ctrl-C reaches the command too, which ends in good order; giving up on it would kill it half-way.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        status = subprocess.run(command, cwd=folder, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
    return status if status >= 0 else 128 - status


def start_with_another_python(words: list[str]) -> int:
    """Run this file with a Python that Familiar supports, if there is one."""
    for major, minor in VERSIONS:
        other = shutil.which(f"python{major}.{minor}")
        # A version manager's stand-in for a Python that is not chosen is there, but only says so.
        if other and not subprocess.run([other, "-c", ""], capture_output=True, check=False).returncode:
            return hand_over([other, str(HERE / "run.py"), *words])
    sys.exit(
        f"Familiar needs Python 3.11, 3.12 or 3.13; this is {platform.python_version()}. "
        "Install one of them from https://www.python.org/downloads/ and try again."
    )


def set_up(extras: str) -> str:
    """Make the environment, or bring it up to date, and return the path of its Python."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = fingerprint()
    stamp = ENVIRONMENT / "familiar-setup"
    done = stamp.read_text("utf-8").split() if stamp.exists() else []
    if done[:1] == [wanted] and (not extras or extras in done):
        return str(python)
    if not python.exists():
        say("Making Familiar's own environment ...")
        make_environment()
    extras = extras or next(iter(done[1:]), USUAL)
    say("Installing Familiar and what it needs (a few minutes, once) ...")
    target = f"{HERE}[{extras}]"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install += ["--constraint", str(HERE / CONSTRAINTS), "--editable", target]
    if subprocess.run(install, check=False).returncode:
        sys.exit(
            "Installing failed; pip says why above. Check the internet connection and the free disk "
            f"space, delete the folder {ENVIRONMENT} and try again."
        )
    check_system_libraries(str(python))
    stamp.write_text(f"{wanted} {extras}\n", "utf-8")
    return str(python)


def fingerprint() -> str:
    """Return what the environment depends on, as a short text."""
    files = b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", CONSTRAINTS))
    return hashlib.sha256(files + f"{platform.python_version()} {HERE}".encode()).hexdigest()[:32]


def make_environment() -> None:
    """Make an empty virtual environment."""
    try:
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
            capture_output=True,
            text=True,
            check=False,
        )
    except KeyboardInterrupt:
        # Half an environment would be taken for a whole one next time.
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise
    if made.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"The environment could not be made:\n{made.stdout}{made.stderr}\n"
            f"On Debian and Ubuntu it needs a package: sudo apt-get install python{version}-venv"
        )


def check_system_libraries(python: str) -> None:
    """Import every compiled module, and name the missing system libraries with the command that helps."""
    missing, other = [], []
    for module in COMPILED:
        tried = subprocess.run(
            [python, "-c", f"import {module}"], capture_output=True, text=True, check=False
        )
        if tried.returncode:
            error = (
                tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else "it ended without a word"
            )
            found = re.search(r"(\S+\.so[.\d]*): cannot open shared object file", error)
            if found:
                missing.append(found.group(1))
            else:
                other.append(f"{module}: {error}")
    if missing:
        sys.exit(f"This system lacks {', '.join(sorted(set(missing)))}. {advice(missing)}")
    if other:
        sys.exit("These parts do not work on this system:\n" + "\n".join(other))


def check_window_libraries() -> None:
    """Name what a window on X needs and the system lacks: Qt would only say that it cannot start."""
    if (
        not os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.environ.get("QT_QPA_PLATFORM")
    ):
        return
    plugins = sorted(ENVIRONMENT.glob("lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so"))
    reader = shutil.which("ldd")
    if not plugins or not reader:
        return
    told = subprocess.run([reader, str(plugins[-1])], capture_output=True, text=True, check=False).stdout
    missing = sorted(set(re.findall(r"(\S+) => not found", told)))
    if missing:
        sys.exit(
            f"For its window, Familiar needs what this system lacks: {', '.join(missing)}. "
            f"{advice(missing)}\n"
            "Or work without the window: python3 run.py --headless"
        )


def advice(missing: list[str]) -> str:
    """Return the command that installs the missing libraries here."""
    for column, (program, install) in enumerate(INSTALLERS):
        if shutil.which(program):
            packages = sorted({LIBRARIES[name][column] for name in missing if name in LIBRARIES})
            unknown = sorted({name for name in missing if name not in LIBRARIES})
            # A command on a line of its own can be copied.
            command = [f"Install it with:\n    {install} {' '.join(packages)}"] if packages else []
            search = [f"Find the package that brings {', '.join(unknown)}."] if unknown else []
            return "\n".join([*command, *search, "Then try again."])
    return "Install it with your system's package manager, then try again."


def say(text: str) -> None:
    """Tell the user what is going on, without mixing with the program's own output."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
