"""`familiar …`: every job of Familiar without a window.

`main` is the entry point; `commands` joins the command groups, each in a file of its own. Nothing here
decides anything: the rooms of `app` do the work, this package reads words and prints results.
"""

from app.cli.starting import quiet_interrupt

with quiet_interrupt():
    from app.cli.main import main

__all__ = ["main"]
