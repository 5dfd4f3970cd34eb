"""Kills everything that Familiar does at random instants, damages what it keeps, and counts what is lost.

    python benchmarks/faults.py [--runs 20] [--seed 1] [--only WORD] [--in FOLDER]

Prints a Markdown table; the exit status tells whether nothing was lost. `--runs` is how often each deed is
killed; of single operations each is killed a few times. Linux and macOS; `docs/reliability.md` says more.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main() -> None:
    """Run all faults; print the table and every loss."""
    from makers.damaging import DAMAGES
    from makers.deeds import ACTIONS, JOBS
    from makers.killing import Outcome, kill_all

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="faults whose name has this")
    parser.add_argument("--in", dest="folder", type=Path, help="where; by default a temporary folder")
    words = parser.parse_args()
    # What is emptied and made anew is told of in the log.
    logging.disable(logging.WARNING)
    generator = random.Random(words.seed)
    jobs = [deed for deed in JOBS if words.only in f"kill: {deed.name}"]
    actions = [deed for deed in ACTIONS if words.only in f"kill: {deed.name}"]
    found: dict[str, list[Outcome]] = {}
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=words.folder) as scratch:
        for number, deed in enumerate([*jobs, *actions]):
            runs = words.runs if deed in jobs else max(1, words.runs // 10)
            some = kill_all([deed], Path(scratch, f"{number}"), runs=runs, generator=generator)
            found.setdefault(f"kill: {deed.name}", []).extend(some[deed.name])
            _say(deed.name, some[deed.name])
        for name, damage in DAMAGES.items():
            if words.only in name:
                for run in range(words.runs):
                    place = Path(scratch, f"{name} {run}".replace("/", " "))
                    place.mkdir()
                    outcome = damage(place, generator)
                    found.setdefault(name, []).append(outcome)
                    _say(name, [outcome])
    print(f"\n{sum(map(len, found.values()))} runs in {time.perf_counter() - begin:.0f} s\n")
    _table(found)
    sys.exit(any(outcome.losses for outcomes in found.values() for outcome in outcomes))


def _say(name: str, outcomes: list[object]) -> None:
    for outcome in outcomes:
        for loss in getattr(outcome, "losses", ()):
            print(f"LOST, {name}: {loss}", flush=True)


def _table(found: dict[str, list[object]]) -> None:
    print("| Fault | Runs | What was found | Losses |\n|---|---|---|---|")
    for name, outcomes in found.items():
        how = Counter(getattr(outcome, "how", "") for outcome in outcomes)
        told = ", ".join(f"{what} {count}" for what, count in how.most_common())
        lost = sum(bool(getattr(outcome, "losses", ())) for outcome in outcomes)
        print(f"| {name} | {len(outcomes)} | {told} | {lost} |")


if __name__ == "__main__":
    main()
