"""What all fuzzers here share: each target in a process of its own, under libFuzzer, until its first finding.

    python benchmarks/fuzz_….py [TARGET ...] [--minutes 5] [--keep FOLDER]
    python benchmarks/fuzz_….py TARGET --again FILE

Needs `pip install atheris` in addition (Python 3.11 to 3.13 on Linux), which brings libFuzzer. Each target,
all by default, runs on one core, starts from small files, and ends at its first finding: an exception that is
not the announced one, a broken promise, a crash, more than 10 seconds for one input, or more than 2 GB of
memory. The input is then kept in FOLDER, by default `fuzz-findings`, and `--again` shows what it does. The
exit status tells whether nothing was found.
"""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

_RESULT = re.compile(rb"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(rb"cov: (\d+) ft: (\d+)")


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed.

    Attributes:
        check: Takes an input; raises where something is wrong.
        seeds: Makes the inputs to begin with.
        longest: Bytes of an input.
    """

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    longest: int = 30_000


class BrokenPromiseError(Exception):
    """What our code did is not what it says it does."""


def hold(promise: object, words: str) -> None:
    """Raise where a promise does not hold; unlike `assert`, always."""
    if not promise:
        raise BrokenPromiseError(words)


def main(
    file: str,
    targets: Mapping[str, Target],
    *,
    words: Sequence[str],
    watched: Sequence[str],
    load: Sequence[str],
) -> int:
    """Run the targets that the command line names, one after another; return 0 where nothing was found.

    Args:
        file: The fuzzer that calls.
        targets: By name.
        words: Of the formats, which mutations would hardly hit upon; escaped as libFuzzer wants it.
        watched: Packages whose lines guide the mutations.
        load: The modules of these to load first.
    """
    if sys.argv[1:2] == ["--one"]:
        _be(sys.argv[2], sys.argv[3:], targets, watched, load)
    parser = argparse.ArgumentParser(
        description=__doc__.replace("fuzz_….py", Path(file).name),
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(targets))
    parser.add_argument("--minutes", type=float, default=5.0, help="for each target")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--again", type=Path, help="try one input again, without mutating it")
    said = parser.parse_args()
    wrong = set(said.targets) - targets.keys()
    if wrong or (said.again and len(said.targets) != 1):
        parser.error(f"the targets are {', '.join(targets)}")
    if said.again:
        targets[said.targets[0]].check(said.again.read_bytes())
        print("Nothing is wrong with it any more.")
        return 0
    # All are run, whatever the first of them found.
    results = [
        _run(file, name, targets[name], words=words, minutes=said.minutes, keep=said.keep)
        for name in said.targets or targets
    ]
    return 0 if all(results) else 1


def _run(file: str, name: str, target: Target, *, words: Sequence[str], minutes: float, keep: Path) -> bool:
    """Run one target in a process of its own; tell whether nothing was found."""
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(target.seeds()):
            (corpus / f"{number:03}").write_bytes(seed)
        dictionary = Path(scratch, "words")
        dictionary.write_text("".join(f'"{word}"\n' for word in words), "ascii")
        options = {
            "max_total_time": round(minutes * 60),
            "max_len": target.longest,
            "timeout": 10,
            "rss_limit_mb": 2048,
            "artifact_prefix": f"{keep}/{name}-",
            "dict": str(dictionary),
            "print_final_stats": 1,
            "reload": 0,
        }
        command = [sys.executable, file, "--one", name, str(corpus)]
        command += [f"-{option}={value}" for option, value in options.items()]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    executed, covered = _RESULT.findall(done.stdout), _COVERED.findall(done.stdout)
    if not executed and not covered:
        print(done.stdout.decode("utf-8", "replace")[-3000:])
        sys.exit("The fuzzer did not run. Install it with `pip install atheris` (Linux) and try again.")
    # Among the seeds something may be found before anything is counted, and a crash ends the count.
    lines, features = map(int, covered[-1] if covered else (0, 0))
    number = f"{int(executed[-1]):,}" if executed else "some"
    print(f"{name}: {number} inputs, {lines} edges, {features} features, exit {done.returncode}", flush=True)
    if done.returncode:
        print(done.stdout.decode("utf-8", "replace")[-3000:], flush=True)
    return done.returncode == 0


def _be(
    name: str,
    options: Sequence[str],
    targets: Mapping[str, Target],
    watched: Sequence[str],
    load: Sequence[str],
) -> None:
    """Be the process in which one target runs; does not return."""
    import atheris

    with atheris.instrument_imports(include=list(watched)):
        for module in load:
            importlib.import_module(module)
    atheris.Setup([sys.argv[0], *options], targets[name].check)
    atheris.Fuzz()
