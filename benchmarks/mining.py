"""Mining triplets from a batch of the paper's size: Familiar beside pytorch-metric-learning.

    python benchmarks/mining.py [--faces 40] [--people 45] [--smaller 15] [--rounds 3] [--threads 1,2]

Both start from the same embeddings of made people (128 dimensions, margin 0.2) and end with triplets, or with
a loss and its gradient. Their turns are interleaved in one process for each number of threads; the median,
the rate and the ratio turn by turn are printed. Peak memory is that of a process of its own, less what it
held before; on CUDA, where there is one, that of the allocator. Where the definitions are the same, so must
be the triplets: they are compared, and what differs must lie on an edge of the margin to within rounding.
The second batch, of `--smaller` people, is one that pytorch-metric-learning enumerates in one piece.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.losses import TripletMarginLoss
from pytorch_metric_learning.miners import BatchHardMiner, DistanceWeightedMiner, TripletMarginMiner
from torch import Tensor

from trainer.losses import squared_distances
from trainer.mining import Selection, batch_all_loss, report, select

MARGIN = 0.2
#: d² closer than this to an edge of the margin may fall on either side of it in 32 bits.
ROUNDING = 1e-5

Three = tuple[Tensor, Tensor, Tensor]
Job = Callable[[Tensor, Tensor], Three | Tensor]


def main() -> None:
    """Compare on the processor and, where there is one, on CUDA; or, as a process of our own, one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--faces", type=int, default=40, help="of each person")
    parser.add_argument("--people", type=int, default=45)
    parser.add_argument("--smaller", type=int, default=15, help="people of the second batch")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--device", default="cpu", help=argparse.SUPPRESS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one == "times":
        print(json.dumps(_times(words)))
    elif words.one:
        print(json.dumps(_memory(words)))
    else:
        for people in (words.people, words.smaller):
            for threads in words.threads.split(","):
                _compare(words, people, threads, "cpu")
            if torch.cuda.is_available():
                _compare(words, people, "1", "cuda")


def _selecting(strategy: Selection) -> Job:
    def job(embeddings: Tensor, labels: Tensor) -> Three:
        found = select(strategy, squared_distances(embeddings, embeddings), labels, MARGIN)
        return found.anchor, found.positive, found.negative

    return job


def _their_all(kind: str) -> Job:
    job: Job = TripletMarginMiner(MARGIN, kind, distance=LpDistance(power=2))
    return job


def _our_loss(embeddings: Tensor, labels: Tensor) -> Tensor:
    embeddings.requires_grad_()
    loss = batch_all_loss(squared_distances(embeddings, embeddings), labels, MARGIN)
    torch.autograd.backward(loss)
    return loss.detach()


def _their_loss(embeddings: Tensor, labels: Tensor) -> Tensor:
    embeddings.requires_grad_()
    theirs = TripletMarginLoss(MARGIN, distance=LpDistance(power=2), triplets_per_anchor="all")
    loss: Tensor = theirs(embeddings, labels)
    torch.autograd.backward(loss)
    return loss.detach()


@dataclass(frozen=True, slots=True)
class Pair:
    """A job of ours and the nearest of theirs; `same` says what of their results must agree."""

    ours: Job
    theirs: Job
    names: tuple[str, str]
    same: str = ""


#: Their distance-weighted miner takes the plain distance only, as its formula wants.
PAIRS = {
    "semi_hard_all": Pair(
        _selecting(Selection.SEMI_HARD_ALL),
        _their_all("semihard"),
        ("every semi-hard", "TripletMargin semihard"),
        "triplets",
    ),
    "batch_all": Pair(
        _selecting(Selection.BATCH_ALL),
        _their_all("all"),
        ("every violating", "TripletMargin all"),
        "triplets",
    ),
    "loss": Pair(_our_loss, _their_loss, ("batch_all_loss, gradient", "TripletMarginLoss all"), "loss"),
    "semi_hard": Pair(
        _selecting(Selection.SEMI_HARD),
        _their_all("semihard"),
        ("a semi-hard per pair", "TripletMargin semihard"),
    ),
    "hardest_all": Pair(
        _selecting(Selection.HARDEST), _their_all("hard"), ("nearest per pair", "TripletMargin hard")
    ),
    "hardest": Pair(
        _selecting(Selection.HARDEST),
        BatchHardMiner(distance=LpDistance(power=2)),
        ("nearest per pair", "BatchHard"),
        "negatives",
    ),
    "weighted": Pair(
        _selecting(Selection.DISTANCE_WEIGHTED),
        DistanceWeightedMiner(),
        ("distance weighted", "DistanceWeighted"),
    ),
}


