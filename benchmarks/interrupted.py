"""Indexing killed at random moments (kill -9), then run again: is the library the same as undisturbed?

    python benchmarks/interrupted.py FOLDER [--kills 20]

Every table is compared row by row, ids included; left out are only moments (when something was indexed
or made) and the list of jobs, which rightly tells of the interruption.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Base, Moment

LEFT_OUT = {"job"}


def main() -> None:
    """Run the comparison; the exit status tells whether all libraries were the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    moments = random.Random(words.seed)
    with tempfile.TemporaryDirectory() as scratch:
        undisturbed = Path(scratch, "undisturbed.db")
        start = time.perf_counter()
        _start(words.folder, undisturbed).wait()
        longest = time.perf_counter() - start
        wanted = _content(undisturbed)
        print(f"undisturbed: {longest:.1f} s, {sum(map(len, wanted.values()))} rows")
        same, killed = 0, 0
        while killed < words.kills:
            library = Path(scratch, f"{killed}.db")
            process = _start(words.folder, library)
            moment = moments.uniform(0, longest)
            try:
                process.wait(moment)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            else:
                # It was faster this time and had finished; that tells nothing.
                library.unlink(missing_ok=True)
                continue
            killed += 1
            again = _start(words.folder, library).wait()
            found = _content(library)
            differing = [table for table in wanted if wanted[table] != found[table]]
            same += not differing and again == 0
            outcome = f"differs in {differing}" if differing else "same"
            print(f"{killed:3}: killed at {moment:5.2f} s; {outcome}", flush=True)
        print(f"{same} of {words.kills} libraries are the same")
        sys.exit(same != words.kills)


def _start(folder: Path, library: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app.cli", "--library", str(library), "--json", "index", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, without moments."""
    with Library.open(path) as library, library.read() as session:
        return {
            name: [
                tuple(row)
                for row in session.execute(
                    select(*(c for c in table.columns if not isinstance(c.type, Moment))).order_by(
                        *table.primary_key.columns
                    )
                )
            ]
            for name, table in Base.metadata.tables.items()
            if name not in LEFT_OUT
        }


if __name__ == "__main__":
    main()
