"""`familiar …`: every job of Familiar without a window.

`main` is the entry point; `commands` joins the command groups, each in a file of its own. Nothing here
decides anything: the rooms of `app` do the work, this package reads words and prints results.
"""

from app.cli.starting import quiet_interrupt

with quiet_interrupt():
    from app.cli.main import main as run
    from engine.image import isolate


def main() -> int:
    """Be the program `familiar`: run the command line's words, and return the exit status."""
    isolate()
    return run()


__all__ = ["main"]