def _made(people: int, faces: int, device: str) -> tuple[Tensor, Tensor]:
    """Make unit vectors of people who look somewhat alike, some faces clear and some not."""
    generator = torch.Generator().manual_seed(people)
    labels = torch.arange(people).repeat_interleave(faces)
    n = len(labels)

    def direction(count: int) -> Tensor:
        return torch.nn.functional.normalize(torch.randn(count, 128, generator=generator), dim=1)

    blur = 0.3 + 1.2 * torch.rand(n, 1, generator=generator)
    raw = direction(1) + 0.8 * direction(people)[labels] + blur * direction(n)
    return torch.nn.functional.normalize(raw, dim=1).to(device), labels.to(device)


def _run(job: Job, embeddings: Tensor, labels: Tensor) -> tuple[Three | Tensor | str, float, float]:
    """Return the result, or why there is none; seconds; and MB of the CUDA allocator."""
    cuda = embeddings.device.type == "cuda"
    embeddings = embeddings.clone()
    if cuda:
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        held = torch.cuda.memory_allocated()
    start = time.perf_counter()
    try:
        found: Three | Tensor | str = job(embeddings, labels)
    except (RuntimeError, MemoryError, ValueError) as error:
        found = str(error).splitlines()[0][:150]
    if cuda:
        torch.cuda.synchronize()
        return found, time.perf_counter() - start, (torch.cuda.max_memory_allocated() - held) / 2**20
    return found, time.perf_counter() - start, 0.0


def _limit() -> None:
    """Let what does not fit fail with a reason, instead of having the system end some process."""
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (free, free))


def _times(words: argparse.Namespace) -> dict[str, object]:
    """Time every pair in turns, and compare their results."""
    if words.device == "cpu":
        _limit()
    torch.set_num_threads(int(words.threads))
    few = _made(3, 4, words.device)
    batch = _made(words.people, words.faces, words.device)
    found: dict[str, dict[str, object]] = {}
    for name, pair in PAIRS.items():
        seconds: tuple[list[float], list[float]] = ([], [])
        megabytes = [0.0, 0.0]
        counts: list[int | str] = [0, 0]
        verdict = ""
        for number in range(words.rounds):
            results = []
            for side, job in enumerate((pair.ours, pair.theirs)):
                _run(job, *few)
                result, spent, peak = _run(job, *batch)
                seconds[side].append(spent)
                megabytes[side] = max(megabytes[side], peak)
                counts[side] = (
                    result if isinstance(result, str) else len(result[0]) if isinstance(result, tuple) else 0
                )
                results.append(result)
            if number == 0:
                verdict = _verdict(pair.same, results[0], results[1], *batch)
            results.clear()
        found[name] = {"seconds": seconds, "megabytes": megabytes, "counts": counts, "verdict": verdict}
    return {"pairs": found, "violating": _share(*batch)}


def _share(embeddings: Tensor, labels: Tensor) -> float:
    return report(squared_distances(embeddings, embeddings), labels, None, MARGIN).active


