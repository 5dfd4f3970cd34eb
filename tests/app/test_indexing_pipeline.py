"""The staged pipeline: order, bounds, batches, pausing and cancelling; and the budget of pixels."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from makers import image_files
from makers.fake_photos import FakeAnalyser, World, photo

from app.indexing import CancelToken, Progress, Stage, pipeline
from app.indexing.budget import PixelBudget, guess_pixels
from app.indexing.pipeline import Pipeline, Work
from app.indexing.progress import Meter
from engine.analysis import CLOSE_SIDE
from engine.image import DEFAULT_LIMITS


@dataclass
class Steps:
    """Numbers go in; every third is decided at once, the others take a random time."""

    sizes: Callable[[int], int] = lambda _: 1
    seconds: float = 0.002
    on_accept: Callable[[int], None] = lambda _: None
    batches: list[list[int]] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    read_order: list[int] = field(default_factory=list)
    in_flight: int = 0
    bytes_in_flight: int = 0
    most: int = 0
    most_bytes: int = 0
    retried: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    generator: random.Random = field(default_factory=lambda: random.Random(5))

    def size(self, task: int) -> int:
        return self.sizes(task)

    def read(self, task: int) -> str:
        with self.lock:
            self.in_flight += 1
            self.bytes_in_flight += self.sizes(task)
            self.most = max(self.most, self.in_flight)
            self.most_bytes = max(self.most_bytes, self.bytes_in_flight)
            pause = self.generator.random() * self.seconds
        time.sleep(pause)
        return f"content {task}"

    def decide(self, ready: list[tuple[int, str]]) -> list[Work[str] | str]:
        self.read_order += [task for task, _ in ready]
        assert [content for _, content in ready] == [f"content {task}" for task, _ in ready]
        return [f"{task}" if task % 3 == 0 else Work(self._work(task)) for task, _ in ready]

    def _work(self, task: int) -> Callable[[], str]:
        pause = self.generator.random() * self.seconds

        def work() -> str:
            time.sleep(pause)
            return f"{task}"

        return work

    def accept(self, task: int, result: str) -> Work[str] | None:
        if task % 10 == 0 and task not in self.retried:
            self.retried.add(task)
            return Work(self._work(task))
        with self.lock:
            self.in_flight -= 1
            self.bytes_in_flight -= self.sizes(task)
        self.on_accept(task)
        return None

    def write(self, done: list[tuple[int, str]]) -> None:
        self.batches.append([task for task, _ in done])
        self.results += [result for _, result in done]

    def tick(self) -> None:
        pass

    @property
    def written(self) -> list[int]:
        return [task for batch in self.batches for task in batch]


def run(steps: Steps, count: int, *, workers: int = 3, token: CancelToken | None = None) -> None:
    Pipeline(steps, workers=workers, token=token or CancelToken()).run(iter(range(count)))


def test_everything_in_order_within_bounds() -> None:
    before = threading.active_count()
    steps = Steps()
    run(steps, 200)
    assert steps.written == steps.read_order == list(range(200))
    assert steps.results == [str(number) for number in range(200)]
    assert steps.most <= 3 * pipeline.WINDOW_PER_WORKER
    assert max(map(len, steps.batches)) <= pipeline.BATCH_FILES
    assert steps.retried == set(range(0, 200, 10))
    assert threading.active_count() == before


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_files(count: int) -> None:
    steps = Steps()
    run(steps, count, workers=1)
    assert steps.written == list(range(count))


def test_bytes_in_flight_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BYTES_IN_FLIGHT", 100)
    steps = Steps(sizes=lambda task: 500 if task == 40 else 30)
    run(steps, 80)
    assert steps.written == list(range(80))
    # Three small ones, or the one that is too large, alone.
    assert steps.most == 3
    assert steps.most_bytes == 500


def test_batches_are_written_by_number_and_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_FILES", 7)
    steps = Steps()
    run(steps, 30)
    assert [len(batch) for batch in steps.batches] == [7, 7, 7, 7, 2]
    monkeypatch.setattr(pipeline, "BATCH_SECONDS", 0.05)
    slow = Steps(seconds=0.05)
    run(slow, 30, workers=1)
    assert len(slow.batches) > 5
    assert slow.written == list(range(30))


def test_cancelling_keeps_a_beginning() -> None:
    token = CancelToken()
    steps = Steps(on_accept=lambda task: token.cancel() if task == 50 else None)
    run(steps, 10_000, token=token)
    assert steps.written == list(range(len(steps.written)))
    assert 51 <= len(steps.written) <= 51 + 3 * pipeline.WINDOW_PER_WORKER


def test_an_interrupt_keeps_what_was_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_SECONDS", 1000)

    def interrupt(task: int) -> None:
        if task == 40:
            raise KeyboardInterrupt

    steps = Steps(on_accept=interrupt)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        run(steps, 10_000)
    assert steps.written == list(range(40))
    assert threading.active_count() == before


def test_a_failing_write_ends_the_run() -> None:
    class Failing(Steps):
        def write(self, done: list[tuple[int, str]]) -> None:
            raise OSError("disk full")

    before = threading.active_count()
    with pytest.raises(OSError, match="disk full"):
        run(Failing(), 1000)
    assert threading.active_count() == before


def test_pausing_stores_what_is_done_and_resuming_goes_on() -> None:
    token = CancelToken()
    steps = Steps(on_accept=lambda task: token.pause() if task == 20 else None)
    thread = threading.Thread(target=run, args=(steps, 200), kwargs={"token": token})
    thread.start()
    deadline = time.monotonic() + 10
    while len(steps.written) < 21 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    rest = list(steps.written)
    assert rest == list(range(len(rest)))
    assert 21 <= len(rest) <= 21 + 3 * pipeline.WINDOW_PER_WORKER
    time.sleep(0.2)
    assert steps.written == rest
    token.resume()
    thread.join(10)
    assert steps.written == list(range(200))


def test_cancelling_ends_a_pause() -> None:
    token = CancelToken()
    token.pause()
    assert token.paused
    steps = Steps()
    thread = threading.Thread(target=run, args=(steps, 200), kwargs={"token": token})
    thread.start()
    time.sleep(0.05)
    assert steps.read_order == []
    token.cancel()
    thread.join(10)
    assert not thread.is_alive()
    assert steps.written == []
    token.pause()
    assert not token.paused


def test_cancel_and_pause_of_a_run(world: World) -> None:
    for number in range(60):
        world.put(f"{number:02}.jpg", photo(("anna", 1, 1, 9), salt=number))
    token = CancelToken()

    def watch(progress: Progress) -> None:
        if progress.stage is Stage.ANALYSING and progress.done >= 10:
            token.cancel()

    report = world.index(analyser=FakeAnalyser(seconds=lambda _: 0.02), on_progress=watch, token=token)
    assert report.cancelled
    assert 10 <= report.new < 60
    assert world.paths() == [f"{number:02}.jpg" for number in range(report.new)]
    assert len(world.rows("embedding")) == report.new
    assert world.analyser.most_at_once <= 2
    assert [row["state"] for row in world.rows("job")] == ["cancelled"]
    paused = CancelToken()
    paused.pause()
    resumed = threading.Event()
    threading.Timer(0.3, lambda: (resumed.set(), paused.resume())).start()
    assert world.index(token=paused).new == 60 - report.new
    assert resumed.is_set()
    assert world.paths() == [f"{number:02}.jpg" for number in range(60)]


def test_an_interrupted_run_is_noted(world: World) -> None:
    for number in range(60):
        world.put(f"{number:02}.jpg", photo(salt=number))

    def interrupt(progress: Progress) -> None:
        if progress.stage is Stage.ANALYSING and progress.done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.index(analyser=FakeAnalyser(seconds=lambda _: 0.02), on_progress=interrupt)
    assert [row["state"] for row in world.rows("job")] == ["cancelled"]
    assert world.paths() == [f"{number:02}.jpg" for number in range(len(world.paths()))]
    world.index()
    assert len(world.paths()) == 60


def test_pixels_are_bounded_and_large_photos_get_their_turn() -> None:
    budget = PixelBudget(100)
    generator = random.Random(1)
    lock = threading.Lock()
    used = most = 0
    done: list[int] = []

    def one(pixels: int) -> None:
        nonlocal used, most
        with budget.room_for(pixels):
            with lock:
                used += pixels
                most = max(most, used if pixels <= 100 else used - pixels + 100)
            time.sleep(0.002)
            with lock:
                used -= pixels
                done.append(pixels)

    sizes = [generator.choice([10, 30, 60, 250]) for _ in range(60)]
    threads = [threading.Thread(target=one, args=(pixels,)) for pixels in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(done) == sorted(sizes)
    assert 60 < most <= 100


def test_room_is_given_back_after_an_error() -> None:
    budget = PixelBudget(100)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), budget.room_for(100):
            raise ZeroDivisionError


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "BMP", "GIF"])
def test_pixels_are_guessed_from_the_header(file_format: str) -> None:
    assert guess_pixels(image_files.photo(file_format)) == 64 * 48


def test_pixels_of_what_is_scaled_or_unknown() -> None:
    wide = image_files.encode(image_files.picture(2 * CLOSE_SIDE + 2, 10), "JPEG")
    assert guess_pixels(wide) == (CLOSE_SIDE + 1) * 5
    bmp = bytearray(image_files.photo("BMP"))
    for side, pixels in ((12_000, 144_000_000), (60_000, DEFAULT_LIMITS.max_pixels)):
        bmp[18:26] = side.to_bytes(4, "little") * 2
        assert guess_pixels(bytes(bmp)) == pixels
    assert guess_pixels(b"rubbish" * 10) == 16 * 70
    assert guess_pixels(image_files.photo("WEBP", image_files.noise(64, 48))) > 64 * 48


def test_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 100.0
    monkeypatch.setattr("app.indexing.progress.time.monotonic", lambda: clock)
    told: list[Progress] = []
    meter = Meter(told.append)
    meter.begin(Stage.ANALYSING, 100)
    assert (told[-1].rate, told[-1].seconds_left) == (0, None)
    for _ in range(5):
        clock += 0.5
        meter.advance("x")
    assert told[-1].rate == pytest.approx(2)
    assert told[-1].seconds_left is None
    for _ in range(15):
        clock += 0.5
        meter.advance("x")
    assert told[-1].seconds_left == pytest.approx(40)
    # Ten times as quick: the speed of the last seconds counts.
    for _ in range(60):
        clock += 0.05
        meter.advance("x")
    assert told[-1].rate > 2
    clock += 1000
    meter.restart_clock()
    clock += 1
    meter.advance("x")
    assert told[-1].rate == pytest.approx(1)
    count = len(told)
    meter.advance("x")
    assert len(told) == count
