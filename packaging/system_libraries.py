"""Runs first in a bundle: lets programs of the system that it starts find the system's own libraries.

The bundle's loader makes its own folder the first that libraries are looked for in, and what it starts would
inherit that. Its own libraries are found all the same, as that was read when it started.
"""

import os

if os.name == "posix":
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