def _verdict(
    same: str, ours: Three | Tensor | str, theirs: Three | Tensor | str, embeddings: Tensor, labels: Tensor
) -> str:
    """Say whether the results agree; raise SystemExit where they must and do not."""
    if not same or isinstance(ours, str) or isinstance(theirs, str):
        return "another definition" if not same else "not compared"
    if isinstance(ours, Tensor) or isinstance(theirs, Tensor):
        assert isinstance(ours, Tensor)
        assert isinstance(theirs, Tensor)
        if abs(ours.item() - theirs.item()) > ROUNDING:
            sys.exit(f"the losses differ: {ours.item()} and {theirs.item()}")
        return f"the same loss, {ours.item():.6f}"
    d2 = squared_distances(embeddings.double(), embeddings.double())
    n = len(labels)
    if same == "negatives":
        nearest = torch.full((n,), -1, device=labels.device)
        nearest[ours[0]] = ours[2]
        apart = d2[theirs[0], theirs[2]] - d2[theirs[0], nearest[theirs[0]]]
        if len(theirs[0]) != n or bool((apart.abs() > ROUNDING).any()):
            sys.exit("the nearest negatives differ")
        return "the same negatives"
    a, b = ((one[0] * n + one[1]) * n + one[2] for one in (ours, theirs))
    a, b = a.sort().values, b.sort().values
    if bool((a[1:] == a[:-1]).any()):
        sys.exit("a triplet is listed twice")
    odd = torch.cat([a[~torch.isin(a, b)], b[~torch.isin(b, a)]])
    anchor, positive, negative = odd // (n * n), odd // n % n, odd % n
    gap = d2[anchor, negative] - d2[anchor, positive]
    if bool((torch.minimum(gap.abs(), (gap - MARGIN).abs()) > ROUNDING).any()):
        sys.exit("the triplets differ")
    return f"the same triplets but {len(odd)} on an edge" if len(odd) else "the same triplets"


def _memory(words: argparse.Namespace) -> float | str:
    """Run one job once; return by how many MB it raised this process's peak."""
    _limit()
    torch.set_num_threads(1)
    name, _, side = words.one.partition(":")
    job = PAIRS[name].theirs if side == "theirs" else PAIRS[name].ours
    _run(job, *_made(3, 4, "cpu"))
    batch = _made(words.people, words.faces, "cpu")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, _, _ = _run(job, *batch)
    if isinstance(found, str):
        return found
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _child(words: argparse.Namespace, people: int, threads: str, device: str, one: str) -> object:
    command = [sys.executable, __file__, "--faces", str(words.faces), "--people", str(people)]
    command += ["--rounds", str(words.rounds), "--threads", threads, "--device", device, "--one", one]
    environment = {**os.environ, "OMP_NUM_THREADS": threads, "OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run(
        command, env=environment, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{one} failed: {(done.stderr.strip().splitlines() or ['killed'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def _compare(words: argparse.Namespace, people: int, threads: str, device: str) -> None:
    found = _child(words, people, threads, device, "times")
    assert isinstance(found, dict)
    n = people * words.faces
    place = torch.cuda.get_device_name() if device == "cuda" else f"{threads} thread(s)"
    print(f"\n{n} faces, {people} people, {place}, {words.rounds} rounds; ", end="")
    total = n * (words.faces - 1) * (n - words.faces)
    print(f"{found['violating']:.1%} of {total:,} triplets violate the margin")
    print("job                        ms (from, to)             triplets  triplets/s  peak MB | ratio")
    for name, pair in PAIRS.items():
        measured = found["pairs"][name]
        for side, which in enumerate(("ours", "theirs")):
            spent, count = measured["seconds"][side], measured["counts"][side]
            if isinstance(count, str):
                print(f"{pair.names[side]:25}  cannot run: {count}")
                continue
            peak = measured["megabytes"][side]
            if device == "cpu":
                peak = _child(words, people, "1", "cpu", f"{name}:{which}") if threads == "1" else "-"
            median = statistics.median(spent)
            listed = f"{count:11,} {count / median:11,.0f}" if count else f"{'-':>11} {'-':>11}"
            span = f"({min(spent) * 1000:.0f}, {max(spent) * 1000:.0f})"
            room = f"{peak:8,.0f}" if isinstance(peak, float) else f"{peak:>8}"
            end = ""
            if side and not isinstance(measured["counts"][0], str):
                ratios = [b / a for a, b in zip(*measured["seconds"], strict=True)]
                end = f" | {statistics.median(ratios):.1f} times ({min(ratios):.1f} to {max(ratios):.1f}); "
                end += measured["verdict"]
            print(f"{pair.names[side]:25} {median * 1000:8.1f} {span:16} {listed} {room}{end}", flush=True)


if __name__ == "__main__":
    main()
