"""`python -m app.desktop` and `familiar-desktop`: open the window."""

import gc
import sys

# Loading code makes no garbage worth looking for, and the looks take a tenth of the time. Later ones are
# `app.desktop.garbage`.
gc.disable()

from app.desktop.start import main as start  # noqa: E402 - after that
from engine.image import isolate  # noqa: E402


def main() -> int:
    """Be the program `familiar-desktop`, and return the exit status."""
    isolate()
    return start()


__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
